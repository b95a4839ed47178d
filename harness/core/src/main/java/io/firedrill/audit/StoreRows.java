package io.firedrill.audit;

/** The store of a service in one region: what it held at the end, and when it became the primary. */
final class StoreRows {
    /** Rows of records that were sent. */
    final RefSet rows = new RefSet();

    /** When it became the primary; a worker that came back begins as a replica. */
    final LongColumn promotions = new LongColumn();

    private long unsent;
    private boolean whole;

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
