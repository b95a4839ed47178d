package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent.RegionRestored;
import io.firedrill.evidence.TimelineEvent.ScanFinished;
import io.firedrill.evidence.TimelineEvent.TopicRecreated;
import io.firedrill.evidence.TimelineEvent.WorkerStarted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private record Log(int region, int topic) {}

    private final Facts facts;
    private final Story story;
    private final Ownership ownership;
    private final ActiveRegions active;
    private final Stalls stalls;
    private final Set<Integer> scannedRegions = new HashSet<>();
    private final Map<Log, Copies> scanned = new HashMap<>();
    private final Map<Log, Copies> delivered = new HashMap<>();
    private final Map<Log, List<Copies>> lineages = new HashMap<>();
    private final Map<Integer, Copies> groups = new HashMap<>();
    private final Map<Integer, RefTimes> firstDeliveries = new HashMap<>();
    private final RefSet seen = new RefSet();
    private final Map<Long, Position> recovered = new HashMap<>();

    Dossier(Facts facts, Story story) {
        this.facts = facts;
        this.story = story;
        this.ownership = Ownership.of(story.timeline(), facts.catalogue().regions());
        this.active = new ActiveRegions(story);
        this.stalls = new Stalls(facts.stallLogs(), facts.stalls(), story.timeline());
        facts.scanLogs().forEach(this::index);
        facts.groupLogs().forEach(this::index);
        for (Facts.Journal scan : facts.scans()) {
            String region = facts.catalogue().regions().get(scan.region());
            boolean finished = story.timeline()
                    .all(ScanFinished.class)
                    .anyMatch(e -> e.region().equals(region) && e.complete());
            if (finished && scan.state().closed()) {
                scannedRegions.add(scan.region());
            }
        }
    }

    private void index(ScanLog log) {
        Copies copies = scanned.computeIfAbsent(new Log(log.region, log.topic), l -> new Copies());
        for (int row = 0; row < log.refs.size(); row++) {
            long ref = log.refs.get(row);
            copies.add(ref);
            if (Ref.phantom(ref)) {
                continue;
            }
            seen.add(ref);
            Sends sends = facts.sends().session(ref).known(log.region);
            int sequence = Ref.sequence(ref);
            if (sends != null && sends.known(sequence) && !sends.ok(sequence) && sends.topic(sequence) == log.topic) {
                recovered.putIfAbsent(ref, new Position(log.topic, log.partition, log.offsets.get(row)));
            }
        }
    }

    private void index(GroupLog log) {
        Copies copies = delivered.computeIfAbsent(new Log(log.region, log.topic), l -> new Copies());
        Copies group = groups.computeIfAbsent(log.group, g -> new Copies());
        RefTimes first = firstDeliveries.computeIfAbsent(log.group, g -> new RefTimes());
        for (int row = 0; row < log.refs.size(); row++) {
            long ref = log.refs.get(row);
            copies.add(ref);
            group.add(ref);
            if (!Ref.phantom(ref)) {
                seen.add(ref);
                first.put(ref, log.times.get(row));
            }
        }
    }

    Facts facts() {
        return facts;
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
     * Whether every worker left a journal and none of them is damaged. (One that ends where its worker was killed is whole.) Otherwise
     * what is missing from them would look as if it had never happened.
     */
    boolean journalsWhole() {
        return facts.journals().stream().noneMatch(journal -> journal.state().damaged())
                && story.timeline().all(WorkerStarted.class).allMatch(this::leftItsJournal);
    }

    private boolean leftItsJournal(WorkerStarted worker) {
        return facts.journals().stream()
                .anyMatch(journal -> journal.name().equals(worker.region() + "-" + worker.incarnation())
                        && journal.state().region().equals(worker.region())
                        && journal.state().incarnation() == worker.incarnation());
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
        return scanned.getOrDefault(new Log(region, topic), new Copies());
    }

    /** Whether the record was acknowledged at an offset that its native log does not have any more. */
    boolean expired(Sends sends, int row) {
        if (!sends.ok(row)) {
            return false;
        }
        ScanLog log = facts.knownScanLog(sends.region, sends.ackTopic(row), sends.partition(row));
        return log != null && sends.offset(row) < log.start();
    }

    /** Whether any topic of the record's lineage held it in the region at the end, native or mirrored. */
    boolean inLineage(int region, long ref) {
        int topic = facts.sends().session(ref).topic(Ref.sequence(ref));
        return lineages.computeIfAbsent(new Log(region, topic), this::copiesOfLineage).stream()
                .anyMatch(copies -> copies.contains(ref));
    }

    private List<Copies> copiesOfLineage(Log log) {
        return IntStream.range(0, catalogue().topics().size())
                .filter(topic -> facts.lineage(topic).equals(facts.lineage(log.topic())))
                .mapToObj(topic -> scanned(log.region(), topic))
                .toList();
    }

    /** What was delivered from the region's topic, to any group. */
    Copies delivered(int region, int topic) {
        return delivered.getOrDefault(new Log(region, topic), new Copies());
    }

    /** What was delivered to the group, in any region. */
    Copies deliveredTo(int group) {
        return groups.getOrDefault(group, new Copies());
    }

    RefTimes firstDeliveries(int group) {
        return firstDeliveries.getOrDefault(group, new RefTimes());
    }

    /** Whether a log of the region other than the topic's own, or a delivery there, shows the record. */
    boolean observedOutside(int region, long ref) {
        return scanned.entrySet().stream()
                        .anyMatch(e ->
                                e.getKey().region() != region && e.getValue().contains(ref))
                || delivered.entrySet().stream()
                        .anyMatch(e ->
                                e.getKey().region() != region && e.getValue().contains(ref));
    }

    Standing standing(Sends sends, int row) {
        return switch (sends.outcome(row)) {
            case Sends.OK -> Standing.OK;
            case Sends.FAILED -> Standing.FAILED;
            default -> {
                if (seen.contains(sends.ref(row))) {
                    yield Standing.RECOVERED;
                }
                yield allScannedWhole() ? Standing.ABSENT : Standing.OPEN;
            }
        };
    }

    /** In Must: acknowledged, or recovered. */
    boolean must(Sends sends, int row) {
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
                : recovered.get(sends.ref(row));
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
