package io.firedrill.audit;

/** Must records that a region took into its native topics, with their place there. */
final class SourceLog {

    /** What to do with one. */
    interface Each {
        void accept(Sends sends, int row, int partition, long offset);
    }

    private SourceLog() {}

    /**
     * By session and sequence. Recovered records without a known native position are left out, as nobody can say what would be
     * before or behind them.
     */
    static void forEach(Dossier dossier, int region, Each action) {
        for (Sends sends : dossier.facts().sends().all()) {
            if (sends.region == region) {
                forEach(dossier, sends, 0, sends.size(), action);
            }
        }
    }

    /** As the other, of some rows. */
    static void forEach(Dossier dossier, Sends sends, int from, int to, Each action) {
        for (int row = from; row < to; row++) {
            if (!sends.known(row)) {
                continue;
            }
            if (sends.ok(row)) {
                action.accept(sends, row, sends.partition(row), sends.offset(row));
            } else if (dossier.must(sends, row)) {
                Position position = dossier.nativePosition(sends, row);
                if (position != null) {
                    action.accept(sends, row, position.partition(), position.offset());
                }
            }
        }
    }

    /** A place in the order of one partition: offsets, and of two records that claim one offset the refs. */
    static final class Place {
        private boolean any;
        private long offset;
        private long ref;

        void last(long otherOffset, long otherRef) {
            if (!any || isBefore(otherOffset, otherRef)) {
                set(otherOffset, otherRef);
            }
        }

        /** As the other, of a place that may be none. */
        void last(Place other) {
            if (other.any) {
                last(other.offset, other.ref);
            }
        }

        void first(long otherOffset, long otherRef) {
            if (!any || isAfter(otherOffset, otherRef)) {
                set(otherOffset, otherRef);
            }
        }

        private void set(long otherOffset, long otherRef) {
            any = true;
            offset = otherOffset;
            ref = otherRef;
        }

        /** Whether there is such a place, and it stands before the other. */
        boolean isBefore(long otherOffset, long otherRef) {
            return any && (offset < otherOffset || offset == otherOffset && ref < otherRef);
        }

        /** Whether there is such a place, and it stands behind the other. */
        boolean isAfter(long otherOffset, long otherRef) {
            return any && (offset > otherOffset || offset == otherOffset && ref > otherRef);
        }

        boolean known() {
            return any;
        }
    }
}
