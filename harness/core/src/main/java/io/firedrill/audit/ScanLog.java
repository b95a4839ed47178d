package io.firedrill.audit;

import java.util.Comparator;
import java.util.stream.IntStream;

/** What one partition of one region's log held at the end. */
final class ScanLog {
    final int region;
    final int topic;
    final int partition;
    final LongColumn offsets = new LongColumn();
    final LongColumn refs = new LongColumn();

    /** Kafka's timestamps, milliseconds. */
    final LongColumn timestamps = new LongColumn();

    /** Over key, headers and value, for comparing copies. */
    final LongColumn digests = new LongColumn();

    /** Rows of records whose checksum did not hold. */
    final LongColumn corrupt = new LongColumn();

    /** Offsets of records without a readable stamp. */
    final LongColumn foreign = new LongColumn();

    private boolean complete;
    private long start;

    ScanLog(int region, int topic, int partition) {
        this.region = region;
        this.topic = topic;
        this.partition = partition;
    }

    void scanned(long offset, long ref, long timestamp, int digest, boolean intact) {
        if (!intact) {
            corrupt.add(offsets.size());
        }
        offsets.add(offset);
        refs.add(ref);
        timestamps.add(timestamp);
        digests.add(digest);
    }

    void complete(long from) {
        complete = true;
        start = from;
    }

    /** Rows in the order of their offsets; a scan reads them so, but nothing else here relies on it. */
    int[] byOffset() {
        int[] rows = IntStream.range(0, offsets.size()).toArray();
        for (int i = 1; i < rows.length; i++) {
            if (offsets.get(i) < offsets.get(i - 1)) {
                return IntStream.range(0, offsets.size())
                        .boxed()
                        .sorted(Comparator.comparingLong(offsets::get))
                        .mapToInt(Integer::intValue)
                        .toArray();
            }
        }
        return rows;
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
