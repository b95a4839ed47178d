package io.firedrill.audit;

/** What one partition of one region's log held at the end. */
final class ScanLog {
    final int region;
    final int topic;
    final int partition;
    final LongColumn offsets = new LongColumn();
    final LongColumn refs = new LongColumn();

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

    void scanned(long offset, long ref, boolean intact) {
        if (!intact) {
            corrupt.add(offsets.size());
        }
        offsets.add(offset);
        refs.add(ref);
    }

    void complete(long from) {
        complete = true;
        start = from;
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
