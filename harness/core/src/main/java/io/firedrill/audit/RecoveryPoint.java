package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.SnapshotTaken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * RPO of a transition (MEASURES.md, 3). {@code U} = Must records acknowledged by the region left behind before its fencing was
 * confirmed, in no target topic of their lineage below the failover snapshot. What is below it, the final scan of the target
 * decides, or a delivery there. Times count back from the upper bound of T0, so that none is shorter than the truth.
 *
 * <p>Where the target was not scanned whole, a record that was not found there may still be there: it counts as <i>may</i>.
 */
final class RecoveryPoint {
    private final Dossier dossier;
    private final TransitionFacts transition;
    private final int from;
    private final boolean certain;
    private final RefSet atTarget = new RefSet();
    private final List<SourceLog.Entry> unreplicated = new ArrayList<>();
    private final Map<Place, Partition> partitions = new TreeMap<>();
    private long may;

    private record Place(String topic, int partition) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = topic.compareTo(other.topic);
            return order != 0 ? order : Integer.compare(partition, other.partition);
        }
    }

    /** What one native partition of the region left behind lost. */
    private record Partition(long must, long lost, long oldest, long prefix, long holes) {}

    private RecoveryPoint(Dossier dossier, TransitionFacts transition) {
        this.dossier = dossier;
        this.transition = transition;
        this.from = dossier.region(transition.from());
        this.certain = dossier.scannedWhole(dossier.region(transition.to()));
    }

    /** Empty when no failover snapshot was taken: then nobody can say what the target held when it took over. */
    static Optional<Result.Rpo> of(Dossier dossier, TransitionFacts transition, Optional<Double> mirrorLatency) {
        return transition.snapshot().map(snapshot -> {
            RecoveryPoint point = new RecoveryPoint(dossier, transition);
            point.target(snapshot);
            point.source();
            return point.result(mirrorLatency);
        });
    }

    /** {@code U}; empty without a snapshot, or when the target was not scanned whole. */
    static RefSet unreplicated(Dossier dossier, TransitionFacts transition) {
        RefSet refs = new RefSet();
        transition.snapshot().ifPresent(snapshot -> {
            RecoveryPoint point = new RecoveryPoint(dossier, transition);
            point.target(snapshot);
            point.source();
            point.unreplicated.forEach(entry -> refs.add(entry.ref()));
        });
        return refs;
    }

    /** Records that the target held below the snapshot. */
    private void target(SnapshotTaken snapshot) {
        int to = dossier.region(transition.to());
        for (ScanLog log : dossier.facts().scanLogs()) {
            long end = end(snapshot, log.topic, log.partition);
            for (int row = 0; log.region == to && row < log.refs.size(); row++) {
                held(log.offsets.get(row), end, log.refs.get(row));
            }
        }
        for (GroupLog log : dossier.facts().groupLogs()) {
            long end = end(snapshot, log.topic, log.partition);
            for (int row = 0; log.region == to && row < log.refs.size(); row++) {
                held(log.offsets.get(row), end, log.refs.get(row));
            }
        }
    }

    private void held(long offset, long end, long ref) {
        if (offset < end && !Ref.phantom(ref)) {
            atTarget.add(ref);
        }
    }

    private long end(SnapshotTaken snapshot, int topic, int partition) {
        List<Long> ends = snapshot.endOffsets()
                .getOrDefault(dossier.catalogue().topics().get(topic).name(), List.of());
        return partition < ends.size() ? ends.get(partition) : 0;
    }

    private void source() {
        long fenced = transition.fenced().orElse(Long.MAX_VALUE);
        for (Session session : dossier.facts().sends().sessions()) {
            Sends sends = session.known(from);
            for (int row = 0; sends != null && row < sends.size(); row++) {
                if (sends.known(row) && dossier.acknowledged(sends, row) < fenced) {
                    judge(sends, row);
                }
            }
        }
        for (int topic = 0; topic < dossier.catalogue().topics().size(); topic++) {
            String name = dossier.catalogue().topics().get(topic).name();
            SourceLog log = SourceLog.of(
                    dossier, from, topic, entry -> dossier.acknowledged(entry.sends(), entry.row()) < fenced);
            log.partitions()
                    .forEach((partition, entries) -> partitions.put(new Place(name, partition), partition(entries)));
        }
        Comparator<SourceLog.Entry> byTime = Comparator.comparingLong(this::acknowledged);
        unreplicated.sort(byTime.thenComparingLong(SourceLog.Entry::ref));
    }

    private void judge(Sends sends, int row) {
        if (atTarget.contains(sends.ref(row))) {
            return;
        }
        if (dossier.standing(sends, row) == Dossier.Standing.OPEN) {
            may++;
        } else if (dossier.must(sends, row)) {
            if (certain) {
                unreplicated.add(new SourceLog.Entry(sends, row, 0));
            } else {
                may++;
            }
        }
    }

    private long acknowledged(SourceLog.Entry entry) {
        return dossier.acknowledged(entry.sends(), entry.row());
    }

    private Partition partition(List<SourceLog.Entry> entries) {
        int last = -1;
        int firstGap = -1;
        long lost = 0;
        long oldest = 0;
        for (int i = 0; i < entries.size(); i++) {
            if (atTarget.contains(entries.get(i).ref())) {
                last = i;
                continue;
            }
            firstGap = firstGap < 0 ? i : firstGap;
            lost++;
            oldest = Math.max(oldest, transition.t0To() - acknowledged(entries.get(i)));
        }
        if (!certain || firstGap < 0) {
            return new Partition(entries.size(), 0, 0, 0, 0);
        }
        // Without any record before the gap the whole age of the first loss is what is missing.
        long before = firstGap == 0 ? transition.t0To() - oldest : acknowledged(entries.get(firstGap - 1));
        int end = last;
        long holes = java.util.stream.IntStream.range(0, end + 1)
                .filter(i -> !atTarget.contains(entries.get(i).ref()))
                .count();
        return new Partition(entries.size(), lost, oldest, Math.max(0, transition.t0To() - before), holes);
    }

    private Result.Rpo result(Optional<Double> mirrorLatency) {
        long before = 0;
        long bytes = 0;
        long gone = 0;
        for (SourceLog.Entry entry : unreplicated) {
            before += acknowledged(entry) <= transition.t0To() ? 1 : 0;
            bytes += entry.sends().bytes(entry.row());
            gone += existsSomewhere(entry) ? 0 : 1;
        }
        long oldest = unreplicated.isEmpty() ? 0 : Math.max(0, transition.t0To() - acknowledged(unreplicated.get(0)));
        long prefix =
                partitions.values().stream().mapToLong(Partition::prefix).max().orElse(0);
        return new Result.Rpo(
                unreplicated.size(),
                may,
                before,
                unreplicated.size() - before,
                bytes,
                Millis.of(oldest),
                Millis.of(prefix),
                // That nothing is missing is certain to the nanosecond.
                unreplicated.isEmpty() && may == 0
                        ? 0
                        : Millis.of(new ErrorBar(dossier, transition).ofAge(Math.max(oldest, prefix))),
                gone,
                unreplicated.size() - gone,
                partitions.values().stream().mapToLong(Partition::holes).sum(),
                mirrorLatency.orElse(null),
                mirrorLatency
                        .map(said -> Math.round((Millis.of(oldest) - said) * 1000) / 1000.0)
                        .orElse(null),
                rows(),
                unreplicated.stream()
                        .limit(Finding.EXAMPLES)
                        .map(entry -> dossier.describe(entry.sends(), entry.row()))
                        .toList());
    }

    private boolean existsSomewhere(SourceLog.Entry entry) {
        for (int region = 0; region < dossier.catalogue().regions().size(); region++) {
            for (int topic = 0; topic < dossier.catalogue().topics().size(); topic++) {
                if (dossier.scanned(region, topic).contains(entry.ref())) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<Result.PartitionRpo> rows() {
        List<Result.PartitionRpo> rows = new ArrayList<>();
        partitions.forEach((place, found) -> rows.add(new Result.PartitionRpo(
                place.topic(),
                place.partition(),
                found.must(),
                found.lost(),
                Millis.of(found.oldest()),
                Millis.of(found.prefix()))));
        rows.sort(Comparator.comparingLong(Result.PartitionRpo::lost)
                .thenComparingDouble(Result.PartitionRpo::oldestMillis)
                .reversed()
                .thenComparing(Result.PartitionRpo::topic)
                .thenComparingInt(Result.PartitionRpo::partition));
        return rows;
    }
}
