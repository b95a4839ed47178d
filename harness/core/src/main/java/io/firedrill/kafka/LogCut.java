package io.firedrill.kafka;

/**
 * What one partition log lost of its unflushed end.
 *
 * @param partition topic and partition as Kafka names the directory, such as {@code orders-0}
 * @param flushedOffset where the log ends now: the recovery point, or the first batch that began before it and ended after
 * @param endOffset where it ended before
 * @param bytes how many bytes of log went
 */
public record LogCut(String partition, long flushedOffset, long endOffset, long bytes) {
    /** How many offsets went; as many records if the topic is neither compacted nor transactional. */
    public long offsets() {
        return endOffset - flushedOffset;
    }
}
