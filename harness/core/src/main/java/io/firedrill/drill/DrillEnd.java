package io.firedrill.drill;

/** How a drill ended. What it means for the verdict, the audit says. */
public enum DrillEnd {
    /** Walked its whole timeline, healed, drained, scanned. */
    COMPLETED,
    /** Could not go on; the evidence says why. */
    ABORTED,
    /** A person stopped it; healed and closed in order. */
    INTERRUPTED
}
