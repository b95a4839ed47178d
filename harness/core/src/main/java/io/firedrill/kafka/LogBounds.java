package io.firedrill.kafka;

/**
 * What one partition's log holds.
 *
 * @param start first offset that it still has
 * @param end offset that the next record gets
 */
public record LogBounds(long start, long end) {

    /** Offsets between start and end; records, but for what compaction and transactions took. */
    public long length() {
        return end - start;
    }
}
