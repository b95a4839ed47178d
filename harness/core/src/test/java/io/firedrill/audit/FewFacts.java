package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalState;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.Objective;
import io.firedrill.scenario.Pattern;
import io.firedrill.scenario.ReplicationSpec;
import io.firedrill.scenario.RunbookStep;
import io.firedrill.scenario.RunbookStep.ActivateConsumers;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ServiceSpec;
import io.firedrill.scenario.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A drill of a few facts, each put in by hand, for what a single fold says of them. Nothing is written to a file. Times are nanoseconds,
 * and small; the drill ends at {@link #END}. What is scanned is scanned whole, unless it is said not to be. Copies go from us-east to us-west and
 * back; the third region stands alone.
 */
final class FewFacts {

    /** When processes of ours stood still. */
    final List<Stall> stalls = new ArrayList<>();

    /** Of more than three sends there are several shards. */
    private static final Crew CREW = new Crew(2, 3);

    static final int EAST = 0;
    static final int WEST = 1;
    static final int NORTH = 2;
    static final int ORDERS = 0;
    static final int EAST_ORDERS = 1;
    static final int WEST_ORDERS = 2;
    static final int PAYMENTS = 3;
    static final int EAST_PAYMENTS = 4;
    static final int BILLING = 0;
    static final int SHIPPING = 1;
    static final long END = 10_000_000_000L;

    private static final List<String> REGIONS = List.of("us-east", "us-west", "eu-north");

    /** A record, by the numbers of its id. */
    record Id(int worker, int producer, int session, long sequence) {}

    final List<TimelineEvent> events = new ArrayList<>();
    final List<ReplicationSpec> flows = new ArrayList<>();
    final List<Objective> objectives = new ArrayList<>();
    final Map<String, String> ordersConfig = new TreeMap<>();
    final Set<Integer> unscanned = new HashSet<>();
    /** Region, topic and partition of logs that were not read to their end, as {@code 0/3/1}. */
    final Set<String> unfinished = new HashSet<>();

    /** First offsets of logs, by region, topic and partition. */
    final Map<String, Long> logStarts = new HashMap<>();

    Pattern pattern = Pattern.ACTIVE_PASSIVE;
    ActivateConsumers.Offsets offsets = ActivateConsumers.Offsets.SYNCED;
    List<String> billingIn = List.of("us-east", "us-west");
    String groupService = "billing";
    boolean journalDamaged;

    /** Where the failover leads to, as the scenario says. */
    String target = "us-west";

    private final List<List<Consumer<FactSink>>> sends = new ArrayList<>();
    private final List<List<Consumer<FactSink>>> deeds = new ArrayList<>();
    private final List<List<Consumer<FactSink>>> scans = new ArrayList<>();
    private final Set<String> scannedLogs = new TreeSet<>();
    private @Nullable Dossier made;

    FewFacts() {
        REGIONS.forEach(region -> {
            sends.add(new ArrayList<>());
            deeds.add(new ArrayList<>());
            scans.add(new ArrayList<>());
        });
        events.add(new TimelineEvent.LoadStarted(0));
        events.add(new TimelineEvent.OwnershipDeclared(0, 1, "us-east", "all"));
        events.add(new TimelineEvent.LoadStopped(END - 1));
        events.add(new TimelineEvent.DrainFinished(END - 1, true, Map.of()));
        events.add(new TimelineEvent.DrillEnded(END, "completed"));
        flows.add(flow("us-east", "us-west", "orders", "payments"));
        flows.add(flow("us-west", "us-east", "orders"));
    }

    static ReplicationSpec flow(String from, String to, String... topics) {
        return flow(ReplicationSpec.Policy.DEFAULT, from, to, topics);
    }

    static ReplicationSpec flow(ReplicationSpec.Policy policy, String from, String to, String... topics) {
        return new ReplicationSpec(
                from,
                to,
                List.of(topics),
                policy,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of());
    }

    /** A record of the orders service that began in the region. */
    static Id order(int region, long sequence) {
        return new Id(region, 0, 1, sequence);
    }

    static Id payment(int region, long sequence) {
        return new Id(region, 1, 1, sequence);
    }

    /** Handed to a region; orders go to {@code orders}, payments to {@code payments}. */
    Id sent(int region, Id id, long key, long at) {
        int topic = id.producer() == 0 ? ORDERS : PAYMENTS;
        sends.get(region)
                .add(sink ->
                        sink.sent(id.worker(), id.producer(), id.session(), id.sequence(), key, topic, 100, at, at));
        return id;
    }

    void acked(int region, Id id, int partition, long offset, long at) {
        int topic = id.producer() == 0 ? ORDERS : PAYMENTS;
        sends.get(region)
                .add(sink -> sink.acked(
                        id.worker(), id.producer(), id.session(), id.sequence(), topic, partition, offset, at));
    }

    void unknown(int region, Id id, long at) {
        sends.get(region)
                .add(sink -> sink.unknown(id.worker(), id.producer(), id.session(), id.sequence(), at, "Timeout"));
    }

    void failed(int region, Id id, long at) {
        sends.get(region)
                .add(sink -> sink.failed(id.worker(), id.producer(), id.session(), id.sequence(), at, "TooLarge"));
    }

    /** Sent and acknowledged, and in no log yet. */
    Id acknowledged(int region, Id id, long key, int partition, long offset, long from, long to) {
        sent(region, id, key, from);
        acked(region, id, partition, offset, to);
        return id;
    }

    /** Sent to the region and acknowledged, and there in its log at the end. */
    Id written(int region, Id id, long key, int partition, long offset, long from, long to) {
        acknowledged(region, id, key, partition, offset, from, to);
        scanned(region, id.producer() == 0 ? ORDERS : PAYMENTS, partition, offset, id);
        return id;
    }

    void scanned(int region, int topic, int partition, long offset, Id id) {
        scanned(region, topic, partition, offset, id, 0, (int) id.sequence(), true);
    }

    void scanned(int region, int topic, int partition, long offset, Id id, long timestamp, int digest, boolean intact) {
        scannedLogs.add(region + "/" + topic + "/" + partition);
        scans.get(region)
                .add(sink -> sink.scanned(
                        topic,
                        partition,
                        offset,
                        id.worker(),
                        id.producer(),
                        id.session(),
                        id.sequence(),
                        0,
                        timestamp,
                        100,
                        digest,
                        intact));
    }

    void scannedForeign(int region, int topic, int partition, long offset) {
        scannedLogs.add(region + "/" + topic + "/" + partition);
        scans.get(region).add(sink -> sink.scannedForeign(topic, partition, offset, 0, 100));
    }

    void delivered(int region, int group, int topic, int partition, long offset, Id id, long at) {
        delivered(region, group, topic, partition, offset, id, at, true);
    }

    void delivered(int region, int group, int topic, int partition, long offset, Id id, long at, boolean intact) {
        deeds.get(region)
                .add(sink -> sink.delivered(
                        group,
                        0,
                        topic,
                        partition,
                        offset,
                        id.worker(),
                        id.producer(),
                        id.session(),
                        id.sequence(),
                        at,
                        intact));
    }

    void deliveredForeign(int region, int group, int topic, int partition, long offset, long at) {
        deeds.get(region).add(sink -> sink.deliveredForeign(group, 0, topic, partition, offset, at));
    }

    void assigned(int region, int group, int topic, int partition, long position, long at) {
        deeds.get(region).add(sink -> sink.assigned(group, 0, topic, partition, position, at));
    }

    /** The handler returned. */
    void processed(int region, int group, int topic, int partition, long offset, long at) {
        deeds.get(region).add(sink -> sink.processed(group, 0, topic, partition, offset, at));
    }

    void committed(int region, int group, int topic, int partition, long offset, long at) {
        deeds.get(region).add(sink -> sink.committed(group, topic, partition, offset, at));
    }

    /** us-west takes over from us-east: T0, when the snapshot was taken, and what us-west's logs held then. */
    void failover(long t0, long snapshotAt, Map<String, List<Long>> ends) {
        events.add(new TimelineEvent.Detected(t0, "to-west", "probe"));
        events.add(new TimelineEvent.SnapshotTaken(snapshotAt, snapshotAt, "to-west", "us-west", ends));
    }

    void owns(String region, int epoch, long at) {
        events.add(new TimelineEvent.OwnershipDeclared(at, epoch, region, "all"));
    }

    /** How replication stood at the end. */
    void settled(String from, String to, boolean ran) {
        events.add(new TimelineEvent.ReplicationSettled(END - 1, from, to, ran, ""));
    }

    /** What the fold has to say. */
    Answer ask(AnomalyFold fold) {
        return fold.plan(dossier()).begin(dossier().crew()).get();
    }

    /** What the fold found. */
    Finding found(AnomalyFold fold) {
        return (Finding) ask(fold);
    }

    /** Names of the records that the fold found, in order, before any precedence. */
    List<String> names(AnomalyFold fold) {
        List<String> names = new ArrayList<>();
        found(fold).records().forEach(ref -> names.add(dossier().facts().name(ref)));
        return names;
    }

    /** Examples that the fold would show. */
    List<String> examples(AnomalyFold fold) {
        Finding found = found(fold);
        return found.examples(found.records());
    }

    /** Everything that was put in; nothing is put in any more. */
    Dossier dossier() {
        Dossier known = made;
        if (known == null) {
            known = dossier(CREW);
            made = known;
        }
        return known;
    }

    private Dossier dossier(Crew crew) {
        Facts facts = new Facts(catalogue());
        facts.stalls().addAll(stalls);
        for (int region = 0; region < REGIONS.size(); region++) {
            into(new SendFacts(facts, region, region), sends.get(region));
        }
        facts.sends().order();
        facts.transactions().settle();
        for (int region = 0; region < REGIONS.size(); region++) {
            String name = REGIONS.get(region);
            into(new GroupFacts(facts, region, region, 0), deeds.get(region));
            into(new ScanFacts(facts, region), scans.get(region));
            List<String> damage = journalDamaged ? List.of("torn") : List.of();
            facts.journals()
                    .add(new Facts.Journal(
                            name + "-1", region, 1, new JournalState(name, 1, 1, 1, true, damage), 0, 0));
            if (!unscanned.contains(region)) {
                facts.scans()
                        .add(new Facts.Journal(
                                name, region, 0, new JournalState(name, 0, 1, 1, true, List.of()), 0, 0));
                events.add(new TimelineEvent.ScanFinished(END - 1, name, true, ""));
            }
        }
        scannedLogs.forEach(log -> {
            if (!unfinished.contains(log)) {
                String[] of = log.split("/", -1);
                facts.scanLog(Integer.parseInt(of[0]), Integer.parseInt(of[1]), Integer.parseInt(of[2]))
                        .complete(logStarts.getOrDefault(log, 0L));
            }
        });
        facts.sends().met();
        facts.pack();
        events.sort(Comparator.comparingLong(TimelineEvent::at));
        return new Dossier(facts, Story.of(new Timeline(events, List.of(), false), scenario()), crew);
    }

    private static void into(FactSink sink, List<Consumer<FactSink>> facts) {
        facts.forEach(fact -> fact.accept(sink));
    }

    private Catalogue catalogue() {
        return new Catalogue(
                REGIONS,
                List.of(
                        new Catalogue.Topic("orders", "orders", "", 2),
                        new Catalogue.Topic("us-east.orders", "orders", "us-east", 2),
                        new Catalogue.Topic("us-west.orders", "orders", "us-west", 2),
                        new Catalogue.Topic("payments", "payments", "", 2),
                        new Catalogue.Topic("us-east.payments", "payments", "us-east", 2)),
                List.of(
                        new Catalogue.Producer("order-service-0", "order-service", ORDERS, 10, 100),
                        new Catalogue.Producer("payment-service-0", "payment-service", PAYMENTS, 10, 100)),
                List.of(
                        new Catalogue.Group("billing", groupService, List.of(ORDERS, EAST_ORDERS, WEST_ORDERS)),
                        new Catalogue.Group("shipping", "shipping", List.of(ORDERS, EAST_ORDERS, WEST_ORDERS))),
                List.of());
    }

    private Scenario scenario() {
        List<String> both = List.of("us-east", "us-west");
        return new Scenario(
                "few-facts",
                "Few facts",
                pattern,
                Map.of(),
                List.of(),
                Map.of("orders", new TopicSpec(2, 1, 1, TopicSpec.Created.AT_START, ordersConfig)),
                flows,
                Map.of(
                        "order-service", producing(both, "orders"),
                        "payment-service", producing(List.of("us-east"), "payments"),
                        "billing", consuming(billingIn, "billing"),
                        "shipping", consuming(both, "shipping")),
                Map.of(
                        "to-west",
                        new FailoverSpec(
                                "us-east",
                                target,
                                new FailoverSpec.Detect.Probe(
                                        "us-west", Duration.ofMillis(250), 4, Duration.ofSeconds(1)),
                                new FailoverSpec.Decide.Automatic(),
                                List.<RunbookStep>of(new ActivateConsumers(offsets)))),
                List.of(),
                objectives,
                Scenario.Settings.DEFAULT);
    }

    private static ServiceSpec producing(List<String> in, String topic) {
        return new ServiceSpec(
                in,
                Optional.of(new ServiceSpec.Produces(topic, 10, 100, 10, "all", true, 1, Map.of())),
                Optional.empty(),
                ServiceSpec.Standby.STOPPED);
    }

    private static ServiceSpec consuming(List<String> in, String group) {
        return new ServiceSpec(
                in,
                Optional.empty(),
                Optional.of(new ServiceSpec.Consumes(List.of("orders"), group, 1, "earliest", Duration.ZERO, Map.of())),
                ServiceSpec.Standby.STOPPED);
    }
}
