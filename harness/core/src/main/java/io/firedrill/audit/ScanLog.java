package io.firedrill.audit;

import java.util.List;

/** What one partition of one region's log held at the end. */
final class ScanLog {
    final int region;
    final int topic;
    final int partition;
    final LongColumn offsets;
    final LongColumn refs;

    /** Kafka's timestamps, milliseconds. */
    final LongColumn timestamps;

    /** Over key, headers and value, for comparing copies. */
    final LongColumn digests;

    /** Rows of records whose checksum did not hold. */
    final LongColumn corrupt;

    /** Offsets of records without a readable stamp. */
    final LongColumn foreign;

    private final Scratch scratch;
    private boolean ascending = true;
    private boolean distinct = true;
    private long last = Long.MIN_VALUE;
    private boolean complete;
    private long start;

    ScanLog(int region, int topic, int partition, Scratch scratch) {
        this.offsets = new LongColumn(scratch);
        this.refs = new LongColumn(scratch);
        this.timestamps = new LongColumn(scratch);
        this.digests = new LongColumn(scratch);
        this.corrupt = new LongColumn(scratch);
        this.foreign = new LongColumn(scratch);
        this.scratch = scratch;
        this.region = region;
        this.topic = topic;
        this.partition = partition;
    }

    void scanned(long offset, long ref, long timestamp, int digest, boolean intact) {
        if (!intact) {
            corrupt.add(offsets.size());
        }
        ascending &= offset >= last;
        distinct &= offset > last;
        last = offset;
        offsets.add(offset);
        refs.add(ref);
        timestamps.add(timestamp);
        digests.add(digest);
    }

    void complete(long from) {
        complete = true;
        start = from;
    }

    /** Nothing is added any more. */
    void pack() {
        List.of(offsets, refs, timestamps, digests).forEach(LongColumn::pack);
    }

    /** Rows in the order of their offsets; a scan reads them so, but nothing else here relies on it. */
    RowOrder byOffset() {
        return ascending ? RowOrder.asTheyCame(offsets.size()) : RowOrder.by(offsets, scratch);
    }

    /** Whether each offset is above the one before. */
    boolean distinct() {
        return distinct;
    }

    /** Read from start to end. */
    boolean complete() {
        return complete;
    }

    /** First offset that the log still had. */
    long start() {
        return start;
    }
}
