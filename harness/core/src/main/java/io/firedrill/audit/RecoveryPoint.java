package io.firedrill.audit;

import io.firedrill.evidence.TimelineEvent.SnapshotTaken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * RPO of a transition (MEASURES.md, 3). {@code U} = Must records acknowledged by the region left behind before its fencing was
 * confirmed, in no target topic of their lineage below the failover snapshot. What is below it, the final scan of the target
 * decides, or a delivery there. Times count back from the upper bound of T0, so that none is shorter than the truth.
 *
 * <p>Where the target was not scanned whole, a record that was not found there may still be there, and where its copies may have been lost
 * since the snapshot it may have been there: it counts as <i>may</i>, with its bytes and its age. Lost for good is what no log shows in the
 * end, and that for certain only where every region's were read.
 *
 * <p>How far back the loss reaches has a least, by what is certainly lost and was acknowledged, and a most, by whatever may be lost as well. No
 * age lacks a bound: what was never acknowledged could not have been before its invocation, and the last record before the first gap is
 * one of those that may stand there.
 *
 * <p>What divides a loss is a range as the loss is. Before or after T0 counts by the time of the acknowledgement, and without one by that of
 * the invocation, which stands in for it everywhere.
 */
final class RecoveryPoint {
    private static final String RECORDS = "records";

    private final Dossier dossier;
    private final TransitionFacts transition;
    private final int from;
    private final boolean certain;
    private final LossTimes times;

    /** Native topics whose copies at the target may have been lost since the snapshot. */
    private final Set<Integer> copiesGone;

    private final RefSet atTarget = new RefSet();
    private final RefSet unreplicated = new RefSet();
    private final RefSet mayBe = new RefSet();
    private final Map<Place, PartitionLoss> partitions = new TreeMap<>();
    private final Examples examples = new Examples();
    private final PossibleHoles possible;
    private long before;
    private long mayBefore;
    private long mayHoles;
    private long bytes;
    private long mayBytes;
    private final Range lostForGood = new Range();
    private final Range stranded = new Range();
    private long earliest = Long.MAX_VALUE;

    /** What is or may be lost, and nobody knows where it stands. */
    private final RefSet missingWithoutPlace = new RefSet();

    /** As {@link #earliest}, of what may be lost as well, and as early as it may have been: what was never acknowledged counts from its invocation. */
    private long earliestOpen = Long.MAX_VALUE;

    /**
     * By native topic: the earliest invocation of what is or may be lost and of which nobody knows where it stands. The first gap of any
     * of its partitions may be there. {@code Long.MAX_VALUE} where there is none.
     */
    private final long[] placeless;

    /** The most that a prefix may be. */
    private long mostPrefix;

    private record Place(String topic, int partition) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = topic.compareTo(other.topic);
            return order != 0 ? order : Integer.compare(partition, other.partition);
        }
    }

    /** A number of records, and of how many nobody can say whether they belong to it. */
    private static final class Range {
        private long certain;
        private long may;

        void add(boolean isCertain) {
            certain += isCertain ? 1 : 0;
            may += isCertain ? 0 : 1;
        }
    }

    private RecoveryPoint(Dossier dossier, TransitionFacts transition) {
        this.dossier = dossier;
        this.transition = transition;
        this.from = dossier.region(transition.from());
        this.times = new LossTimes(dossier, transition);
        this.placeless = new long[dossier.catalogue().topics().size()];
        Arrays.fill(placeless, Long.MAX_VALUE);
        this.possible = new PossibleHoles(dossier);
        this.certain = dossier.completeness().scannedWhole(dossier.region(transition.to()));
        this.copiesGone = transition.snapshot().map(this::copiesGone).orElse(Set.of());
    }

    private Set<Integer> copiesGone(SnapshotTaken snapshot) {
        Set<Integer> gone = Flow.of(dossier).stream()
                .filter(flow -> flow.from() == from && flow.to() == dossier.region(transition.to()))
                .filter(flow -> dossier.logLoss().mayHaveLost(flow.to(), flow.mirror(), snapshot.at()))
                .map(Flow::topic)
                .collect(Collectors.toSet());
        // A record may stand in any topic of its lineage, as one that was sent to both regions does.
        Facts facts = dossier.facts();
        int topics = dossier.catalogue().topics().size();
        IntStream.range(0, topics)
                .filter(topic -> takenAgain(snapshot, topic) != Long.MAX_VALUE)
                .forEach(topic -> IntStream.range(0, topics)
                        .filter(other -> facts.lineage(other).equals(facts.lineage(topic)))
                        .forEach(gone::add));
        return gone;
    }

    /** Of a transition, measured once. */
    static RecoveryPoint of(Dossier dossier, TransitionFacts transition) {
        RecoveryPoint point = new RecoveryPoint(dossier, transition);
        transition.snapshot().ifPresent(snapshot -> {
            point.target(snapshot);
            point.source();
        });
        return point;
    }

    /** {@code U}; empty without a snapshot, or when the target was not scanned whole. */
    RefSet unreplicated() {
        return unreplicated;
    }

    /** What may be of {@code U} as well. */
    RefSet mayBeUnreplicated() {
        return mayBe;
    }

    /** Empty when no failover snapshot was taken: then nobody can say what the target held when it took over. */
    Optional<Result.Rpo> figures(Optional<Double> mirrorLatency) {
        return transition.snapshot().map(snapshot -> result(mirrorLatency));
    }

    /** Records by the name of the count, as the result's {@code rpo} has it; those of {@code records} stand beside it there. */
    Map<String, List<String>> examples() {
        Map<String, List<String>> named = examples.named(dossier);
        named.remove(RECORDS);
        return named;
    }

    /** Records that the target held below the snapshot. */
    private void target(SnapshotTaken snapshot) {
        int to = dossier.region(transition.to());
        for (ScanLog log : dossier.facts().scanLogs()) {
            if (log.region == to && takenAgain(snapshot, log.topic) == Long.MAX_VALUE) {
                long end = end(snapshot, log.topic, log.partition);
                for (int row = 0; row < log.refs.size(); row++) {
                    held(log.offsets.get(row), end, log.refs.get(row));
                }
            }
        }
        for (GroupLog log : dossier.facts().groupLogs()) {
            if (log.region == to) {
                long end = end(snapshot, log.topic, log.partition);
                long until = takenAgain(snapshot, log.topic);
                // What was delivered later need not be what stood there then, by whichever clock.
                long sure = until == Long.MAX_VALUE
                        ? until
                        : until - dossier.story().clockBound();
                for (int row = 0; row < log.refs.size(); row++) {
                    if (log.times.get(row) < sure) {
                        held(log.offsets.get(row), end, log.refs.get(row));
                    }
                }
            }
        }
    }

    /** Since when the target's topic may show other records at the offsets of the snapshot; a target that nobody knows shows none. */
    private long takenAgain(SnapshotTaken snapshot, int topic) {
        int to = dossier.region(transition.to());
        return to < 0 ? Long.MAX_VALUE : dossier.logLoss().offsetsTakenAgain(to, topic, snapshot.at());
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
        List<ByPartition<PartitionLoss>> topics = IntStream.range(
                        0, dossier.catalogue().topics().size())
                .mapToObj(topic -> new ByPartition<>(partition -> new PartitionLoss(times, certain(topic))))
                .toList();
        for (Sends sends : dossier.facts().sends().all()) {
            for (int row = 0; sends.region == from && row < sends.size(); row++) {
                if (sends.known(row) && times.acknowledged(sends, row) < fenced) {
                    judge(topics, sends, row);
                }
            }
        }
        boolean anyPlaceless = missingWithoutPlace.size() > 0;
        SourceLog.forEach(dossier, from, (sends, row, partition, offset) -> {
            int topic = sends.topic(row);
            PartitionLoss of = topics.get(topic).of(partition);
            boolean held = atTarget.contains(sends.ref(row));
            if (held) {
                // Also what was acknowledged behind the fence: what stands before it and is missing is a hole.
                of.held(sends, row, offset);
            }
            if (held && anyPlaceless || !certain(topic)) {
                possible.held(sends, row, partition, offset);
            }
            if (times.acknowledged(sends, row) < fenced) {
                of.count(sends, row, offset, held, placeless[topic]);
            }
        });
        SourceLog.forEach(dossier, from, (sends, row, partition, offset) -> {
            if (times.acknowledged(sends, row) < fenced) {
                hole(topics.get(sends.topic(row)).of(partition), sends, row, partition, offset);
            }
        });
        missingWithoutPlace.forEach(this::placelessHole);
        if (mayBe.size() > 0 || Arrays.stream(placeless).anyMatch(sent -> sent != Long.MAX_VALUE)) {
            SourceLog.forEach(dossier, from, (sends, row, partition, offset) -> {
                if (times.acknowledged(sends, row) < fenced) {
                    int topic = sends.topic(row);
                    topics.get(topic).of(partition).reach(sends, row, offset, placeless[topic]);
                }
            });
        }
        for (int topic = 0; topic < topics.size(); topic++) {
            String name = dossier.catalogue().topics().get(topic).name();
            long sent = placeless[topic];
            topics.get(topic).forEach((partition, loss) -> {
                loss.end(sent);
                mostPrefix = Math.max(mostPrefix, loss.mostPrefix());
                if (loss.any()) {
                    partitions.put(new Place(name, partition), loss);
                }
            });
        }
    }

    /** Whether what the scan of the target does not show of a native topic was not there at the snapshot. */
    private boolean certain(int topic) {
        return certain && !copiesGone.contains(topic);
    }

    private void judge(List<ByPartition<PartitionLoss>> topics, Sends sends, int row) {
        boolean missing = !atTarget.contains(sends.ref(row));
        boolean anywhere = !sends.ok(row) && dossier.nativePosition(sends, row) == null;
        if (!missing && !anywhere) {
            return;
        }
        boolean open = dossier.standing(sends, row) == Dossier.Standing.OPEN;
        if (!open && !dossier.must(sends, row)) {
            return;
        }
        boolean certain = certain(sends.topic(row));
        if (anywhere && !(missing && certain)) {
            possible.held(sends, row);
        }
        if (!missing) {
            return;
        }
        boolean lost = !open && certain;
        if (lost) {
            lost(sends, row);
        } else {
            mayBeLost(sends, row);
        }
        if (anywhere) {
            placeless(topics.get(sends.topic(row)), sends, row);
        }
        remains(sends, row, lost);
    }

    private void mayBeLost(Sends sends, int row) {
        boolean early = times.early(sends, row);
        mayBe.add(sends.ref(row));
        mayBefore += early ? 1 : 0;
        mayBytes += sends.bytes(row);
        earliestOpen = Math.min(earliestOpen, times.acknowledged(sends, row));
        example("mayRecords", sends, row);
        example(early ? "mayBeforeT0" : "mayAfterT0", sends, row);
    }

    /** What is or may be lost without a known place counts to the partition that its key went to, and not for certain: a topic may be given more. */
    private void placeless(ByPartition<PartitionLoss> partitions, Sends sends, int row) {
        placeless[sends.topic(row)] = Math.min(placeless[sends.topic(row)], sends.invoked(row));
        missingWithoutPlace.add(sends.ref(row));
        int partition = dossier.keyPartitions().of(sends, row);
        if (partition >= 0) {
            partitions.of(partition).mayBeLost();
        }
    }

    /** Called when all is known that the target held. */
    private void placelessHole(long ref) {
        Sends sends =
                Objects.requireNonNull(dossier.facts().sends().session(ref).known(from));
        if (possible.contain(sends, Ref.sequence(ref))) {
            mayBeHole(sends, Ref.sequence(ref));
        }
    }

    private void mayBeHole(Sends sends, int row) {
        mayHoles++;
        example("mayHoles", sends, row);
    }

    /**
     * Whether a record is lost for good or stranded. One that a log shows is not lost for good; one that none shows is, unless a region
     * whose logs were not read holds it.
     */
    private void remains(Sends sends, int row, boolean lost) {
        if (existsSomewhere(sends.ref(row))) {
            stranded.add(lost);
            example(lost ? "strandedRecords" : "strandedMayRecords", sends, row);
        } else if (dossier.completeness().allScannedWhole()) {
            lostForGood.add(lost);
            example(lost ? "finalRecords" : "finalMayRecords", sends, row);
        } else {
            lostForGood.add(false);
            stranded.add(false);
            example("finalMayRecords", sends, row);
            example("strandedMayRecords", sends, row);
        }
    }

    private void lost(Sends sends, int row) {
        boolean early = times.early(sends, row);
        unreplicated.add(sends.ref(row));
        before += early ? 1 : 0;
        bytes += sends.bytes(row);
        earliest = Math.min(earliest, times.taken(sends, row));
        earliestOpen = Math.min(earliestOpen, times.acknowledged(sends, row));
        example(RECORDS, sends, row);
        example(early ? "beforeT0" : "afterT0", sends, row);
    }

    private void example(String count, Sends sends, int row) {
        examples.add(count, times.acknowledged(sends, row), sends, row);
    }

    /** Whether a loss stands before something that the target held, or may have held. */
    private void hole(PartitionLoss partition, Sends sends, int row, int number, long offset) {
        if (partition.beforeFirst(sends, row, offset) || atTarget.contains(sends.ref(row))) {
            return;
        }
        if (partition.hole(sends, row, offset)) {
            example("holes", sends, row);
        } else if (possible.contain(sends, row, number, offset)) {
            mayBeHole(sends, row);
        }
    }

    private Result.Rpo result(Optional<Double> mirrorLatency) {
        long records = unreplicated.size();
        long may = mayBe.size();
        long oldest = times.age(earliest);
        long prefix = partitions.values().stream()
                .mapToLong(PartitionLoss::prefix)
                .max()
                .orElse(0);
        long most = Math.max(times.age(Math.min(earliest, earliestOpen)), mostPrefix);
        return new Result.Rpo(
                records,
                may,
                before,
                records - before,
                mayBefore,
                may - mayBefore,
                bytes,
                mayBytes,
                Millis.of(oldest),
                Millis.of(prefix),
                Millis.of(most),
                // That nothing is missing is certain to the nanosecond.
                records == 0 && may == 0 ? 0 : Millis.of(new ErrorBar(dossier, transition).ofAge(most)),
                lostForGood.certain,
                lostForGood.may,
                stranded.certain,
                stranded.may,
                partitions.values().stream().mapToLong(PartitionLoss::holes).sum(),
                mayHoles,
                mirrorLatency.orElse(null),
                mirrorLatency
                        .map(said -> Math.round((Millis.of(oldest) - said) * 1000) / 1000.0)
                        .orElse(null),
                rows(),
                examples.named(dossier, RECORDS));
    }

    private boolean existsSomewhere(long ref) {
        for (int region = 0; region < dossier.catalogue().regions().size(); region++) {
            for (int topic = 0; topic < dossier.catalogue().topics().size(); topic++) {
                if (dossier.holdings().scanned(region, topic).contains(ref)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<Result.PartitionRpo> rows() {
        List<Result.PartitionRpo> rows = new ArrayList<>();
        partitions.forEach((place, loss) -> rows.add(loss.row(place.topic(), place.partition())));
        rows.sort(Comparator.comparingLong(Result.PartitionRpo::lost)
                .thenComparingDouble(Result.PartitionRpo::oldestMillis)
                .thenComparingLong(row -> Objects.requireNonNull(row.mayLost()))
                .reversed()
                .thenComparing(Result.PartitionRpo::topic)
                .thenComparingInt(Result.PartitionRpo::partition));
        return rows;
    }
}
