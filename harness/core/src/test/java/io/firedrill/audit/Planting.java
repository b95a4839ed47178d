package io.firedrill.audit;

import io.firedrill.audit.PlantedSends.Fate;
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
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

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
        X6_OF_NOBODY,
        C3_LOG_COPY,
        C3_LOG_COPY_AND_REBALANCE,
        C3_CROSS_REGION_RETRY,
        C3_LOG_COPY_OF_A_RETRY,
        C3_REBALANCE_OF_A_RETRY,
        C3_TRANSLATION,
        X2_STRADDLING,
        X2_UNANSWERED,
        C7_LEFT_OVER,
        C7_BARELY,
        C7_NOT_YET,
        ABSENT_AFTER_T0,
        ABSENT_WEST,
        R2_BEHIND_RECOVERED,
        TAKEN_BY_THE_SECOND_REGION
    }

    /** Why a group was given a record again, as results spell it. */
    private static final List<String> CAUSES =
            List.of("log-copy", "cross-region-retry", "translation", "rebalance", "other");

    /** us-west owns the keys from then on. */
    private static final long HANDED_OVER = 33_900 * SyntheticDrill.MILLI;

    private final SyntheticDrill drill;
    private final List<SyntheticRecord> east = new ArrayList<>();
    private final List<SyntheticRecord> west = new ArrayList<>();
    private final Map<SyntheticRecord, EnumSet<AnomalyClass>> records = new HashMap<>();
    private final PlantedSends sends;

    /** What is no record of ours: by class, each with the copies that show it. Without any it needs none. */
    private final Map<AnomalyClass, List<List<Copy>>> others = new EnumMap<>(AnomalyClass.class);

    private final Set<SyntheticRecord> unreplicated = new HashSet<>();

    /** Records of transactions whose commit nobody confirmed, which us-west has and us-east has not. */
    private final Set<SyntheticRecord> onlyCopied = new HashSet<>();

    private final Set<Long> contested = new HashSet<>();
    /** Keys that us-west wrote before it certainly owned them. */
    private final Set<Long> straddled = new HashSet<>();

    /** Of us-east, long after it lost the keys; no delivery tells what became of them. */
    private final List<SyntheticRecord> toWrongRegion = new ArrayList<>();

    private final Map<String, Long> because = new TreeMap<>();
    private final Set<Long> differing = new HashSet<>();
    private final Set<Long> retried = new HashSet<>();
    private final int[] tails = new int[SyntheticDrill.PARTITIONS];
    private int nextLate = 901;
    private int lastOfKey = 1209;
    private int dualActive;
    private int straddling;
    private int furtherCopies;
    private int afterT0;
    private long ambiguous;
    private long holes;
    private long lostForGood;
    private long recovered;
    private long absent;
    private long failed;

    Planting(SyntheticDrill drill, Random random) {
        this.drill = drill;
        this.sends = new PlantedSends(drill);
        CAUSES.forEach(cause -> because.put(cause, 0L));
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

    /** A record counts once per family, in the class that stands first of those that the evidence tells. */
    long expected(AnomalyClass anomaly) {
        if (anomaly == AnomalyClass.C7) {
            return readOlder(CalibrationTest.OLD.toNanos());
        }
        follow();
        long first = records.entrySet().stream()
                .filter(planted -> planted.getValue().stream()
                        .filter(other -> other.family() == anomaly.family())
                        .filter(other -> told(other) && shown(other, planted.getKey()))
                        .findFirst()
                        .filter(other -> other == anomaly)
                        .isPresent())
                .count();
        return first
                + others.getOrDefault(anomaly, List.of()).stream()
                        .filter(copies -> copies.isEmpty() || copies.stream().anyMatch(drill::shows))
                        .count();
    }

    /** As {@link #expected}, without precedence. */
    long planted(AnomalyClass anomaly) {
        follow();
        return records.entrySet().stream()
                .filter(planted -> planted.getValue().contains(anomaly) && shown(anomaly, planted.getKey()))
                .count();
    }

    /** Whether the evidence tells how many there are of a class. */
    boolean told(AnomalyClass anomaly) {
        boolean east = drill.scannedWhole(SyntheticDrill.EAST);
        boolean west = drill.scannedWhole(SyntheticDrill.WEST);
        return switch (anomaly) {
            case P1 -> east || west;
            case P6, R1, R2, R3, R4, R5, R6, R7, X4 -> east && west;
            case R8 -> east && west && !drill.transactions.isEmpty();
            // The group reads in us-west in the end, and there it is that records arrive and stores take over.
            case C1, C2, X3 -> west;
            case X6 -> west && drill.stored;
            case C7 -> copiesRead() > 0;
            case X5 -> east && west || retried.isEmpty();
            default -> true;
        };
    }

    /** Whether the scans show what a record was planted for. What was sent and delivered needs none. */
    private boolean shown(AnomalyClass anomaly, SyntheticRecord record) {
        return switch (anomaly) {
            case P1 -> drill.scannedWhole(record.region);
            case P2 -> sends.shownNatively(record) > 0;
            case P3 -> sends.shows(record, copy -> !copy.intact());
            case P4 -> sends.shownNatively(record) > 1;
            default -> true;
        };
    }

    /** What follows of all that was planted, and of what the scans show, together. */
    private void follow() {
        for (SyntheticRecord record : drill.records) {
            if (unknownTo(record).contains(record.key) && sends.must(record)) {
                add(AnomalyClass.X2, record);
            }
            // Where its own log does not deny it, what was copied was sent, and the group in us-west went past it.
            if (onlyCopied.contains(record) && sends.must(record)) {
                add(AnomalyClass.C2, record);
            }
        }
    }

    /**
     * Keys in which a write of the record's region is in conflict. One of us-west to a key that us-east wrote as well without owning it
     * knows nothing of that, and the other way. One that us-west took before it certainly owned the key knows nothing of any of us-east.
     */
    private Set<Long> unknownTo(SyntheticRecord record) {
        return record.region == SyntheticDrill.WEST ? contested : straddled;
    }

    /** Size of U. */
    long unreplicated() {
        return unreplicated.size();
    }

    long holes() {
        return holes;
    }

    /** Of U what was acknowledged after T0. */
    long afterT0() {
        return afterT0;
    }

    /** Deliveries beyond the first. */
    long redeliveries() {
        return because.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same by cause. */
    Map<String, Long> because() {
        return because;
    }

    /** Keys that were written on both sides without either knowing. */
    long contestedKeys() {
        Set<Long> keys = new HashSet<>(contested);
        keys.addAll(straddled);
        return keys.size();
    }

    /** Writes of which nobody knows whether their region owned the key. */
    long ambiguous() {
        return ambiguous;
    }

    /** Sends to a region that did not own their keys, which may have taken them. */
    long openInWrongRegion() {
        return toWrongRegion.stream().filter(this::open).count();
    }

    /** Beyond those that are, the writes that are in conflict if all was taken of which nobody knows. */
    long mayConflict() {
        follow();
        Set<Long> keys = new HashSet<>();
        toWrongRegion.stream().filter(this::open).forEach(record -> keys.add(record.key));
        return drill.records.stream()
                .filter(record -> sends.must(record) || open(record))
                .filter(record -> toWrongRegion.contains(record)
                        || unknownTo(record).contains(record.key)
                        || record.region == SyntheticDrill.WEST && keys.contains(record.key))
                .filter(record -> !records.getOrDefault(record, EnumSet.noneOf(AnomalyClass.class))
                        .contains(AnomalyClass.X2))
                .count();
    }

    private boolean open(SyntheticRecord record) {
        return sends.standing(record) == PlantedSends.Standing.OPEN;
    }

    PlantedSends sends() {
        return sends;
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

    /** How many copies were given to the group. */
    long copiesRead() {
        return readOlder(-1);
    }

    /** How old the oldest copy was that was given to the group, in nanoseconds. */
    long oldestRead() {
        long oldest = -1;
        for (SyntheticRecord record : drill.records) {
            for (Delivery delivery : record.deliveries) {
                if (delivery.topic() == SyntheticDrill.MIRROR) {
                    oldest = Math.max(oldest, delivery.at() - first(record));
                }
            }
        }
        return oldest;
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
                failed(record);
                add(AnomalyClass.P2, record);
            }
            case P3_PHANTOM -> {
                Copy copy = further(SyntheticDrill.EAST, SyntheticDrill.ORDERS, 1);
                drill.phantoms.add(copy);
                add(AnomalyClass.P3, List.of(copy));
            }
            case P3_CORRUPT -> {
                SyntheticRecord record = anEastern();
                Copy copy = record.copy(SyntheticDrill.MIRROR);
                record.replace(copy, new Copy(copy.region(), copy.topic(), copy.partition(), copy.offset(), false));
                add(AnomalyClass.P3, record);
                add(AnomalyClass.R5, record);
            }
            case P3_FOREIGN -> {
                List<Copy> copies = List.of(
                        further(SyntheticDrill.EAST, SyntheticDrill.ORDERS, 0),
                        further(SyntheticDrill.WEST, SyntheticDrill.MIRROR, 0));
                drill.foreign.addAll(copies);
                add(AnomalyClass.P3, copies);
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
            case R2 -> hole(anEastern());
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
                beganTooEarly();
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
            case C3_EAST -> redelivered(anEastern(), "rebalance");
            case C3_WEST -> redelivered(aWestern(), "rebalance");
            case C4 -> {
                redelivered(anEastern(), "other");
                add(AnomalyClass.C4);
            }
            case C5 -> keyOrderInversion();
            case C6 -> dualActive();
            case X1 -> splitBrain(SyntheticDrill.SECOND);
            case X3 -> zombie();
            case X4_KEY -> lastValueDiffers();
            case X5 -> crossRegionRetry(record -> true);
            case RECOVERED -> {
                SyntheticRecord record = anEastern();
                record.outcome = Sends.UNKNOWN;
                recovered(record);
            }
            case ABSENT -> absent(anEastern(), Sends.SILENT);
            case R8_TORN -> {
                List<SyntheticRecord> three = grouped(3, SyntheticDrill.End.COMMITTED);
                hole(three.get(1));
                add(AnomalyClass.R8, three.get(0));
                add(AnomalyClass.R8, three.get(2));
            }
            case R8_ABORTED ->
                grouped(2, SyntheticDrill.End.ABORTED).forEach(record -> onlyMirrored(record, Fate.FAILED));
            case R8_LEFT_OPEN -> {
                // The next transaction says where the one that was left open ends.
                List<SyntheticRecord> three = consecutive(3);
                drill.transactions.add(
                        new SyntheticDrill.Grouped(three.get(0).sequence, -1, SyntheticDrill.End.LEFT_OPEN));
                drill.transactions.add(
                        new SyntheticDrill.Grouped(three.get(2).sequence, 1, SyntheticDrill.End.COMMITTED));
                onlyMirrored(three.get(0), Fate.FAILED);
                onlyMirrored(three.get(1), Fate.FAILED);
            }
            // The commit did not take place: no record of it is in its log.
            case R8_UNANSWERED ->
                grouped(2, SyntheticDrill.End.COMMIT_UNANSWERED).forEach(record -> {
                    onlyMirrored(record, Fate.UNCONFIRMED);
                    onlyCopied.add(record);
                });
            case UNANSWERED -> grouped(2, SyntheticDrill.End.COMMIT_UNANSWERED).forEach(this::recovered);
            case P2_ABORTED ->
                grouped(2, SyntheticDrill.End.ABORTED).forEach(record -> {
                    failed(record);
                    add(AnomalyClass.P2, record);
                    add(AnomalyClass.R8, record);
                });
            case ABORTED ->
                grouped(2, SyntheticDrill.End.ABORTED).forEach(record -> {
                    failed(record);
                    record.copies.clear();
                    record.deliveries.clear();
                });
            case COMMITTED -> grouped(3, SyntheticDrill.End.COMMITTED);
            case X6_ROW_MISSING -> disagrees(anEastern());
            case X6_EVENT_MISSING -> {
                SyntheticRecord record = anEastern();
                hole(record);
                disagrees(record);
            }
            case X6_SINCE -> disagrees(aWestern());
            case X6_OF_NOBODY -> {
                drill.keepStore();
                drill.rowsOfNobody++;
                add(AnomalyClass.X6);
            }
            case C3_LOG_COPY -> deliveredFromFurtherCopy(anEastern());
            case C3_LOG_COPY_AND_REBALANCE -> {
                // Of further deliveries of one record each has a cause of its own.
                SyntheticRecord record = anEastern();
                Delivery further = deliveredFromFurtherCopy(record);
                again(record, further, further.at() + 5000, "rebalance");
            }
            case C3_CROSS_REGION_RETRY -> deliveredInBothRegions();
            // Of two causes that both hold the first is told.
            case C3_LOG_COPY_OF_A_RETRY -> deliveredFromFurtherCopy(crossRegionRetry(record -> true));
            case C3_REBALANCE_OF_A_RETRY -> {
                SyntheticRecord record = crossRegionRetry(candidate -> true);
                Delivery first = record.deliveries.get(0);
                long at = first.at() + SyntheticDrill.MILLI;
                startsAnew(first, at);
                because(
                        record,
                        new Delivery(first.region(), first.topic(), first.partition(), first.offset(), at),
                        "cross-region-retry");
            }
            case C3_TRANSLATION -> {
                SyntheticRecord record = beganTooEarly();
                because(record, readAfterTakeover(record), "translation");
            }
            case X2_STRADDLING -> straddling();
            case X2_UNANSWERED -> {
                // The region did not own the key, but nobody knows when it appended: no split-brain write for certain,
                // and a conflict all the same.
                SyntheticRecord record = late(SyntheticDrill.SECOND);
                record.outcome = Sends.UNKNOWN;
                recovered(record);
                ambiguous++;
            }
            case C7_LEFT_OVER -> {
                // Of partition 2, whose last records are nobody else's: us-east's members did not come to it any more.
                SyntheticRecord record = lastOf(2, --drill.mirrorStarts[2]);
                record.notDelivered();
                record.deliveries.add(readAfterTakeover(record));
            }
            case C7_BARELY -> splitBrain(SyntheticDrill.HAND_OVER + CalibrationTest.OLD.toNanos() + 1);
            case C7_NOT_YET -> splitBrain(SyntheticDrill.HAND_OVER + CalibrationTest.OLD.toNanos());
            case ABSENT_AFTER_T0 -> {
                SyntheticRecord record = sentLate();
                absent(record, Sends.UNKNOWN);
                toWrongRegion.add(record);
            }
            case ABSENT_WEST -> absent(aWestern(), Sends.UNKNOWN);
            case TAKEN_BY_THE_SECOND_REGION -> takenByTheSecondRegion();
            case R2_BEHIND_RECOVERED -> {
                // What stands before the gap was never acknowledged: how far back that is, its delivery tells.
                SyntheticRecord[] two = easternPair(4);
                two[0].outcome = Sends.UNKNOWN;
                recovered(two[0]);
                hole(two[1]);
            }
        }
    }

    private void failed(SyntheticRecord record) {
        sends.put(record, Fate.FAILED);
        failed++;
    }

    private void recovered(SyntheticRecord record) {
        sends.put(record, Fate.UNANSWERED);
        recovered++;
    }

    /** Nobody knows what became of it, and no log or delivery has it. */
    private void absent(SyntheticRecord record, byte outcome) {
        record.outcome = outcome;
        record.copies.clear();
        record.deliveries.clear();
        sends.put(record, Fate.UNANSWERED);
        absent++;
    }

    /** The log holds it twice, and the group is given the further copy as well, after its last commit before the region is lost. */
    private Delivery deliveredFromFurtherCopy(SyntheticRecord record) {
        Copy copy = logDuplicate(record);
        long at = SyntheticDrill.COMMIT + SyntheticDrill.MILLI + 10_000L * furtherCopies++;
        Delivery further = new Delivery(SyntheticDrill.EAST, copy.topic(), copy.partition(), copy.offset(), at);
        because(record, further, "log-copy");
        return further;
    }

    /** A service sent it to both regions, and the group read it in both. */
    private void deliveredInBothRegions() {
        // Not in partition 3: there the group would go past what it has not come to.
        SyntheticRecord record = crossRegionRetry(candidate -> candidate.partition != 3);
        SyntheticRecord.Retry retry = Objects.requireNonNull(record.retry);
        // Behind all others of its partition, so after them.
        long at = 60_500 * SyntheticDrill.MILLI + retry.offset() * 10_000;
        because(
                record,
                new Delivery(SyntheticDrill.WEST, SyntheticDrill.ORDERS, record.partition, retry.offset(), at),
                "cross-region-retry");
    }

    /** The group began in us-west one record too early, of partition 1, whose last records are nobody else's. */
    private SyntheticRecord beganTooEarly() {
        SyntheticRecord record = lastOf(1, --drill.mirrorStarts[1]);
        add(AnomalyClass.R7, record);
        return record;
    }

    private SyntheticRecord lastOf(int partition, long offset) {
        return drill.records.stream()
                .filter(record -> record.region == SyntheticDrill.EAST
                        && record.partition == partition
                        && record.ackOffset == offset)
                .findFirst()
                .orElseThrow();
    }

    /** From the copy in us-west, in the order of the log. */
    private static Delivery readAfterTakeover(SyntheticRecord record) {
        Copy copy = record.copy(SyntheticDrill.MIRROR);
        long at = 33_750 * SyntheticDrill.MILLI + copy.offset() * 100_000;
        return new Delivery(SyntheticDrill.WEST, copy.topic(), copy.partition(), copy.offset(), at);
    }

    private void because(SyntheticRecord record, Delivery further, String cause) {
        record.deliveries.add(further);
        because.merge(cause, 1L, Long::sum);
        add(AnomalyClass.C3, record);
    }

    /**
     * us-west takes a write before it owns the key, and acknowledges it when it does. That is no split-brain write, and yet a conflict with
     * every write of us-east to that key: ownership was not handed over before it was invoked.
     */
    private void straddling() {
        // Of partitions 0 and 2: partition 1 is the last to recover, and its time is the transition's. Each is sent
        // before those that were planted before it.
        int slot = 596 - 2 * straddling;
        drill.makeRoom(slot % SyntheticDrill.PARTITIONS);
        SyntheticRecord record = new SyntheticRecord(
                SyntheticDrill.WEST,
                100 - straddling,
                slot % 40,
                slot % SyntheticDrill.PARTITIONS,
                SyntheticDrill.slot(slot));
        record.ofSession(2);
        record.invoked = record.intended + SyntheticDrill.HAND_OVER;
        record.endedAt = HANDED_OVER + SyntheticDrill.MILLI;
        record.copies.add(new Copy(SyntheticDrill.WEST, SyntheticDrill.ORDERS, record.partition, 0, true));
        record.copies.add(new Copy(SyntheticDrill.EAST, SyntheticDrill.BACK, record.partition, 0, true));
        record.deliveries.add(new Delivery(
                SyntheticDrill.WEST,
                SyntheticDrill.ORDERS,
                record.partition,
                0,
                HANDED_OVER + (50 - straddling) * SyntheticDrill.MILLI));
        drill.records.add(0, record);
        // No row either: its event came after the snapshot, and us-west's store took no rows of its own yet.
        drill.rowDiffers.add(record);
        straddling++;
        straddled.add(record.key);
        ambiguous++;
        add(AnomalyClass.X2, record);
    }

    private void disagrees(SyntheticRecord record) {
        drill.keepStore();
        drill.rowDiffers.add(record);
        add(AnomalyClass.X6, record);
    }

    /** Not visible in its own log, and in no handler there, but copied. */
    private void onlyMirrored(SyntheticRecord record, Fate fate) {
        sends.put(record, fate);
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

    private void hole(SyntheticRecord record) {
        missing(AnomalyClass.R2, record);
        add(AnomalyClass.X4, record);
        holes++;
    }

    private void missing(AnomalyClass anomaly, SyntheticRecord record) {
        record.notMirrored();
        add(anomaly, record);
        unreplicated.add(record);
    }

    /** Appended twice, and copied twice. */
    private Copy logDuplicate(SyntheticRecord record) {
        Copy mirrored = record.copies.get(1);
        record.copies.add(further(mirrored.region(), mirrored.topic(), mirrored.partition()));
        Copy further = further(record.region, SyntheticDrill.ORDERS, record.partition);
        record.copies.add(further);
        add(AnomalyClass.P4, record);
        return further;
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
    private void redelivered(SyntheticRecord record, String cause) {
        Delivery first = record.deliveries.get(0);
        again(record, first, first.at() + SyntheticDrill.MILLI, cause);
    }

    /** A member gets the partition just before it delivers from a position. */
    private void startsAnew(Delivery delivery, long at) {
        drill.starts.add(new SyntheticDrill.Start(
                delivery.region(), delivery.topic(), delivery.partition(), delivery.offset(), at - 1000));
    }

    private void again(SyntheticRecord record, Delivery first, long at, String cause) {
        if (cause.equals("rebalance")) {
            startsAnew(first, at);
        }
        because(record, new Delivery(first.region(), first.topic(), first.partition(), first.offset(), at), cause);
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
            again(record, record.deliveries.get(0), 40 * SyntheticDrill.SECOND, "rebalance");
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

    private SyntheticRecord crossRegionRetry(Predicate<SyntheticRecord> which) {
        SyntheticRecord record = sentToBoth(which);
        add(AnomalyClass.X5, record);
        return record;
    }

    /** us-east never answered and never took it. The service sent it to us-west in the end, where it was read: nothing is lost. */
    private void takenByTheSecondRegion() {
        SyntheticRecord record = sentToBoth(candidate -> candidate.partition != 3);
        SyntheticRecord.Retry retry = Objects.requireNonNull(record.retry);
        record.outcome = Sends.SILENT;
        sends.put(record, Fate.UNANSWERED);
        record.notInNativeLog();
        record.notMirrored();
        record.deliveries.clear();
        long at = 60_500 * SyntheticDrill.MILLI + retry.offset() * 10_000;
        record.deliveries.add(
                new Delivery(SyntheticDrill.WEST, SyntheticDrill.ORDERS, record.partition, retry.offset(), at));
        absent++;
        // Long after newer ones of its key.
        add(AnomalyClass.C5, record);
    }

    /** A service that heard nothing of a write in us-east sends it to us-west as well, in the end; of each key once. */
    private SyntheticRecord sentToBoth(Predicate<SyntheticRecord> which) {
        SyntheticRecord record = east.stream()
                .filter(which)
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
        return record;
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
    private void splitBrain(long readAfter) {
        add(AnomalyClass.X1, late(readAfter));
    }

    /** A write to us-east long after us-west took over, copied and read there so much later than it was intended, above the snapshot. */
    private SyntheticRecord late(long readAfter) {
        SyntheticRecord record = sentLate();
        record.deliveries.clear();
        Copy copy = record.copy(SyntheticDrill.MIRROR);
        record.deliveries.add(new Delivery(
                SyntheticDrill.WEST, copy.topic(), copy.partition(), copy.offset(), record.intended + readAfter));
        unreplicated.add(record);
        afterT0++;
        contested.add(record.key);
        add(AnomalyClass.X2, record);
        return record;
    }

    private SyntheticRecord sentLate() {
        SyntheticRecord record = drill.good(SyntheticDrill.EAST, SyntheticDrill.slot(nextLate), nextLate);
        // Not in partition 0: a later copy there would make a planted tail a hole.
        nextLate += nextLate % SyntheticDrill.PARTITIONS == SyntheticDrill.PARTITIONS - 1 ? 2 : 1;
        drill.records.add(record);
        return record;
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
        add(anomaly, List.of());
    }

    private void add(AnomalyClass anomaly, List<Copy> copies) {
        others.computeIfAbsent(anomaly, a -> new ArrayList<>()).add(copies);
    }
}
