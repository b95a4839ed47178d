package io.firedrill.audit;

import java.util.List;

/** What one group did with one partition of one region: its deliveries in order, and how far it came. */
final class GroupLog {
    final int region;
    final int group;
    final int topic;
    final int partition;

    /** Deliveries: offset, time, record. Corrupt ones are in {@link #corrupt} instead of being told apart by a flag. */
    final LongColumn offsets;

    final LongColumn times;
    final LongColumn refs;

    /** Rows of deliveries whose checksum did not hold. */
    final LongColumn corrupt;

    /** Offsets of delivered records without a readable stamp. */
    final LongColumn foreign;

    /** Positions at which a member began: when, and where. */
    final LongColumn startTimes;

    final LongColumn startPositions;

    /** Commits that succeeded: when, and the next offset to handle. */
    final LongColumn commitTimes;

    final LongColumn commitOffsets;

    /** When a member got the partition, or gave it up. */
    final LongColumn handovers;

    /** Times the position went back within one assignment, and to which offset. */
    final LongColumn setbackTimes;

    final LongColumn setbackOffsets;

    /** Offset that each member delivered last since it got the partition. */
    private final LongTable lastOfMember;

    private long reached = -1;

    GroupLog(int region, int group, int topic, int partition, Scratch scratch) {
        this.offsets = new LongColumn(scratch);
        this.times = new LongColumn(scratch);
        this.refs = new LongColumn(scratch);
        this.corrupt = new LongColumn(scratch);
        this.foreign = new LongColumn(scratch);
        this.startTimes = new LongColumn(scratch);
        this.startPositions = new LongColumn(scratch);
        this.commitTimes = new LongColumn(scratch);
        this.commitOffsets = new LongColumn(scratch);
        this.handovers = new LongColumn(scratch);
        this.setbackTimes = new LongColumn(scratch);
        this.setbackOffsets = new LongColumn(scratch);
        this.lastOfMember = new LongTable(scratch);
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

    /** Nothing is added any more. */
    void pack() {
        List.of(offsets, times, refs).forEach(LongColumn::pack);
    }

    /** The furthest position the group ever had here; -1 when it never had the partition. */
    long reached() {
        return reached;
    }
}
