package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.StallLog;
import io.firedrill.evidence.TimelineEvent.RegionRestored;
import io.firedrill.evidence.TimelineEvent.ScanFinished;
import io.firedrill.evidence.TimelineEvent.SnapshotTaken;
import io.firedrill.evidence.TimelineEvent.TopicRecreated;
import io.firedrill.evidence.TimelineEvent.Trouble;
import io.firedrill.evidence.TimelineEvent.WorkerStarted;
import io.firedrill.scenario.TopicSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything the folds ask of the evidence: the facts, the story, and what follows from both. MEASURES.md, 1 defines the terms.
 */
final class Dossier {

    /** How a send stands at the end. */
    enum Standing {
        OK,
        FAILED,
        /** Outcome unknown, but seen in a log or a delivery. */
        RECOVERED,
        /** Outcome unknown, and no log of any region has it. */
        ABSENT,
        /** Outcome unknown, and a region could not be scanned. */
        OPEN
    }

    /** Where the run's folder keeps the parts that the manifest names. */
    private static final String JOURNALS = "journals/";

    private static final String SCANS = "scans/";
    private static final String LOGS = "logs/";

    private record Below(int region, String lineage, String failover) {}

    private final Facts facts;
    private final Story story;
    private final Crew crew;
    private final Ownership ownership;
    private final ActiveRegions active;
    private final Stalls stalls;
    private final Set<Integer> scannedRegions = new HashSet<>();
    private final List<ScanLog> logs;
    private final Copies none = new Copies(Scratch.HEAP);
    private final Map<Below, RefSet> below = new ConcurrentHashMap<>();

    /** By region and topic. */
    private final Copies[][] scanned;

    private final Copies[][] delivered;
    private final Copies[][][] lineages;

    /** By region and topic: of records in their native log that were never acknowledged, log and row as {@code log << 32 | row}. */
    private final LongTable[][] recovered;

    /** By group. */
    private final Copies[] groups;

    private final RefTimes[] firstDeliveries;

    /** By group and native topic: 1 for yes, -1 for no, 0 where nobody asked yet. */
    private final byte[][] reads;

    private final Map<Log, FirstCopies> firstCopies = new ConcurrentHashMap<>();
    private final Map<TransitionFacts, RecoveryPoint> points = new ConcurrentHashMap<>();
    private final Map<Flow, Unreplicated.Missing> missing = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable WriteConflicts> conflicts = new AtomicReference<>();
    private final AtomicReference<@Nullable RedeliveryCauses> redeliveries = new AtomicReference<>();
    private final AtomicReference<@Nullable Optional<SplitBrainWrites.Found>> splitBrain = new AtomicReference<>();

    private record Log(int region, int topic) {}

    Dossier(Facts facts, Story story, Crew crew) {
        this.facts = facts;
        this.story = story;
        this.crew = crew;
        this.ownership = Ownership.of(story.timeline(), facts.catalogue().regions());
        this.active = new ActiveRegions(story);
        this.stalls = new Stalls(facts.stallLogs(), facts.stalls(), story);
        this.logs = List.copyOf(facts.scanLogs());
        int regions = facts.catalogue().regions().size();
        int topics = facts.catalogue().topics().size();
        this.scanned = new Copies[regions][topics];
        this.delivered = new Copies[regions][topics];
        this.recovered = new LongTable[regions][topics];
        this.groups = new Copies[facts.catalogue().groups().size()];
        this.firstDeliveries = new RefTimes[groups.length];
        this.reads = new byte[groups.length][topics];
        index(regions, topics);
        this.lineages = lineages(regions, topics);
        for (Facts.Journal scan : facts.scans()) {
            String region = facts.catalogue().regions().get(scan.region());
            boolean finished = story.timeline()
                    .all(ScanFinished.class)
                    .anyMatch(e -> e.region().equals(region) && e.complete());
            if (finished && scan.state().closed() && !facts.altered(SCANS + region + "/")) {
                scannedRegions.add(scan.region());
            }
        }
        facts.transactions().all().forEach(this::resolve);
    }

    /**
     * A commit that nobody confirmed shows in the native log, or it did not take place; unless that log is not the one that took the
     * records any more, or may have lost them.
     */
    private void resolve(Transaction transaction) {
        Sends sends = transaction.sends;
        if (transaction.fate() != Transaction.Fate.UNKNOWN || !scannedWhole(sends.region)) {
            return;
        }
        for (int row = transaction.first; row < transaction.end(); row++) {
            if (sends.known(row)
                    && (scanned(sends.region, sends.topic(row)).contains(sends.ref(row))
                            || mayHaveLost(sends.region, sends.topic(row)))) {
                return;
            }
        }
        transaction.didNotHappen();
    }

    private void index(int regions, int topics) {
        List<Supplier<Boolean>> work = new ArrayList<>();
        for (int group = 0; group < groups.length; group++) {
            int g = group;
            work.add(() -> indexGroup(g));
        }
        for (int region = 0; region < regions; region++) {
            for (int topic = 0; topic < topics; topic++) {
                int r = region;
                int t = topic;
                work.add(() -> indexScans(r, t));
                work.add(() -> indexDeliveries(r, t));
            }
        }
        crew.all(work);
    }

    private boolean indexScans(int region, int topic) {
        Copies copies = new Copies(facts.scratch());
        LongTable unacknowledged = new LongTable(facts.scratch());
        for (int i = 0; i < logs.size(); i++) {
            ScanLog log = logs.get(i);
            if (log.region == region && log.topic == topic) {
                for (int row = 0; row < log.refs.size(); row++) {
                    long ref = log.refs.get(row);
                    copies.add(ref);
                    if (unacknowledged(ref, region, topic)) {
                        unacknowledged.putIfAbsent(ref, (long) i << 32 | row);
                    }
                }
            }
        }
        scanned[region][topic] = copies;
        recovered[region][topic] = unacknowledged;
        return true;
    }

    private boolean unacknowledged(long ref, int region, int topic) {
        Sends sends = Ref.phantom(ref) ? null : facts.sends().session(ref).known(region);
        int sequence = Ref.sequence(ref);
        return sends != null && sends.known(sequence) && !sends.ok(sequence) && sends.topic(sequence) == topic;
    }

    private boolean indexDeliveries(int region, int topic) {
        Copies copies = new Copies(facts.scratch());
        for (GroupLog log : facts.groupLogs()) {
            for (int row = 0; log.region == region && log.topic == topic && row < log.refs.size(); row++) {
                copies.add(log.refs.get(row));
            }
        }
        delivered[region][topic] = copies;
        return true;
    }

    private boolean indexGroup(int group) {
        Copies copies = new Copies(facts.scratch());
        RefTimes first = new RefTimes(facts.scratch());
        for (GroupLog log : facts.groupLogs()) {
            for (int row = 0; log.group == group && row < log.refs.size(); row++) {
                long ref = log.refs.get(row);
                if (!Ref.phantom(ref)) {
                    copies.add(ref);
                    first.put(ref, log.times.get(row));
                }
            }
        }
        groups[group] = copies;
        firstDeliveries[group] = first;
        return true;
    }

    private Copies[][][] lineages(int regions, int topics) {
        Copies[][][] found = new Copies[regions][topics][];
        for (int region = 0; region < regions; region++) {
            for (int topic = 0; topic < topics; topic++) {
                int r = region;
                int t = topic;
                found[region][topic] = IntStream.range(0, topics)
                        .filter(other -> facts.lineage(other).equals(facts.lineage(t)))
                        .mapToObj(other -> scanned[r][other])
                        .toArray(Copies[]::new);
            }
        }
        return found;
    }

    Facts facts() {
        return facts;
    }

    /** Threads for what can be done at once. */
    Crew crew() {
        return crew;
    }

    /** Room for what a fold has to remember of each record. */
    Scratch scratch() {
        return facts.scratch();
    }

    Story story() {
        return story;
    }

    Catalogue catalogue() {
        return facts.catalogue();
    }

    Ownership ownership() {
        return ownership;
    }

    ActiveRegions active() {
        return active;
    }

    /** When processes stood still. */
    Stalls stalls() {
        return stalls;
    }

    int region(String name) {
        return catalogue().regions().indexOf(name);
    }

    /** Every partition of the region's workload lineages was read to its end, and the record of it is whole. */
    boolean scannedWhole(int region) {
        return scannedRegions.contains(region);
    }

    /**
     * Whether every worker left a journal and none of them is damaged, altered or cut. (One that ends where its worker was killed is
     * whole.) Otherwise what is missing from them would look as if it had never happened.
     */
    boolean journalsWhole() {
        return facts.journals().stream().noneMatch(journal -> journal.state().damaged())
                && !facts.contradictory()
                && !facts.altered(JOURNALS)
                && story.timeline().all(WorkerStarted.class).allMatch(this::leftItsJournal);
    }

    private boolean leftItsJournal(WorkerStarted worker) {
        return facts.journals().stream()
                .anyMatch(journal -> journal.name().equals(worker.region() + "-" + worker.incarnation())
                        && journal.state().region().equals(worker.region())
                        && journal.state().incarnation() == worker.incarnation()
                        && (journal.state().closed() || story.killed(worker)));
    }

    /** Processes that take times and left no note of when they stood still, as their files are called without the ending. */
    Set<String> unmetered() {
        Set<String> metered = facts.stallLogs().stream()
                .filter(log -> !log.process().isEmpty())
                .map(StallLog::file)
                .collect(Collectors.toSet());
        Set<String> expected = new TreeSet<>(Set.of(StallLog.HARNESS));
        story.timeline()
                .all(WorkerStarted.class)
                .forEach(worker -> expected.add("worker-" + worker.region() + "-" + worker.incarnation()));
        expected.removeIf(file -> metered.contains(file + StallLog.SUFFIX));
        return expected;
    }

    /** Whether all that is known of stalls can be relied on; otherwise a figure may be wider than its error bar says. */
    boolean stallsKnown() {
        return unmetered().isEmpty()
                && !facts.altered(LOGS)
                && story.timeline().all(Trouble.class).noneMatch(e -> e.where().equals(Trouble.PROXY_WATCH))
                && facts.stallLogs().stream().allMatch(log -> log.problems().isEmpty());
    }

    /** Why a class cannot be told without the region's logs. */
    String notScanned(int region) {
        return "the logs of " + catalogue().regions().get(region) + " were not scanned whole";
    }

    boolean allScannedWhole() {
        return scannedRegions.size() == catalogue().regions().size();
    }

    /** What the region's topic held at the end. */
    Copies scanned(int region, int topic) {
        return region < 0 || topic < 0 ? none : scanned[region][topic];
    }

    /** Whether the record was acknowledged at an offset that its native log does not have any more. */
    boolean expired(Sends sends, int row) {
        if (!sends.ok(row)) {
            return false;
        }
        ScanLog log = facts.knownScanLog(sends.region, sends.ackTopic(row), sends.partition(row));
        return log != null && sends.offset(row) < log.start();
    }

    /**
     * Whether retention or compaction may have removed the record from its native log. Of a recovered one nobody knows the offset, so
     * it may be any beginning that is gone.
     */
    boolean removable(Sends sends, int row) {
        return expired(sends, row)
                || compacted(sends.topic(row))
                || !sends.ok(row) && beginningGone(sends.region, sends.topic(row));
    }

    private boolean beginningGone(int region, int topic) {
        return logs.stream().anyMatch(log -> log.region == region && log.topic == topic && log.start() > 0);
    }

    private boolean compacted(int topic) {
        TopicSpec spec =
                story.scenario().topics().get(catalogue().topics().get(topic).name());
        return spec != null && spec.config().getOrDefault("cleanup.policy", "").contains("compact");
    }

    /**
     * Whether the region's topic may have had records that its logs do not show any more: they began anew, their beginning is gone, they
     * are compacted, or a fault hit them that costs acknowledged records.
     */
    boolean mayHaveLost(int region, int topic) {
        return compacted(topic) || mayHaveLost(region, topic, Long.MIN_VALUE);
    }

    /** As the other, since a moment and without compaction, which leaves the last record of each key. */
    boolean mayHaveLost(int region, int topic, long since) {
        return renewed(region, topic) > since
                || beginningGone(region, topic)
                || story.mayHaveLost(
                        catalogue().regions().get(region),
                        catalogue().topics().get(topic).name(),
                        since);
    }

    /** Whether any service grouped its sends: then a record may be acknowledged and withdrawn. */
    boolean transactional() {
        return !facts.transactions().none()
                || story.scenario().services().values().stream()
                        .flatMap(service -> service.produces().stream())
                        .anyMatch(produces -> produces.transactions().isPresent());
    }

    /** Whether any topic of the record's lineage held it in the region at the end, native or mirrored. */
    boolean inLineage(int region, long ref) {
        int topic = facts.sends().session(ref).topic(Ref.sequence(ref));
        for (Copies copies : lineages[region][topic]) {
            if (copies.contains(ref)) {
                return true;
            }
        }
        return false;
    }

    /** Records that the lineage's topics held in the region below a failover snapshot, of what they hold at the end. */
    RefSet below(int region, String lineage, SnapshotTaken snapshot) {
        return below.computeIfAbsent(new Below(region, lineage, snapshot.failover()), b -> {
            RefSet records = new RefSet();
            for (ScanLog log : facts.scanLogs()) {
                if (log.region == region && facts.lineage(log.topic).equals(lineage)) {
                    List<Long> ends = snapshot.endOffsets()
                            .getOrDefault(catalogue().topics().get(log.topic).name(), List.of());
                    for (int row = 0; log.partition < ends.size() && row < log.refs.size(); row++) {
                        if (!Ref.phantom(log.refs.get(row)) && log.offsets.get(row) < ends.get(log.partition)) {
                            records.add(log.refs.get(row));
                        }
                    }
                }
            }
            return records;
        });
    }

    /** What was delivered from the region's topic, to any group. */
    Copies delivered(int region, int topic) {
        return region < 0 || topic < 0 ? none : delivered[region][topic];
    }

    /** What was delivered to the group, in any region. */
    Copies deliveredTo(int group) {
        return groups[group];
    }

    RefTimes firstDeliveries(int group) {
        return firstDeliveries[group];
    }

    /** Whether the group reads any topic of the native topic's lineage. */
    boolean reads(int group, int nativeTopic) {
        byte known = reads[group][nativeTopic];
        if (known == 0) {
            known = (byte) (Reading.reads(facts, group, nativeTopic) ? 1 : -1);
            reads[group][nativeTopic] = known;
        }
        return known > 0;
    }

    /** Where each record first stands in a region's topic. */
    FirstCopies firstCopies(int region, int topic) {
        return firstCopies.computeIfAbsent(
                new Log(region, topic), log -> new FirstCopies(this, log.region(), log.topic()));
    }

    /** What a transition left behind; nothing without a failover snapshot. */
    RecoveryPoint recoveryPoint(TransitionFacts transition) {
        return points.computeIfAbsent(transition, of -> RecoveryPoint.of(this, of));
    }

    /** Writes that conflict. */
    WriteConflicts conflicts() {
        synchronized (conflicts) {
            WriteConflicts known = conflicts.get();
            if (known == null) {
                known = WriteConflicts.of(this);
                conflicts.set(known);
            }
            return known;
        }
    }

    /** Why records were delivered again. */
    RedeliveryCauses redeliveries() {
        synchronized (redeliveries) {
            RedeliveryCauses known = redeliveries.get();
            if (known == null) {
                known = RedeliveryCauses.of(this);
                redeliveries.set(known);
            }
            return known;
        }
    }

    /** Writes to a region that did not own their key; empty when ownership was never declared. */
    Optional<SplitBrainWrites.Found> splitBrain() {
        synchronized (splitBrain) {
            Optional<SplitBrainWrites.Found> known = splitBrain.get();
            if (known == null) {
                known = SplitBrainWrites.writes(this);
                splitBrain.set(known);
            }
            return known;
        }
    }

    /** R1 and R2 of a flow. */
    Unreplicated.Missing missing(Flow flow) {
        return missing.computeIfAbsent(flow, of -> Unreplicated.Missing.of(this, of));
    }

    /** Whether a log of the region other than the topic's own, or a delivery there, shows the record. */
    boolean observedOutside(int region, long ref) {
        for (int other = 0; other < scanned.length; other++) {
            if (other != region && observedIn(other, ref)) {
                return true;
            }
        }
        return false;
    }

    private boolean observedIn(int region, long ref) {
        for (int topic = 0; topic < scanned[region].length; topic++) {
            if (scanned[region][topic].contains(ref) || delivered[region][topic].contains(ref)) {
                return true;
            }
        }
        return false;
    }

    Standing standing(Sends sends, int row) {
        return switch (sends.outcome(row)) {
            case Sends.OK -> Standing.OK;
            case Sends.FAILED, Sends.WITHDRAWN -> Standing.FAILED;
            default -> {
                if (observedOutside(-1, sends.ref(row))) {
                    yield Standing.RECOVERED;
                }
                yield allScannedWhole() ? Standing.ABSENT : Standing.OPEN;
            }
        };
    }

    /** In Must: acknowledged, or recovered. */
    boolean must(Sends sends, int row) {
        if (sends.ok(row)) {
            return true;
        }
        Standing standing = standing(sends, row);
        return standing == Standing.OK || standing == Standing.RECOVERED;
    }

    /**
     * Since when a topic's logs are those that the scan saw: its region came back with new disks, or it was deleted and made again.
     * {@link Long#MIN_VALUE}: always.
     */
    long renewed(int region, int topic) {
        String where = catalogue().regions().get(region);
        String name = catalogue().topics().get(topic).name();
        LongStream restored = story.timeline()
                .all(RegionRestored.class)
                .filter(event -> event.region().equals(where) && event.renewed())
                .mapToLong(RegionRestored::at);
        LongStream recreated = story.timeline()
                .all(TopicRecreated.class)
                .filter(event -> event.region().equals(where) && event.topic().equals(name))
                .mapToLong(TopicRecreated::at);
        return LongStream.concat(restored, recreated).max().orElse(Long.MIN_VALUE);
    }

    /** Whether the region acknowledged the record before a moment; if its logs began anew then, it is of the old ones. */
    boolean acknowledgedBefore(long ref, int region, long moment) {
        if (Ref.phantom(ref)) {
            return false;
        }
        Sends sends = facts.sends().session(ref).known(region);
        int row = Ref.sequence(ref);
        return sends != null && sends.known(row) && sends.ok(row) && sends.ended(row) < moment;
    }

    /** When the record was acknowledged; a recovered or open one has no such time, so its invocation stands in. */
    long acknowledged(Sends sends, int row) {
        return sends.ok(row) ? sends.ended(row) : sends.invoked(row);
    }

    /** Where the record stands in its native log: from its acknowledgement, or for a recovered one from the scan. */
    @Nullable
    Position nativePosition(Sends sends, int row) {
        return sends.ok(row)
                ? new Position(sends.ackTopic(row), sends.partition(row), sends.offset(row))
                : recovered(sends.ref(row));
    }

    private @Nullable Position recovered(long ref) {
        for (LongTable[] ofRegion : recovered) {
            for (LongTable ofTopic : ofRegion) {
                long place = ofTopic.get(ref, -1);
                if (place >= 0) {
                    ScanLog log = logs.get((int) (place >>> 32));
                    return new Position(log.topic, log.partition, log.offsets.get((int) place));
                }
            }
        }
        return null;
    }

    /** How people find a record: its name and, if known, its native position. */
    String describe(Sends sends, int row) {
        String name = facts.name(sends.ref(row));
        Position position = nativePosition(sends, row);
        return position == null
                ? name + " (" + catalogue().regions().get(sends.region) + ", never acknowledged)"
                : name + " (" + facts.place(sends.region, position.topic(), position.partition(), position.offset())
                        + ")";
    }

    /** As the other, for the region the record was first handed to. */
    String describe(long ref) {
        for (Sends sends : facts.sends().session(ref).sends()) {
            if (sends.known(Ref.sequence(ref))) {
                return describe(sends, Ref.sequence(ref));
            }
        }
        return facts.name(ref);
    }
}
