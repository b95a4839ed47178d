package io.firedrill.audit;

/** The store of a service in one region: what it held at the end, and when it became the primary. */
final class StoreRows {
    /** Rows of records that were sent. */
    final RefSet rows = new RefSet();

    /** When it became the primary; a worker that came back begins as a replica. */
    final LongColumn promotions = new LongColumn();

    /** When a row first came as a copy. */
    private final RefTimes copied;

    private long unsent;
    private boolean whole;

    StoreRows(Scratch scratch) {
        copied = new RefTimes(scratch);
    }

    void copied(long ref, long at) {
        copied.put(ref, at);
    }

    /** Whether it held another region's row at an instant, that at the end. Of one that no journal tells of nobody knows that it did not. */
    boolean heldAt(long ref, long at) {
        long came = copied.get(ref);
        return rows.contains(ref) && (came == RefTimes.NEVER || came <= at);
    }

    void unsent() {
        unsent++;
    }

    /** Rows whose record was never handed to any client: the process ended in between. */
    long unsentRows() {
        return unsent;
    }

    void readWhole() {
        whole = true;
    }

    /** It was read to its end. */
    boolean whole() {
        return whole;
    }
}
