package io.firedrill.audit;

/**
 * A process stood still, and the cluster can't be blamed: what was measured then may be ours.
 *
 * @param process what reports call it
 * @param from monotonic nanoseconds
 * @param nanos its length
 */
record Stall(String process, long from, long nanos) {
    long to() {
        return from + nanos;
    }
}
