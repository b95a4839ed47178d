package io.firedrill.audit;

/** What one group did with one partition of one region: its deliveries in order, and how far it came. */
final class GroupLog {
    final int region;
    final int group;
    final int topic;
    final int partition;

    /** Deliveries: offset, time, record. Corrupt ones are in {@link #corrupt} instead of being told apart by a flag. */
    final LongColumn offsets = new LongColumn();

    final LongColumn times = new LongColumn();
    final LongColumn refs = new LongColumn();

    /** Rows of deliveries whose checksum did not hold. */
    final LongColumn corrupt = new LongColumn();

    /** Offsets of delivered records without a readable stamp. */
    final LongColumn foreign = new LongColumn();

    private long reached = -1;

    GroupLog(int region, int group, int topic, int partition) {
        this.region = region;
        this.group = group;
        this.topic = topic;
        this.partition = partition;
    }

    void delivered(long offset, long ref, long at, boolean intact) {
        if (!intact) {
            corrupt.add(offsets.size());
        }
        offsets.add(offset);
        times.add(at);
        refs.add(ref);
        reached(offset + 1);
    }

    void reached(long position) {
        reached = Math.max(reached, position);
    }

    /** The furthest position the group ever had here; -1 when it never had the partition. */
    long reached() {
        return reached;
    }
}
