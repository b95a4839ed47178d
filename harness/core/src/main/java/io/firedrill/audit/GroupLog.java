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

    /** Positions at which a member began: when, and where. */
    final LongColumn startTimes = new LongColumn();

    final LongColumn startPositions = new LongColumn();

    /** Commits that succeeded: when, and the next offset to handle. */
    final LongColumn commitTimes = new LongColumn();

    final LongColumn commitOffsets = new LongColumn();

    /** Marks that the handler had returned for all below an offset: when, and the offset. */
    final LongColumn processedTimes = new LongColumn();

    final LongColumn processedOffsets = new LongColumn();

    /** When a member got the partition, or gave it up. */
    final LongColumn handovers = new LongColumn();

    /** Times the position went back within one assignment, and to which offset. */
    final LongColumn setbackTimes = new LongColumn();

    final LongColumn setbackOffsets = new LongColumn();

    /** Offset that each member delivered last since it got the partition. */
    private final LongTable lastOfMember = new LongTable();

    private long reached = -1;

    GroupLog(int region, int group, int topic, int partition) {
        this.region = region;
        this.group = group;
        this.topic = topic;
        this.partition = partition;
    }

    void delivered(int instance, long offset, long ref, long at, boolean intact) {
        handed(instance, offset, at);
        if (!intact) {
            corrupt.add(offsets.size());
        }
        offsets.add(offset);
        times.add(at);
        refs.add(ref);
    }

    void deliveredForeign(int instance, long offset, long at) {
        handed(instance, offset, at);
        foreign.add(offset);
    }

    private void handed(int instance, long offset, long at) {
        if (offset <= lastOfMember.get(instance, -1)) {
            setbackTimes.add(at);
            setbackOffsets.add(offset);
        }
        lastOfMember.put(instance, offset);
        reached(offset + 1);
    }

    void committed(long offset, long at) {
        commitTimes.add(at);
        commitOffsets.add(offset);
        reached(offset);
    }

    void processed(long offset, long at) {
        processedTimes.add(at);
        processedOffsets.add(offset);
    }

    /** A position that a member chose is no setback. */
    void sought(int instance, long position) {
        lastOfMember.put(instance, -1);
        reached(position);
    }

    void assigned(int instance, long position, long at) {
        startTimes.add(at);
        startPositions.add(position);
        handedOver(instance, position, at);
    }

    void revoked(int instance, long position, long at) {
        handedOver(instance, position, at);
    }

    private void handedOver(int instance, long position, long at) {
        handovers.add(at);
        lastOfMember.put(instance, -1);
        reached(position);
    }

    private void reached(long position) {
        reached = Math.max(reached, position);
    }

    /** The furthest position the group ever had here; -1 when it never had the partition. */
    long reached() {
        return reached;
    }
}
