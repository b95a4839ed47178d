package io.firedrill.audit;

import io.firedrill.audit.PlantedSends.Standing;
import io.firedrill.audit.SyntheticRecord.Copy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What the failover of a planted drill left behind, by plain loops over its records: the numbers of docs/measures.md, 3 without a line of the
 * code that is tested.
 */
final class PlantedLoss {

    /** The upper bound of T0. */
    private static final long T0 = 30_050 * SyntheticDrill.MILLI;

    /** Of each partition of the copy, when the failover's snapshot was taken. */
    private static final long SNAPSHOT_END = 125;

    private static final long BYTES = 560;

    /** What is certain, and what may be beside it. */
    static final class Range {
        long must;
        long may;

        void add(boolean certain) {
            must += certain ? 1 : 0;
            may += certain ? 0 : 1;
        }
    }

    private final SyntheticDrill drill;
    private final PlantedSends sends;
    final Range records = new Range();
    final Range lostForGood = new Range();
    final Range stranded = new Range();
    final Range afterT0 = new Range();
    final Map<Integer, Range> partitions = new TreeMap<>();
    long holes;

    /** In no log of us-west at the end, or perhaps not, and nobody knows where it stands in us-east's. */
    long nowhere;

    /** What its own region's log may have lost, of all sends to both regions. */
    long perhapsInNoLog;

    /** Nanoseconds before T0. */
    long oldest;

    long prefix;

    /** The most that either may be: of what may be lost as well, and of what was never acknowledged from when it was sent. */
    long most;

    /** When the first was sent that may be lost and of which nobody knows where it stands: the first gap may be there. */
    private long placeless = Long.MAX_VALUE;

    private PlantedLoss(SyntheticDrill drill, PlantedSends sends) {
        this.drill = drill;
        this.sends = sends;
    }

    static PlantedLoss of(SyntheticDrill drill, PlantedSends sends) {
        PlantedLoss loss = new PlantedLoss(drill, sends);
        for (SyntheticRecord record : drill.records) {
            if (record.region == SyntheticDrill.EAST) {
                loss.add(record);
            }
        }
        for (int partition = 0; partition < SyntheticDrill.PARTITIONS; partition++) {
            loss.inOrder(partition);
        }
        drill.records.forEach(loss::atTheEnd);
        return loss;
    }

    long bytes() {
        return records.must * BYTES;
    }

    long mayBytes() {
        return records.may * BYTES;
    }

    private void add(SyntheticRecord record) {
        boolean open = sends.standing(record) == Standing.OPEN;
        if (held(record) || !open && !sends.must(record)) {
            return;
        }
        boolean certain = !open && lossesShow();
        records.add(certain);
        boolean placed = place(record).isPresent();
        // A lost record of unknown place was for the partition of its key as far as anybody knows, and so not for
        // certain.
        partitions.computeIfAbsent(record.partition, p -> new Range()).add(certain && placed);
        most = Math.max(most, T0 - earliest(record));
        if (!placed) {
            placeless = Math.min(placeless, record.invoked);
        }
        if (sends.shows(record, copy -> true)) {
            stranded.add(certain);
        } else if (sends.allScannedWhole()) {
            lostForGood.add(certain);
        } else {
            // A log that nobody read may have it, or not.
            stranded.add(false);
            lostForGood.add(false);
        }
        if (earliest(record) > T0) {
            afterT0.add(certain);
        }
        if (certain) {
            oldest = Math.max(oldest, T0 - taken(record));
        }
    }

    /** What the logs hold at the end, long after us-west took over. */
    private void atTheEnd(SyntheticRecord record) {
        boolean open = sends.standing(record) == Standing.OPEN;
        if (!open && !sends.must(record)) {
            return;
        }
        if (record.region == SyntheticDrill.EAST && place(record).isEmpty()) {
            boolean there = sends.shows(record, copy -> copy.topic() == SyntheticDrill.MIRROR)
                    || record.deliveries.stream().anyMatch(delivery -> delivery.topic() == SyntheticDrill.MIRROR);
            nowhere += there ? 0 : 1;
        }
        boolean lost = false;
        boolean unknown = false;
        for (int region :
                record.retry == null ? new int[] {record.region} : new int[] {record.region, record.retry.region()}) {
            boolean shown =
                    sends.shows(record, copy -> copy.topic() == SyntheticDrill.ORDERS && copy.region() == region);
            boolean read = drill.scannedWhole(region);
            lost |= !shown && read && !open;
            unknown |= !shown && (!read || open);
        }
        perhapsInNoLog += unknown && !lost ? 1 : 0;
    }

    /** Holes, and how far back the first gap is. */
    private void inOrder(int partition) {
        List<Placed> log = new ArrayList<>();
        for (SyntheticRecord record : drill.records) {
            if (record.region == SyntheticDrill.EAST && record.partition == partition && sends.must(record)) {
                place(record).ifPresent(offset -> log.add(new Placed(offset, record)));
            }
        }
        log.sort(Comparator.comparingLong(Placed::offset).thenComparingLong(placed -> placed.record().sequence));
        int first = 0;
        while (first < log.size() && held(log.get(first).record())) {
            first++;
        }
        most = Math.max(most, mostUnbroken(log, first));
        if (!lossesShow() || first == log.size()) {
            return;
        }
        long unbroken = first > 0 ? T0 - taken(log.get(first - 1).record()) : 0;
        long missing = 0;
        long before = 0;
        for (Placed placed : log) {
            if (held(placed.record())) {
                // All that is missing in front of it is a hole.
                holes += missing - before;
                before = missing;
            } else {
                missing++;
                unbroken = first > 0 ? unbroken : Math.max(unbroken, T0 - taken(placed.record()));
            }
        }
        prefix = Math.max(prefix, unbroken);
        most = Math.max(most, prefix);
    }

    /** How far back the last record before the first gap may be, which may be one of many where nobody knows which are lost. */
    private long mostUnbroken(List<Placed> log, int first) {
        boolean lost = first < log.size();
        int from = lost ? Math.max(0, first - 1) : log.size();
        int to = lost ? (lossesShow() ? first : log.size()) : log.size();
        if (placeless != Long.MAX_VALUE) {
            // What was acknowledged before it was sent stands before it.
            int before = -1;
            for (int i = 0; i < log.size(); i++) {
                SyntheticRecord record = log.get(i).record();
                before = acknowledged(record) && record.endedAt <= placeless ? i : before;
            }
            from = Math.min(from, Math.max(0, before));
        }
        return log.subList(from, to).stream()
                .mapToLong(placed -> T0 - earliest(placed.record()))
                .max()
                .orElse(0);
    }

    private record Placed(long offset, SyntheticRecord record) {}

    /** Where it stands in its own log: by its acknowledgement, or where a scan shows it. */
    private OptionalLong place(SyntheticRecord record) {
        if (acknowledged(record)) {
            return OptionalLong.of(record.ackOffset);
        }
        Optional<Copy> shown = record.copies.stream()
                .filter(record::isNative)
                .filter(drill::shows)
                .findFirst();
        return shown.map(copy -> OptionalLong.of(copy.offset())).orElse(OptionalLong.empty());
    }

    /** Whether us-west is known to have had it when it took over: by a scan at the end, or a delivery. */
    private boolean held(SyntheticRecord record) {
        return sends.shows(record, copy -> below(copy.topic(), copy.offset()))
                || record.deliveries.stream()
                        .anyMatch(delivery ->
                                delivery.region() == SyntheticDrill.WEST && below(delivery.topic(), delivery.offset()));
    }

    private static boolean below(int topic, long offset) {
        return topic == SyntheticDrill.MIRROR && offset < SNAPSHOT_END;
    }

    /** Whether what the scan of us-west does not show was not there. */
    private boolean lossesShow() {
        return drill.scannedWhole(SyntheticDrill.WEST);
    }

    private boolean acknowledged(SyntheticRecord record) {
        return sends.standing(record) == Standing.ACKNOWLEDGED;
    }

    /** When it may have been acknowledged at the earliest. */
    private long earliest(SyntheticRecord record) {
        return acknowledged(record) ? record.endedAt : record.invoked;
    }

    /** When us-east had it at the latest: of what was never acknowledged, when it was first delivered, and at T0. */
    private long taken(SyntheticRecord record) {
        return acknowledged(record)
                ? record.endedAt
                : Math.min(
                        T0,
                        record.deliveries.stream()
                                .mapToLong(SyntheticRecord.Delivery::at)
                                .min()
                                .orElse(T0));
    }
}
