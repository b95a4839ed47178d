package io.firedrill.evidence;

/**
 * Facts of a journal, one method a kind, primitives only so that neither writing nor reading allocates per fact. A journal's
 * writer and every fold over a journal implement it. All times are monotonic nanoseconds of the host's clock; the region of a
 * fact is that of the journal it stands in; indexes are those of the {@link Catalogue}. {@code worker, producer, session,
 * sequence} is a {@link RecordId}.
 */
public interface FactSink extends TransactionFacts, StoreFacts {

    /**
     * A send is about to be handed to the client. Written before the hand-over, so that no record can exist that the evidence
     * does not know.
     *
     * @param keyHash 64-bit hash of the key
     * @param topic native topic
     * @param bytes serialized key, value and headers
     * @param intended when the schedule wanted it sent: {@code load start + k / rate} for a whole k; both regions' instances of a
     *     producer share this grid, so a slot without a send is a send that was intended and never made
     * @param invoked when {@code send()} was called
     */
    default void sent(
            int worker,
            int producer,
            int session,
            long sequence,
            long keyHash,
            int topic,
            int bytes,
            long intended,
            long invoked) {}

    /** A record was handed to the client once more, under its own id: on purpose, by the service. Written before the hand-over. */
    default void resent(int worker, int producer, int session, long sequence, long at) {}

    /** The region acknowledged the record. */
    default void acked(
            int worker, int producer, int session, long sequence, int topic, int partition, long offset, long at) {}

    /** Never handed to the network. {@code error} is a short class name. */
    default void failed(int worker, int producer, int session, long sequence, long at, String error) {}

    /** An error by callback after hand-over: the record may have been appended. */
    default void unknown(int worker, int producer, int session, long sequence, long at, String error) {}

    /**
     * A record was handed to a service's handler.
     *
     * @param instance member of the group
     * @param intact checksum holds
     */
    default void delivered(
            int group,
            int instance,
            int topic,
            int partition,
            long offset,
            int worker,
            int producer,
            int session,
            long sequence,
            long at,
            boolean intact) {}

    /** A record without a readable stamp was handed to a handler. */
    default void deliveredForeign(int group, int instance, int topic, int partition, long offset, long at) {}

    /**
     * The handler has returned for every record below {@code offset} that this member was handed, and their commit is about to be
     * asked for. Records are <em>processed</em> once a commit covers them as well.
     */
    default void processed(int group, int instance, int topic, int partition, long offset, long at) {}

    /** A commit succeeded: the group will start at {@code offset}. */
    default void committed(int group, int topic, int partition, long offset, long at) {}

    /** A member got a partition and starts at {@code position}. */
    default void assigned(int group, int instance, int topic, int partition, long position, long at) {}

    /** A member went to a position of its own accord, forward or back. */
    default void sought(int group, int instance, int topic, int partition, long position, long at) {}

    /** A member gave up a partition, or lost it. */
    default void revoked(int group, int instance, int topic, int partition, long position, long at) {}

    /** Kafka's id of a topic in this region, as seen now; a topic that was deleted and made again has another. */
    default void topicId(int topic, long mostSignificant, long leastSignificant, long at) {}

    /**
     * A record that a log holds at the end.
     *
     * @param timestamp Kafka's, milliseconds
     * @param bytes serialized key, value and headers
     * @param digest CRC32C over key, headers (without replication's own) and value, for comparing copies
     * @param intact checksum of the stamp holds
     */
    default void scanned(
            int topic,
            int partition,
            long offset,
            int worker,
            int producer,
            int session,
            long sequence,
            long keyHash,
            long timestamp,
            int bytes,
            int digest,
            boolean intact) {}

    /** A record without a readable stamp in a log. */
    default void scannedForeign(int topic, int partition, long offset, long timestamp, int bytes) {}

    /** A partition was scanned from {@code start} to {@code end}, whole. */
    default void scanComplete(int topic, int partition, long start, long end, long at) {}

    /**
     * A canary's try on a path.
     *
     * @param path index into the timeline's canary paths
     * @param invoked when it was sent
     * @param finished when the answer or the error came
     */
    default void canary(int path, boolean success, long invoked, long finished) {}

    /** This process stood still. */
    default void stalled(long from, long nanos) {}
}
