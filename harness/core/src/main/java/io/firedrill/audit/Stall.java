package io.firedrill.audit;

/**
 * A process stood still, and the cluster can't be blamed: what was measured then may be ours.
 *
 * @param process what reports call it
 * @param measured it is what is measured (a broker, MirrorMaker), and not what measures
 * @param from monotonic nanoseconds
 * @param nanos its length
 */
record Stall(String process, boolean measured, long from, long nanos) {
    long to() {
        return from + nanos;
    }
}
