package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
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

    /** By the catalogue's indexes. */
    record TopicOfRegion(int region, int topic) {}

    private final Facts facts;
    private final Story story;
    private final Crew crew;
    private final Ownership ownership;
    private final ActiveRegions active;
    private final Stalls stalls;
    private final Holdings holdings;
    private final Completeness completeness;
    private final LogLoss logLoss;

    /** By group and native topic: 1 for yes, -1 for no, 0 where nobody asked yet. */
    private final byte[][] reads;

    private final List<TopicOfRegion> topicsOfRegions = new ArrayList<>();
    private final List<Integer> regions;
    private final List<Integer> groups;
    private final Map<TransitionFacts, RecoveryPoint> points = new ConcurrentHashMap<>();
    private final Map<Flow, Unreplicated.Missing> missing = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable KeyPartitions> keyPartitions = new AtomicReference<>();
    private final AtomicReference<@Nullable Attempt<Overlaps>> overlaps = new AtomicReference<>();
    private final AtomicReference<@Nullable WriteConflicts> conflicts = new AtomicReference<>();
    private final AtomicReference<@Nullable RedeliveryCauses> redeliveries = new AtomicReference<>();
    private final AtomicReference<@Nullable Attempt<Optional<SplitBrainWrites.Found>>> splitBrain =
            new AtomicReference<>();

    Dossier(Facts facts, Story story, Crew crew) {
        this.facts = facts;
        this.story = story;
        this.crew = crew;
        this.ownership = Ownership.of(story.timeline(), facts.catalogue().regions());
        this.active = new ActiveRegions(story);
        this.stalls = new Stalls(facts.stallLogs(), facts.stalls(), story);
        this.holdings = new Holdings(facts, crew);
        this.completeness = new Completeness(facts, story);
        this.logLoss = new LogLoss(facts, story);
        this.reads = new byte[facts.catalogue().groups().size()]
                [facts.catalogue().topics().size()];
        this.regions = indexes(facts.catalogue().regions());
        this.groups = indexes(facts.catalogue().groups());
        for (int region = 0; region < facts.catalogue().regions().size(); region++) {
            for (int topic = 0; topic < facts.catalogue().topics().size(); topic++) {
                topicsOfRegions.add(new TopicOfRegion(region, topic));
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
        if (transaction.fate() != Transaction.Fate.UNKNOWN || !completeness.scannedWhole(sends.region)) {
            return;
        }
        for (int row = transaction.first; row < transaction.end(); row++) {
            if (sends.known(row)
                    && (holdings.scanned(sends.region, sends.topic(row)).contains(sends.ref(row))
                            || logLoss.mayHaveLost(sends.region, sends.topic(row)))) {
                return;
            }
        }
        transaction.didNotHappen();
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

    /** Which record stands where. */
    Holdings holdings() {
        return holdings;
    }

    /** What of the evidence is whole. */
    Completeness completeness() {
        return completeness;
    }

    /** What logs may have had that they do not show. */
    LogLoss logLoss() {
        return logLoss;
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

    /**
     * Whether a region's topic had no such partition, although another region's has: its number was raised there only. The scan of the
     * whole region tells, since a number of partitions never falls; of a topic that was made anew, with a gap in it, or in evidence that contradicts itself it tells nothing.
     */
    boolean lacks(int region, int topic, int partition) {
        return region >= 0
                && completeness.scannedWhole(region)
                && !facts.contradictory()
                && logLoss.renewed(region, topic) == Long.MIN_VALUE
                && partition >= facts.scannedWithoutGap(region, topic).orElse(Integer.MAX_VALUE);
    }

    private static List<Integer> indexes(List<?> of) {
        return IntStream.range(0, of.size()).boxed().toList();
    }

    /** Every topic in every region, whether it is there or not. */
    List<TopicOfRegion> topicsOfRegions() {
        return topicsOfRegions;
    }

    /** Every region, by the catalogue's index. */
    List<Integer> regions() {
        return regions;
    }

    /** Every group, by the catalogue's index. */
    List<Integer> groups() {
        return groups;
    }

    int region(String name) {
        return catalogue().regions().indexOf(name);
    }

    /** Whether any service grouped its sends: then a record may be acknowledged and withdrawn. */
    boolean transactional() {
        return !facts.transactions().none()
                || story.scenario().services().values().stream()
                        .flatMap(service -> service.produces().stream())
                        .anyMatch(produces -> produces.transactions().isPresent());
    }

    /** Whether the group reads any topic of the native topic's lineage. */
    boolean reads(int group, int nativeTopic) {
        byte known = reads[group][nativeTopic];
        if (known == 0) {
            known = (byte) (Reading.reads(facts, group, nativeTopic) ? 1 : -1);
            reads[group][nativeTopic] = known;
        }
        return known == 1;
    }

    /** What a transition left behind; nothing without a failover snapshot. */
    RecoveryPoint recoveryPoint(TransitionFacts transition) {
        return points.computeIfAbsent(transition, of -> RecoveryPoint.of(this, of));
    }

    /** Which partition each key goes to. */
    KeyPartitions keyPartitions() {
        synchronized (keyPartitions) {
            KeyPartitions known = keyPartitions.get();
            if (known == null) {
                known = new KeyPartitions(facts);
                keyPartitions.set(known);
            }
            return known;
        }
    }

    /**
     * Which writes can conflict at all. Whoever asks first lets the crew look, so that the crew's own work may only ask for it after somebody
     * else did; what was thrown then is thrown again.
     */
    Overlaps overlaps() {
        synchronized (overlaps) {
            Attempt<Overlaps> known = overlaps.get();
            if (known == null) {
                known = Attempt.at(() -> Overlaps.of(this));
                overlaps.set(known);
            }
            return known.get();
        }
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

    /** Writes to a region that did not own their key; empty when ownership was never declared. To be asked for first as {@link #overlaps}. */
    Optional<SplitBrainWrites.Found> splitBrain() {
        synchronized (splitBrain) {
            Attempt<Optional<SplitBrainWrites.Found>> known = splitBrain.get();
            if (known == null) {
                known = Attempt.at(() -> SplitBrainWrites.writes(this));
                splitBrain.set(known);
            }
            return known.get();
        }
    }

    /** R1 and R2 of a flow. To be asked for first as {@link #overlaps}. */
    Unreplicated.Missing missing(Flow flow) {
        return missing.computeIfAbsent(flow, of -> Unreplicated.Missing.of(this, of));
    }

    Standing standing(Sends sends, int row) {
        return switch (sends.outcome(row)) {
            case Sends.OK -> Standing.OK;
            case Sends.FAILED, Sends.WITHDRAWN -> Standing.FAILED;
            default -> {
                if (recovered(sends, row)) {
                    yield Standing.RECOVERED;
                }
                yield completeness.allScannedWhole() ? Standing.ABSENT : Standing.OPEN;
            }
        };
    }

    /** Seen in a log or a delivery; of a record that was handed to another region as well, in one that shows what this region took. */
    private boolean recovered(Sends sends, int row) {
        return elsewhere(sends, row)
                ? holdings.tookIt(sends.region, sends.topic(row), sends.ref(row))
                : holdings.observedOutside(-1, sends.ref(row));
    }

    /** Whether the record was handed to another region too. */
    private boolean elsewhere(Sends sends, int row) {
        return facts.sends().session(sends.ref(row)).sends().stream()
                .anyMatch(other -> other.region != sends.region && other.known(row));
    }

    /** In Must: acknowledged, or recovered. */
    boolean must(Sends sends, int row) {
        return sends.ok(row) || standing(sends, row) == Standing.RECOVERED;
    }

    /** In May: its outcome is unknown, and a region that may have it was not scanned whole. */
    boolean open(Sends sends, int row) {
        return !sends.ok(row) && standing(sends, row) == Standing.OPEN;
    }

    /** When the record was acknowledged; a recovered or open one has no such time, so its invocation stands in. */
    long acknowledged(Sends sends, int row) {
        return sends.ok(row) ? sends.ended(row) : sends.invoked(row);
    }

    /**
     * When its region had certainly taken it; {@link RefTimes#NEVER} where nobody knows. A delivery tells, unless it may be of what another
     * region took.
     */
    long takenBy(Sends sends, int row) {
        if (sends.ok(row)) {
            return sends.ended(row);
        }
        long ref = sends.ref(row);
        return elsewhere(sends, row)
                ? RefTimes.NEVER
                : groups().stream()
                        .mapToLong(group -> holdings().firstDeliveries(group).get(ref))
                        .min()
                        .orElse(RefTimes.NEVER);
    }

    /** Where the record stands in its native log: from its acknowledgement, or for a recovered one from the scan. */
    @Nullable
    Position nativePosition(Sends sends, int row) {
        return sends.ok(row)
                ? new Position(sends.ackTopic(row), sends.partition(row), sends.offset(row))
                : holdings.recovered(sends.region, sends.ref(row));
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
