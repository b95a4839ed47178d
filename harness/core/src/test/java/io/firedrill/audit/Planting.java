package io.firedrill.audit;

import io.firedrill.audit.SyntheticRecord.Copy;
import io.firedrill.audit.SyntheticRecord.Delivery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

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
        X1,
        RECOVERED,
        ABSENT
    }

    private final SyntheticDrill drill;
    private final List<SyntheticRecord> east = new ArrayList<>();
    private final List<SyntheticRecord> west = new ArrayList<>();
    private final Map<AnomalyClass, Long> expected = new EnumMap<>(AnomalyClass.class);
    private final int[] tails = new int[SyntheticDrill.PARTITIONS];
    private int nextLate = 901;
    private long lostForGood;
    private long recovered;
    private long absent;

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

    long expected(AnomalyClass anomaly) {
        return expected.getOrDefault(anomaly, 0L);
    }

    /** Size of U. */
    long unreplicated() {
        return expected(AnomalyClass.R1) + expected(AnomalyClass.R2) + expected(AnomalyClass.X1);
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
                anEastern().outcome = Sends.FAILED;
                add(AnomalyClass.P2);
            }
            case P3_PHANTOM -> {
                drill.phantoms.add(further(SyntheticDrill.EAST, SyntheticDrill.ORDERS, 1));
                add(AnomalyClass.P3);
            }
            case P3_CORRUPT -> {
                SyntheticRecord record = anEastern();
                Copy copy = record.copies.remove(1);
                record.copies.add(new Copy(copy.region(), copy.topic(), copy.partition(), copy.offset(), false));
                add(AnomalyClass.P3);
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
                add(AnomalyClass.P5);
                add(AnomalyClass.P5);
            }
            case R1 -> {
                tail().notMirrored();
                add(AnomalyClass.R1);
            }
            case R2 -> {
                anEastern().notMirrored();
                add(AnomalyClass.R2);
            }
            case R2_LOST_FOR_GOOD -> {
                // Its own log lost it as well: P1, and a hole, and gone for good.
                SyntheticRecord record = anEastern();
                record.copies.clear();
                add(AnomalyClass.P1);
                add(AnomalyClass.R2);
                lostForGood++;
            }
            case R3 -> {
                SyntheticRecord record = anEastern();
                record.copies.add(further(SyntheticDrill.WEST, SyntheticDrill.MIRROR, record.partition));
                add(AnomalyClass.R3);
            }
            case C1 -> unseen();
            case C2 -> {
                aWestern().notDelivered();
                add(AnomalyClass.C2);
            }
            case C3_EAST -> redelivered(anEastern());
            case C3_WEST -> redelivered(aWestern());
            case X1 -> splitBrain();
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
        }
    }

    private void lost(SyntheticRecord record) {
        record.notInNativeLog();
        add(AnomalyClass.P1);
    }

    private void logDuplicate(SyntheticRecord record) {
        record.copies.add(further(record.region, SyntheticDrill.ORDERS, record.partition));
        add(AnomalyClass.P4);
    }

    private void redelivered(SyntheticRecord record) {
        Delivery first = record.deliveries.get(0);
        record.deliveries.add(new Delivery(
                first.region(), first.topic(), first.partition(), first.offset(), first.at() + SyntheticDrill.MILLI));
        add(AnomalyClass.C3);
    }

    /** The last record of a partition of us-west that was still delivered is not. */
    private void unseen() {
        SyntheticRecord last = drill.records.stream()
                .filter(record ->
                        record.region == SyntheticDrill.WEST && record.partition == 3 && !record.deliveries.isEmpty())
                .reduce((one, other) -> other)
                .orElseThrow();
        last.notDelivered();
        add(AnomalyClass.C1);
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
        Copy copy = record.copies.get(1);
        record.deliveries.add(new Delivery(
                SyntheticDrill.WEST,
                copy.topic(),
                copy.partition(),
                copy.offset(),
                record.intended + SyntheticDrill.SECOND));
        drill.records.add(record);
        add(AnomalyClass.X1);
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

    private SyntheticRecord aWestern() {
        return west.remove(west.size() - 1);
    }

    private void add(AnomalyClass anomaly) {
        expected.merge(anomaly, 1L, Long::sum);
    }
}
