package io.firedrill.failover;

/** Declares a region down after a number of failed probes in a row. A pure decider: it sees results, never a clock. */
public final class Detector {
    private final int needed;
    private int failed;

    /** @param failures how many in a row declare the region down, 1 or more */
    public Detector(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("failures: found " + failures + ", allowed 1 or more");
        }
        this.needed = failures;
    }

    /** Takes the next probe's result, in the order of the probes; true once the region counts as down. */
    public boolean down(boolean success) {
        failed = success ? 0 : failed + 1;
        return failed >= needed;
    }

    /** Failures in a row so far. */
    public int streak() {
        return failed;
    }
}
