package io.firedrill.audit;

import java.util.List;

/**
 * Which records of a region may be holes of what its target held: missing, with a later one of their partition that the target held or may
 * have held. First it is told of all of those, then it is asked.
 *
 * <p>A record whose place no scan shows may stand in any partition of its topic; but behind all that was acknowledged when it was sent, and
 * before all that was sent when it had been delivered (by more than the clocks'
 * bound).
 */
final class PossibleHoles {
    private final Dossier dossier;
    private final long clocks;
    private final List<Held> topics;

    /** What the target held, or may have held, of one native topic. */
    private static final class Held {
        private final ByPartition<SourceLog.Place> last = new ByPartition<>(partition -> new SourceLog.Place());
        private final Latest all = new Latest();
        private final Latest placeless = new Latest();
    }

    /** Until when the record that was taken last may have been taken, and until when the last of all others. */
    private static final class Latest {
        private long ref;
        private long until = Long.MIN_VALUE;
        private long others = Long.MIN_VALUE;

        void add(long otherRef, long otherUntil) {
            if (otherUntil > until) {
                others = until;
                until = otherUntil;
                ref = otherRef;
            } else {
                others = Math.max(others, otherUntil);
            }
        }

        long besides(long one) {
            return one == ref ? others : until;
        }
    }

    PossibleHoles(Dossier dossier) {
        this.dossier = dossier;
        this.clocks = dossier.story().clockBound();
        this.topics =
                dossier.catalogue().topics().stream().map(topic -> new Held()).toList();
    }

    /** The target held this record, or may have. */
    void held(Sends sends, int row, int partition, long offset) {
        Held held = topics.get(sends.topic(row));
        held.last.of(partition).last(offset, sends.ref(row));
        held.all.add(sends.ref(row), dossier.takenBy(sends, row));
    }

    /** As the other, of one whose place no scan shows. */
    void held(Sends sends, int row) {
        Held held = topics.get(sends.topic(row));
        long by = dossier.takenBy(sends, row);
        held.all.add(sends.ref(row), by);
        held.placeless.add(sends.ref(row), by);
    }

    /** Whether a record that is or may be missing may be a hole. */
    boolean contain(Sends sends, int row, int partition, long offset) {
        Held held = topics.get(sends.topic(row));
        return held.last.of(partition).isAfter(offset, sends.ref(row)) || mayBeLater(held.placeless, sends, row);
    }

    /** As the other, of one whose place no scan shows. */
    boolean contain(Sends sends, int row) {
        return mayBeLater(topics.get(sends.topic(row)).all, sends, row);
    }

    private boolean mayBeLater(Latest latest, Sends sends, int row) {
        long taken = latest.besides(sends.ref(row));
        return taken != Long.MIN_VALUE && taken > sends.invoked(row) - clocks;
    }
}
