package io.firedrill.audit;

/** A process of ours stood still. */
record Stall(int region, long from, long nanos) {
    long to() {
        return from + nanos;
    }
}
