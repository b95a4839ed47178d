package io.firedrill.toxiproxy.proxy;

/**
 * The memory that the toxics of one event loop may fill with held bytes. It is confined to that loop. A stream may always
 * hold a little; more only while the budget lasts, so that no number of slow connections exhausts the heap.
 */
final class HoldBudget {
    private final long limit;
    private long held;

    HoldBudget(long limit) {
        this.limit = limit;
    }

    void add(long bytes) {
        held += bytes;
    }

    boolean scarce() {
        return held >= limit;
    }
}
