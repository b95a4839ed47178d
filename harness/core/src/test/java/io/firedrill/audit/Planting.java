package io.firedrill.audit;

import io.firedrill.audit.SyntheticRecord.Copy;
import io.firedrill.audit.SyntheticRecord.Delivery;
import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Plants known numbers of anomalies into a synthetic drill, each on records of its own. */
final class Planting {

    /** What can be planted; most are an anomaly class. */
    enum Kind {
        P1_EAST,
        P1_WEST,
        P2,
        P3_PHANTOM,
        P3_CORRUPT,
        P3_FOREIGN,
        P4_EAST,
        P4_WEST,
        P5,
        R1,
        R2,
        R2_LOST_FOR_GOOD,
        R3,
        C1,
        C2,
        C3_EAST,
        C3_WEST,
        P6,
        R4,
        R5_TIMESTAMP,
        R5_CONTENT,
        R6,
        R7_UNDERSHOOT,
        R7_OVERSHOOT,
        R9,
        C4,
        C5,
        C6,
        X1,
        X3,
        X4_KEY,
        X5,
        RECOVERED,
        ABSENT,
        R8_TORN,
        R8_ABORTED,
        R8_LEFT_OPEN,
        R8_UNANSWERED,
        UNANSWERED,
        P2_ABORTED,
        ABORTED,
        COMMITTED,
        X6_ROW_MISSING,
        X6_EVENT_MISSING,
        X6_SINCE,
        X6_OF_NOBODY
    }

    private final SyntheticDrill drill;
    private final List<SyntheticRecord> east = new ArrayList<>();
    private final List<SyntheticRecord> west = new ArrayList<>();
    private final Map<SyntheticRecord, EnumSet<AnomalyClass>> records = new HashMap<>();
    private final Map<AnomalyClass, Long> others = new EnumMap<>(AnomalyClass.class);
    private final Set<SyntheticRecord> unreplicated = new HashSet<>();
    private final Set<Long> contested = new HashSet<>();
    private final Set<Long> differing = new HashSet<>();
    private final Set<Long> retried = new HashSet<>();
    private final int[] tails = new int[SyntheticDrill.PARTITIONS];
    private int nextLate = 901;
    private int lastOfKey = 1209;
    private int dualActive;
    private long holes;
    private long redeliveries;
    private long lostForGood;
    private long recovered;
    private long absent;
    private long failed;
    private long rebalances;

    Planting(SyntheticDrill drill, Random random) {
        this.drill = drill;
        // Baseline records far from the end of their log, and records of us-west long after the first steady window.
        for (int k = 0; k < 300; k++) {
            east.add(drill.at(k));
        }
        for (int k = 1000; k < 1150; k++) {
            west.add(drill.at(k));
        }
        Collections.shuffle(east, random);
        Collections.shuffle(west, random);
    }

    SyntheticDrill drill() {
        return drill;
    }

    /** A record counts once per family, in the class that stands first. */
    long expected(AnomalyClass anomaly) {
        if (anomaly == AnomalyClass.C7) {
            return readOlder(CalibrationTest.OLD.toNanos());
        }
        conflicts();
        long first = records.values().stream()
                .filter(classes -> classes.stream()
                        .filter(other -> other.family() == anomaly.family())
                        .findFirst()
                        .filter(other -> other == anomaly)
                        .isPresent())
                .count();
        return first + others.getOrDefault(anomaly, 0L);
    }

    /** As {@link #expected}, without precedence. */
    long planted(AnomalyClass anomaly) {
        conflicts();
        return records.values().stream()
                .filter(classes -> classes.contains(anomaly))
                .count();
    }

    /** Every write of us-west to a key that us-east wrote as well without owning it knows nothing of that, and the other way. */
    private void conflicts() {
        drill.records.stream()
                .filter(record -> record.region == SyntheticDrill.WEST && contested.contains(record.key))
                .forEach(record -> add(AnomalyClass.X2, record));
    }

    /** Size of U. */
    long unreplicated() {
        return unreplicated.size();
    }

    long holes() {
        return holes;
    }

    /** Deliveries beyond the first. */
    long redeliveries() {
        return redeliveries;
    }

    /** Keys that were written on both sides without either knowing. */
    long contestedKeys() {
        return contested.size();
    }

    long lostForGood() {
        return lostForGood;
    }

    long recovered() {
        return recovered;
    }

    long absent() {
        return absent;
    }

    long failed() {
        return failed;
    }

    /** Deliveries beyond the first after a rebalance. */
    long rebalances() {
        return rebalances;
    }

    /** Whether any copy was given to the group. */
    boolean copiesRead() {
        return readOlder(-1) > 0;
    }

    /** Deliveries of copies more nanoseconds after their record was first handed over than this. */
    private long readOlder(long nanos) {
        return drill.records.stream()
                .mapToLong(record -> record.deliveries.stream()
                        .filter(delivery -> delivery.topic() == SyntheticDrill.MIRROR)
                        .filter(delivery -> delivery.at() - first(record) > nanos)
                        .count())
                .sum();
    }

    private static long first(SyntheticRecord record) {
        return record.retry == null ? record.invoked : Math.min(record.invoked, record.retry.invoked());
    }

    void plant(Kind kind, int count) {
        for (int i = 0; i < count; i++) {
            plant(kind);
        }
    }

    private void plant(Kind kind) {
        switch (kind) {
            case P1_EAST -> lost(anEastern());
            case P1_WEST -> lost(aWestern());
            case P2 -> {
                SyntheticRecord record = anEastern();
                record.outcome = Sends.FAILED;
                failed++;
                add(AnomalyClass.P2, record);
            }
            case P3_PHANTOM -> {
                drill.phantoms.add(further(SyntheticDrill.EAST, SyntheticDrill.ORDERS, 1));
                add(AnomalyClass.P3);
            }
            case P3_CORRUPT -> {
                SyntheticRecord record = anEastern();
                Copy copy = record.copy(SyntheticDrill.MIRROR);
                record.replace(copy, new Copy(copy.region(), copy.topic(), copy.partition(), copy.offset(), false));
                add(AnomalyClass.P3, record);
                add(AnomalyClass.R5, record);
            }
            case P3_FOREIGN -> {
                drill.foreign.add(further(SyntheticDrill.EAST, SyntheticDrill.ORDERS, 0));
                drill.foreign.add(further(SyntheticDrill.WEST, SyntheticDrill.MIRROR, 0));
                add(AnomalyClass.P3);
            }
            case P4_EAST -> logDuplicate(anEastern());
            case P4_WEST -> logDuplicate(aWestern());
            case P5 -> {
                SyntheticRecord one = anEastern();
                SyntheticRecord other = anEasternOf(one.partition);
                other.ackOffset = one.ackOffset;
                add(AnomalyClass.P5, one);
                add(AnomalyClass.P5, other);
            }
            case P6 -> sendInversion();
            case R1 -> {
                SyntheticRecord record = tail();
                missing(AnomalyClass.R1, record);
                add(AnomalyClass.X4, record);
            }
            case R2 -> {
                SyntheticRecord record = anEastern();
                missing(AnomalyClass.R2, record);
                add(AnomalyClass.X4, record);
                holes++;
            }
            case R2_LOST_FOR_GOOD -> {
                // Its own log lost it as well: P1, and a hole, and gone for good.
                SyntheticRecord record = anEastern();
                missing(AnomalyClass.R2, record);
                record.copies.clear();
                add(AnomalyClass.P1, record);
                holes++;
                lostForGood++;
            }
            case R3 -> {
                SyntheticRecord record = anEastern();
                record.copies.add(further(SyntheticDrill.WEST, SyntheticDrill.MIRROR, record.partition));
                add(AnomalyClass.R3, record);
            }
            case R4 -> {
                SyntheticRecord[] two = easternPair(4);
                swap(two[0], two[1], SyntheticDrill.MIRROR);
                add(AnomalyClass.R4, two[0]);
            }
            case R5_TIMESTAMP -> altered(1, false);
            case R5_CONTENT -> altered(0, true);
            case R6 -> {
                SyntheticRecord record = anEastern();
                record.copies.add(further(SyntheticDrill.EAST, SyntheticDrill.BACK, record.partition));
                add(AnomalyClass.R6, record);
                // An old value behind the newest.
                lastValueDiffers(record.key);
            }
            case R7_UNDERSHOOT -> {
                // Of partition 1, whose last records are nobody else's.
                long from = --drill.mirrorStarts[1];
                add(
                        AnomalyClass.R7,
                        drill.records.stream()
                                .filter(record -> record.region == SyntheticDrill.EAST
                                        && record.partition == 1
                                        && record.ackOffset == from)
                                .findFirst()
                                .orElseThrow());
            }
            case R7_OVERSHOOT -> {
                SyntheticRecord record = anEastern();
                record.notDelivered();
                add(AnomalyClass.R7, record);
                add(AnomalyClass.C2, record);
            }
            case R9 -> {
                // us-west's own topic has the setting, the copy of us-east's has not.
                drill.set("setting-" + drill.ordersConfig.size());
                add(AnomalyClass.R9);
            }
            case C1 -> unseen();
            case C2 -> {
                SyntheticRecord record = aWestern();
                record.notDelivered();
                add(AnomalyClass.C2, record);
            }
            case C3_EAST -> redelivered(anEastern(), true);
            case C3_WEST -> redelivered(aWestern(), true);
            case C4 -> {
                redelivered(anEastern(), false);
                add(AnomalyClass.C4);
            }
            case C5 -> keyOrderInversion();
            case C6 -> dualActive();
            case X1 -> splitBrain();
            case X3 -> zombie();
            case X4_KEY -> lastValueDiffers();
            case X5 -> crossRegionRetry();
            case RECOVERED -> {
                anEastern().outcome = Sends.UNKNOWN;
                recovered++;
            }
            case ABSENT -> {
                SyntheticRecord record = anEastern();
                record.outcome = Sends.SILENT;
                record.copies.clear();
                record.deliveries.clear();
                absent++;
            }
            case R8_TORN -> {
                List<SyntheticRecord> three = grouped(3, SyntheticDrill.End.COMMITTED);
                missing(AnomalyClass.R2, three.get(1));
                add(AnomalyClass.X4, three.get(1));
                holes++;
                add(AnomalyClass.R8, three.get(0));
                add(AnomalyClass.R8, three.get(2));
            }
            case R8_ABORTED -> grouped(2, SyntheticDrill.End.ABORTED).forEach(this::onlyMirrored);
            case R8_LEFT_OPEN -> {
                // The next transaction says where the one that was left open ends.
                List<SyntheticRecord> three = consecutive(3);
                drill.transactions.add(
                        new SyntheticDrill.Grouped(three.get(0).sequence, -1, SyntheticDrill.End.LEFT_OPEN));
                drill.transactions.add(
                        new SyntheticDrill.Grouped(three.get(2).sequence, 1, SyntheticDrill.End.COMMITTED));
                onlyMirrored(three.get(0));
                onlyMirrored(three.get(1));
            }
            // The commit did not take place: no record of it is in its log.
            case R8_UNANSWERED ->
                grouped(2, SyntheticDrill.End.COMMIT_UNANSWERED).forEach(this::onlyMirrored);
            case UNANSWERED -> {
                grouped(2, SyntheticDrill.End.COMMIT_UNANSWERED);
                recovered += 2;
            }
            case P2_ABORTED ->
                grouped(2, SyntheticDrill.End.ABORTED).forEach(record -> {
                    failed++;
                    add(AnomalyClass.P2, record);
                    add(AnomalyClass.R8, record);
                });
            case ABORTED ->
                grouped(2, SyntheticDrill.End.ABORTED).forEach(record -> {
                    failed++;
                    record.copies.clear();
                    record.deliveries.clear();
                });
            case COMMITTED -> grouped(3, SyntheticDrill.End.COMMITTED);
            case X6_ROW_MISSING -> disagrees(anEastern());
            case X6_EVENT_MISSING -> {
                SyntheticRecord record = anEastern();
                missing(AnomalyClass.R2, record);
                add(AnomalyClass.X4, record);
                holes++;
                disagrees(record);
            }
            case X6_SINCE -> disagrees(aWestern());
            case X6_OF_NOBODY -> {
                drill.keepStore();
                drill.rowsOfNobody++;
                add(AnomalyClass.X6);
            }
        }
    }

    private void disagrees(SyntheticRecord record) {
        drill.keepStore();
        drill.rowDiffers.add(record);
        add(AnomalyClass.X6, record);
    }

    /** Not visible in its own log, and in no handler there, but copied. */
    private void onlyMirrored(SyntheticRecord record) {
        failed++;
        record.notInNativeLog();
        record.notDelivered();
        add(AnomalyClass.R8, record);
        add(AnomalyClass.X4, record);
    }

    private List<SyntheticRecord> grouped(int count, SyntheticDrill.End end) {
        List<SyntheticRecord> of = consecutive(count);
        drill.transactions.add(new SyntheticDrill.Grouped(of.get(0).sequence, count, end));
        return of;
    }

    /** So many records of us-east that were sent one after the other. */
    private List<SyntheticRecord> consecutive(int count) {
        Map<Long, SyntheticRecord> bySequence = new HashMap<>();
        east.forEach(record -> bySequence.put(record.sequence, record));
        for (SyntheticRecord first : east) {
            List<SyntheticRecord> run = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                SyntheticRecord next = bySequence.get(first.sequence + i);
                if (next != null) {
                    run.add(next);
                }
            }
            if (run.size() == count) {
                east.removeAll(run);
                return run;
            }
        }
        throw new IllegalStateException("no " + count + " records in a row are left");
    }

    private void lost(SyntheticRecord record) {
        record.notInNativeLog();
        add(AnomalyClass.P1, record);
        add(AnomalyClass.X4, record);
    }

    private void missing(AnomalyClass anomaly, SyntheticRecord record) {
        record.notMirrored();
        add(anomaly, record);
        unreplicated.add(record);
    }

    /** Appended twice, and copied twice. */
    private void logDuplicate(SyntheticRecord record) {
        Copy mirrored = record.copies.get(1);
        record.copies.add(further(mirrored.region(), mirrored.topic(), mirrored.partition()));
        record.copies.add(further(record.region, SyntheticDrill.ORDERS, record.partition));
        add(AnomalyClass.P4, record);
    }

    private void altered(long lateMillis, boolean changed) {
        SyntheticRecord record = anEastern();
        Copy copy = record.copy(SyntheticDrill.MIRROR);
        record.replace(
                copy,
                new Copy(copy.region(), copy.topic(), copy.partition(), copy.offset(), true, lateMillis, changed));
        add(AnomalyClass.R5, record);
    }

    /** Delivered again a millisecond later, after a rebalance or because the position went back. */
    private void redelivered(SyntheticRecord record, boolean rebalance) {
        Delivery first = record.deliveries.get(0);
        again(record, first, first.at() + SyntheticDrill.MILLI, rebalance);
    }

    private void again(SyntheticRecord record, Delivery first, long at, boolean rebalance) {
        if (rebalance) {
            rebalances++;
            drill.starts.add(new SyntheticDrill.Start(
                    first.region(), first.topic(), first.partition(), first.offset(), at - 1000));
        }
        record.deliveries.add(new Delivery(first.region(), first.topic(), first.partition(), first.offset(), at));
        add(AnomalyClass.C3, record);
        redeliveries++;
    }

    /** us-east appended a send of a key behind the next of that key; the copies and the group follow its log. */
    private void sendInversion() {
        SyntheticRecord[] two = easternPair(40);
        swap(two[0], two[1], SyntheticDrill.ORDERS);
        swap(two[0], two[1], SyntheticDrill.MIRROR);
        two[0].ackOffset = two[0].copy(SyntheticDrill.ORDERS).offset();
        two[1].ackOffset = two[1].copy(SyntheticDrill.ORDERS).offset();
        Delivery delivery = two[0].deliveries.get(0);
        two[0].deliveries.set(0, two[1].deliveries.get(0));
        // Nobody reads a record before it is sent: a member comes to it only after a rebalance.
        long at = two[1].endedAt + SyntheticDrill.MILLI;
        drill.starts.add(new SyntheticDrill.Start(
                delivery.region(), delivery.topic(), delivery.partition(), delivery.offset(), at - 1000));
        two[1].deliveries.set(
                0, new Delivery(delivery.region(), delivery.topic(), delivery.partition(), delivery.offset(), at));
        add(AnomalyClass.P6, two[0]);
        add(AnomalyClass.C5, two[0]);
    }

    private static void swap(SyntheticRecord one, SyntheticRecord other, int topic) {
        Copy mine = one.copy(topic);
        Copy theirs = other.copy(topic);
        one.replace(mine, mine.at(theirs.offset()));
        other.replace(theirs, theirs.at(mine.offset()));
    }

    /** A member comes to a record only after a rebalance, two seconds and one record of its key late. */
    private void keyOrderInversion() {
        SyntheticRecord record = easternPair(40)[0];
        Delivery first = record.deliveries.remove(0);
        long at = first.at() + 2 * SyntheticDrill.SECOND;
        drill.starts.add(
                new SyntheticDrill.Start(first.region(), first.topic(), first.partition(), first.offset(), at - 1000));
        record.deliveries.add(new Delivery(first.region(), first.topic(), first.partition(), first.offset(), at));
        add(AnomalyClass.C5, record);
    }

    /** A member that was forgotten in us-east delivers a record of a partition again while us-west reads that partition. */
    private void dualActive() {
        if (dualActive < SyntheticDrill.PARTITIONS) {
            SyntheticRecord record = anEasternOf(dualActive++);
            again(record, record.deliveries.get(0), 40 * SyntheticDrill.SECOND, true);
            add(AnomalyClass.C6);
        }
    }

    /** Not copied in time: only after the failover and behind newer writes of its key. */
    private void zombie() {
        SyntheticRecord record = anEastern();
        Copy copy = record.copy(SyntheticDrill.MIRROR);
        record.replace(copy, further(SyntheticDrill.WEST, SyntheticDrill.MIRROR, record.partition));
        unreplicated.add(record);
        holes++;
        add(AnomalyClass.X3, record);
        add(AnomalyClass.R4, record);
    }

    /** The last write but one of a key is the last of it in us-east. */
    private void lastValueDiffers() {
        SyntheticRecord record = drill.at(lastOfKey--);
        Copy copy = record.copy(SyntheticDrill.BACK);
        record.replace(copy, further(SyntheticDrill.EAST, SyntheticDrill.BACK, record.partition));
        lastValueDiffers(record.key);
        add(AnomalyClass.R4, record);
    }

    private void lastValueDiffers(long key) {
        if (differing.add(key)) {
            add(AnomalyClass.X4);
        }
    }

    /** A service that heard nothing of a write in us-east sends it to us-west as well, in the end; of each key once. */
    private void crossRegionRetry() {
        SyntheticRecord record = east.stream()
                .filter(candidate -> !retried.contains(candidate.key) && !differing.contains(candidate.key))
                .findFirst()
                .orElseThrow();
        east.remove(record);
        retried.add(record.key);
        long at = 59_900 * SyntheticDrill.MILLI;
        Copy copy = sentAt(at, record, further(SyntheticDrill.WEST, SyntheticDrill.ORDERS, record.partition));
        record.retry = new SyntheticRecord.Retry(SyntheticDrill.WEST, at, at + 5 * SyntheticDrill.MILLI, copy.offset());
        record.copies.add(copy);
        record.copies.add(sentAt(at, record, further(SyntheticDrill.EAST, SyntheticDrill.BACK, record.partition)));
        add(AnomalyClass.X5, record);
    }

    private static Copy sentAt(long at, SyntheticRecord record, Copy copy) {
        long late = (at - record.intended) / SyntheticDrill.MILLI;
        return new Copy(copy.region(), copy.topic(), copy.partition(), copy.offset(), true, late, false);
    }

    /** The last record of a partition of us-west that was still delivered is not. */
    private void unseen() {
        SyntheticRecord last = drill.records.stream()
                .filter(record ->
                        record.region == SyntheticDrill.WEST && record.partition == 3 && !record.deliveries.isEmpty())
                .reduce((one, other) -> other)
                .orElseThrow();
        last.notDelivered();
        add(AnomalyClass.C1, last);
    }

    /** The last record of us-east's partition 0 that was still copied. */
    private SyntheticRecord tail() {
        int partition = 0;
        int skip = tails[partition]++;
        List<SyntheticRecord> of = drill.records.stream()
                .filter(record -> record.region == SyntheticDrill.EAST
                        && record.partition == partition
                        && record.intended <= SyntheticDrill.slot(SyntheticDrill.LAST_EAST))
                .toList();
        return of.get(of.size() - 1 - skip);
    }

    /** us-east acknowledges a write long after us-west took over, and it is copied and read above the snapshot. */
    private void splitBrain() {
        SyntheticRecord record = drill.good(SyntheticDrill.EAST, SyntheticDrill.slot(nextLate), nextLate);
        // Not in partition 0: a later copy there would make a planted tail a hole.
        nextLate += nextLate % SyntheticDrill.PARTITIONS == SyntheticDrill.PARTITIONS - 1 ? 2 : 1;
        record.deliveries.clear();
        Copy copy = record.copy(SyntheticDrill.MIRROR);
        record.deliveries.add(new Delivery(
                SyntheticDrill.WEST,
                copy.topic(),
                copy.partition(),
                copy.offset(),
                record.intended + SyntheticDrill.SECOND));
        drill.records.add(record);
        unreplicated.add(record);
        contested.add(record.key);
        add(AnomalyClass.X1, record);
        add(AnomalyClass.X2, record);
    }

    private Copy further(int region, int topic, int partition) {
        return new Copy(region, topic, partition, drill.offset(region, topic, partition), true);
    }

    private SyntheticRecord anEastern() {
        return east.remove(east.size() - 1);
    }

    private SyntheticRecord anEasternOf(int partition) {
        SyntheticRecord found = east.stream()
                .filter(record -> record.partition == partition)
                .findFirst()
                .orElseThrow();
        east.remove(found);
        return found;
    }

    /** Two records of us-east that are so many slots apart, the earlier one first. */
    private SyntheticRecord[] easternPair(int apart) {
        for (SyntheticRecord one : east) {
            long intended = one.intended + apart * (SyntheticDrill.slot(1) - SyntheticDrill.slot(0));
            for (SyntheticRecord other : east) {
                if (other.intended == intended) {
                    east.remove(one);
                    east.remove(other);
                    return new SyntheticRecord[] {one, other};
                }
            }
        }
        throw new IllegalStateException("no two records " + apart + " slots apart are left");
    }

    private SyntheticRecord aWestern() {
        return west.remove(west.size() - 1);
    }

    private void add(AnomalyClass anomaly, SyntheticRecord record) {
        records.computeIfAbsent(record, r -> EnumSet.noneOf(AnomalyClass.class)).add(anomaly);
    }

    private void add(AnomalyClass anomaly) {
        others.merge(anomaly, 1L, Long::sum);
    }
}
