package io.firedrill.drill;

/** How a drill ended. Whatever it was, the evidence is closed and can be audited. */
public enum DrillEnd {
    /** The timeline was walked to its end, everything was drained and scanned as far as it could be. */
    COMPLETED,
    /** Something went wrong that made going on senseless; the evidence says what. */
    ABORTED,
    /** A person ended it. */
    INTERRUPTED
}
