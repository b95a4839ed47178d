package io.firedrill.evidence;

/**
 * What the stores of services did: tables that are replicated beside the topics (MEASURES.md, X6). A row belongs to a record and
 * carries its {@link RecordId}. The region of a fact is that of the journal it stands in. All times are monotonic nanoseconds of the
 * host's clock.
 */
public interface StoreFacts {

    /** The service committed a row here, where the store is the primary. */
    default void rowWritten(int store, int worker, int producer, int session, long sequence, long at) {}

    /** A row came from the primary of another region and was applied here. */
    default void rowCopied(int store, int worker, int producer, int session, long sequence, long at) {}

    /** A row came from another region after the store became the primary here, and was refused. */
    default void rowRefused(int store, int worker, int producer, int session, long sequence, long at) {}

    /** The store is the primary here from now on: it takes the service's rows, and no more copies. */
    default void storePromoted(int store, long at) {}

    /** A row that the store here holds at the end. */
    default void rowScanned(int store, int worker, int producer, int session, long sequence) {}

    /** The store here was read whole, and held so many rows. */
    default void storeScanned(int store, long rows, long at) {}
}
