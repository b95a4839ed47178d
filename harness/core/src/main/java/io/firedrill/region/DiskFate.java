package io.firedrill.region;

/** What becomes of a broker's disk when the broker is lost. */
public enum DiskFate {
    /** The process died, the machine did not: all that was written is there. */
    KEPT,
    /**
     * The power failed: each partition log ends at its flushed recovery point, the pessimistic bound of what Kafka
     * promises without {@code flush.messages}. The metadata log is kept, since Kafka flushes it.
     */
    UNFLUSHED_LOST,
    /** The disk is gone: a restart begins with an empty, newly formatted one. */
    DESTROYED
}
