package io.firedrill.evidence;

/** First byte of an entry in a journal. The codes are part of the format: they never change their meaning. */
final class FactType {
    static final int SENT = 1;
    static final int ACKED = 2;
    static final int FAILED = 3;
    static final int UNKNOWN = 4;
    static final int DELIVERED = 5;
    static final int DELIVERED_FOREIGN = 6;
    static final int COMMITTED = 7;
    static final int ASSIGNED = 8;
    static final int REVOKED = 9;
    static final int SCANNED = 10;
    static final int SCANNED_FOREIGN = 11;
    static final int SCAN_COMPLETE = 12;
    static final int CANARY = 13;
    static final int STALLED = 14;

    // From version 2 on.
    static final int RESENT = 15;
    static final int SOUGHT = 16;
    static final int PROCESSED = 17;
    static final int TOPIC_ID = 18;
    static final int TRANSACTION_BEGUN = 19;
    static final int TRANSACTION_ENDING = 20;
    static final int TRANSACTION_ENDED = 21;
    static final int ROW_WRITTEN = 22;
    static final int ROW_COPIED = 23;
    static final int ROW_REFUSED = 24;
    static final int STORE_PROMOTED = 25;
    static final int ROW_SCANNED = 26;
    static final int STORE_SCANNED = 27;

    /** The journal goes on in the next segment. */
    static final int CONTINUED = 100;
    /** The writer closed the journal. */
    static final int CLOSED = 101;

    private FactType() {}
}
