package io.firedrill.evidence;

/**
 * What a producer did with its transactions. A session has at most one under way; its records are those that the session sends
 * from {@code first} until it ends, so {@code (worker, producer, session, first)} names it. All times are monotonic nanoseconds of
 * the host's clock.
 */
public interface TransactionFacts {

    /** A transaction began. Written before its first record. */
    default void transactionBegun(int worker, int producer, int session, long first, long at) {}

    /**
     * Its end is about to be asked of the coordinator. Written before the call, so that of a transaction without this fact, or with
     * {@code commit} false, it is certain that nobody asked for its commit: it can never be committed.
     *
     * @param records that it has
     */
    default void transactionEnding(
            int worker, int producer, int session, long first, long records, boolean commit, long at) {}

    /** The call came back. {@code confirmed} false: with an error, and the coordinator may have done it or not. */
    default void transactionEnded(int worker, int producer, int session, long first, boolean confirmed, long at) {}
}
