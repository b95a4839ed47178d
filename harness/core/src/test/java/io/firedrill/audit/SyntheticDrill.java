package io.firedrill.audit;

import io.firedrill.audit.SyntheticRecord.Copy;
import io.firedrill.audit.SyntheticRecord.Delivery;
import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.JournalCompressor;
import io.firedrill.evidence.JournalWriter;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineWriter;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.FaultAction;
import io.firedrill.scenario.NodeLimits;
import io.firedrill.scenario.Objective;
import io.firedrill.scenario.Pattern;
import io.firedrill.scenario.Position;
import io.firedrill.scenario.RegionNodes;
import io.firedrill.scenario.RegionSpec;
import io.firedrill.scenario.ReplicationSpec;
import io.firedrill.scenario.RunbookStep;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ServiceSpec;
import io.firedrill.scenario.TimelineStep;
import io.firedrill.scenario.TopicSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * Writes the evidence of a drill that never took place: a region loss in which nothing goes wrong. 25 orders a second from 10 s on;
 * us-east is killed at 30 s, us-west takes over at 34.4 s, the load stops at 60 s. An order is acknowledged after 5 ms and
 * delivered after 8 ms. Everything is copied, both ways. Tests plant anomalies before it is written.
 */
final class SyntheticDrill {

    private static final Crew CREW = new Crew(2, 97);
    static final int EAST = 0;
    static final int WEST = 1;
    static final int ORDERS = 0;
    static final int MIRROR = 1;
    static final int BACK = 2;
    static final int PARTITIONS = 4;
    static final double RATE = 25;
    static final int SLOTS = 1250;
    static final int LAST_EAST = 499;
    static final int FIRST_WEST = 610;
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1000 * MILLI;
    static final long LOAD = 10 * SECOND;
    /** From the moment a send is intended to that at which it is handed over. */
    static final long HAND_OVER = 100_000;

    static final long COMMIT = 29_990 * MILLI;
    static final long SNAPSHOT = 33_850 * MILLI;

    private static final List<String> NAMES = List.of("us-east", "us-west");

    private final Set<Integer> scansFinished = new HashSet<>(Set.of(EAST, WEST));
    final List<SyntheticRecord> records = new ArrayList<>();
    final List<TimelineEvent> events = new ArrayList<>();
    final List<Objective> objectives = new ArrayList<>();
    final List<TimelineStep> steps = new ArrayList<>();
    final List<Copy> phantoms = new ArrayList<>();
    final List<Copy> foreign = new ArrayList<>();
    final List<Start> starts = new ArrayList<>();
    final long[] mirrorStarts = {125, 125, 125, 125};
    final Map<String, String> ordersConfig = new TreeMap<>();
    final Map<String, StringBuilder> stalls = new TreeMap<>();
    final Map<String, Long> next = new HashMap<>();
    List<String> billingIn = List.of("us-east", "us-west");
    boolean scanWest = true;
    boolean scanEast = true;
    /** Partitions of orders that us-east's scan left out. */
    final Set<Integer> unread = new HashSet<>();
    /** Kafka's id of us-east's orders, as the scan found it. */
    Optional<UUID> ordersId = Optional.empty();

    long startOfEast;
    final Map<String, String> topicConfig = new TreeMap<>();
    FailoverSpec.Detect detect =
            new FailoverSpec.Detect.Probe("us-west", Duration.ofMillis(250), 4, Duration.ofSeconds(1));
    Pattern pattern = Pattern.ACTIVE_PASSIVE;
    ReplicationSpec.Policy policy = ReplicationSpec.Policy.DEFAULT;
    String groupService = "billing";
    boolean synced = true;
    boolean bothWays = true;
    boolean orphanedEnd;
    boolean idempotent = true;
    /** The order service keeps a store; a record has a row in us-west as long as its event is there, but for these. */
    boolean stored;

    /** When the scans read the end of each log. */
    long scannedAt = 66 * SECOND;

    boolean storeWhole = true;
    /** When the store became the primary in us-west. */
    final List<Long> promotions = new ArrayList<>(List.of(34_300 * MILLI));

    /** When it became so in us-east. */
    final List<Long> promotionsOfEast = new ArrayList<>(List.of(LOAD));

    /** When the rows came to us-east of what us-west was sent before {@link #wayBack}; nothing: never. */
    OptionalLong copiedToEast = OptionalLong.empty();

    private boolean back;

    int rowsOfNobody;

    /** See {@link #raise}. */
    private boolean raised;

    final Set<SyntheticRecord> rowDiffers = new HashSet<>();

    private final Map<Integer, SyntheticRecord> bySlot = new HashMap<>();
    private final long[] sequences = new long[2];

    final List<Grouped> transactions = new ArrayList<>();
    final List<Mark> marks = new ArrayList<>();

    /** How a transaction ended. */
    enum End {
        COMMITTED,
        ABORTED,
        COMMIT_UNANSWERED,
        LEFT_OPEN
    }

    /** A transaction of us-east, from the record with this sequence on. */
    record Grouped(long first, long records, End end) {}

    /** The group's handler had returned in us-east for all below. */
    record Mark(int partition, long offset, long at) {}

    /** A member of the group gets a partition (anew) and starts there. */
    record Start(int region, int topic, int partition, long position, long at) {}

    SyntheticDrill() {
        for (int k = 0; k < SLOTS; k++) {
            if (k <= LAST_EAST || k >= FIRST_WEST) {
                SyntheticRecord record = good(k <= LAST_EAST ? EAST : WEST, slot(k), k);
                records.add(record);
                bySlot.put(k, record);
            }
        }
        timeline();
        metered("harness", "harness", "harness");
        metered("worker-us-east-1", "us-east worker 1", "harness");
        metered("worker-us-west-1", "us-west worker 1", "harness");
        metered("us-west-broker-1", "us-west broker 1", "kafka");
    }

    void metered(String file, String process, String of) {
        stalls.put(file, new StringBuilder("{\"process\":\"" + process + "\",\"of\":\"" + of + "\"}\n"));
    }

    /** A process stood still, {@code collecting} ms of it in a garbage collection of its own. */
    void stall(String file, long atMillis, long millis, long collecting) {
        stalls.get(file)
                .append("{\"nanos\":" + atMillis * MILLI + ",\"millis\":" + millis + ",\"collectingMillis\":"
                        + collecting + "}\n");
    }

    static long slot(int k) {
        return LOAD + k * (SECOND / (long) RATE);
    }

    /** The record of a slot. */
    SyntheticRecord at(int k) {
        SyntheticRecord ofTheFirst = bySlot.get(k);
        return ofTheFirst != null
                ? ofTheFirst
                : records.stream()
                        .filter(record -> record.intended == slot(k))
                        .findFirst()
                        .orElseThrow();
    }

    /** A record as it should be: acknowledged, in its log, copied if it is from us-east, delivered once. */
    SyntheticRecord good(int region, long intended, int k) {
        long key = k % 40;
        int partition = (int) (key % PARTITIONS);
        SyntheticRecord record = new SyntheticRecord(region, sequences[region]++, key, partition, intended);
        record.invoked = intended + HAND_OVER;
        record.endedAt = intended + 5 * MILLI;
        record.ackOffset = offset(region, ORDERS, partition);
        record.copies.add(new Copy(region, ORDERS, partition, record.ackOffset, true));
        if (region == EAST) {
            record.copies.add(new Copy(WEST, MIRROR, partition, offset(WEST, MIRROR, partition), true));
        } else {
            record.copies.add(new Copy(EAST, BACK, partition, offset(EAST, BACK, partition), true));
        }
        record.deliveries.add(new Delivery(region, ORDERS, partition, record.ackOffset, intended + 8 * MILLI));
        return record;
    }

    /**
     * The order service comes back to us-east at 55 s: a planned transition whose snapshot has every copy of what us-west was sent
     * by then, 515 records. us-west's load goes on all the same.
     */
    void wayBack() {
        back = true;
        long[] ends = new long[PARTITIONS];
        for (int k = FIRST_WEST; slot(k) < 55 * SECOND; k++) {
            ends[at(k).partition]++;
        }
        long snapshot = 55_010 * MILLI;
        events.add(new TimelineEvent.SnapshotTaken(
                snapshot,
                snapshot - MILLI,
                "to-east",
                "us-east",
                Map.of(
                        "us-west.orders",
                        LongStream.of(ends).boxed().toList(),
                        "orders",
                        List.of(125L, 125L, 125L, 125L))));
        events.add(new TimelineEvent.OwnershipDeclared(55_015 * MILLI, 3, "us-east", "all"));
        events.add(new TimelineEvent.ServiceSwitched(55_020 * MILLI, "to-east", "order-service", "us-east"));
        events.add(new TimelineEvent.StepFinished(
                55_030 * MILLI, 55 * SECOND, "to-east", 0, "switch-producers", "done", ""));
    }

    /** {@code orders} has a setting in both regions that no copy has. */
    void set(String setting) {
        ordersConfig.put(setting, "1");
    }

    /** The topic of us-east, and its copy, have a fifth partition from a slot on; every eighth key goes there. */
    void raise(int from) {
        raised = true;
        for (int k = from; k <= LAST_EAST; k++) {
            if (k % 8 == 7) {
                SyntheticRecord old = at(k);
                SyntheticRecord moved = new SyntheticRecord(EAST, old.sequence, old.key, PARTITIONS, old.intended);
                moved.invoked = old.invoked;
                moved.endedAt = old.endedAt;
                moved.ackOffset = offset(EAST, ORDERS, PARTITIONS);
                moved.copies.add(new Copy(EAST, ORDERS, PARTITIONS, moved.ackOffset, true));
                moved.copies.add(new Copy(WEST, MIRROR, PARTITIONS, offset(WEST, MIRROR, PARTITIONS), true));
                moved.deliveries.add(new Delivery(EAST, ORDERS, PARTITIONS, moved.ackOffset, old.intended + 8 * MILLI));
                records.set(records.indexOf(old), moved);
                bySlot.put(k, moved);
            }
        }
        long copies = next.getOrDefault(WEST + "/" + MIRROR + "/" + PARTITIONS, 0L);
        replace(
                TimelineEvent.SnapshotTaken.class,
                new TimelineEvent.SnapshotTaken(
                        SNAPSHOT,
                        SNAPSHOT - MILLI,
                        "to-west",
                        "us-west",
                        Map.of(
                                "us-east.orders",
                                List.of(125L, 125L, 125L, 125L, copies),
                                "orders",
                                List.of(0L, 0L, 0L, 0L))));
    }

    /** The next free offset of a log. */
    long offset(int region, int topic, int partition) {
        return next.merge(region + "/" + topic + "/" + partition, 1L, Long::sum) - 1;
    }

    private TimelineEvent started() {
        return new TimelineEvent.RunStarted(
                5 * SECOND,
                "run",
                "region-loss",
                "Lost",
                "active-passive",
                "processes",
                1_700_000_000_000L,
                "host",
                7,
                "0.1.0",
                Map.of("us-east", "4.3.1", "us-west", "4.3.1"),
                "tester",
                Map.of("os", "Linux"),
                catalogue());
    }

    void keepStore() {
        stored = true;
        events.set(0, started());
    }

    /** The group's service is the one that produces as well: it knows what it reads. */
    void producersRead() {
        groupOf("order-service");
    }

    /** The group is of another service than the scenario's. */
    void groupOf(String service) {
        groupService = service;
        events.set(0, started());
    }

    private void timeline() {
        events.add(started());
        events.add(new TimelineEvent.WorkerStarted(8 * SECOND, "us-east", 1, "journals/us-east-1", false));
        events.add(new TimelineEvent.WorkerStarted(8 * SECOND, "us-west", 1, "journals/us-west-1", false));
        events.add(new TimelineEvent.OwnershipDeclared(9 * SECOND, 1, "us-east", "all"));
        events.add(new TimelineEvent.LoadStarted(LOAD));
        events.add(metadata(19 * SECOND, "us-east", "us-west.orders", ordersConfig));
        events.add(new TimelineEvent.BaselineSteady(20 * SECOND, 15 * SECOND, 5 * MILLI, 1));
        events.add(new TimelineEvent.FaultApplied(
                30_100 * MILLI,
                new FaultReceipt(
                        "kill-region",
                        "us-east",
                        "disks: kept",
                        "SIGKILL",
                        30_000 * MILLI,
                        30_020 * MILLI,
                        List.of("broker 1"),
                        true,
                        30_000 * MILLI,
                        30_050 * MILLI,
                        "the canary failed"),
                "to-west"));
        events.add(new TimelineEvent.WorkerEnded(30_100 * MILLI, "us-east", 1, true));
        events.add(new TimelineEvent.Detected(31_000 * MILLI, "to-west", "probe"));
        events.add(new TimelineEvent.Decided(31_100 * MILLI, "to-west", "automatically"));
        events.add(metadata(31_500 * MILLI, "us-west", "us-east.orders", ordersConfig));
        step(0, "fence", 31_100, 33_100, "unreachable");
        step(1, "activate-consumers", 33_100, 33_800, "done");
        events.add(new TimelineEvent.SnapshotTaken(
                SNAPSHOT,
                SNAPSHOT - MILLI,
                "to-west",
                "us-west",
                Map.of("us-east.orders", List.of(125L, 125L, 125L, 125L), "orders", List.of(0L, 0L, 0L, 0L))));
        events.add(new TimelineEvent.OwnershipDeclared(33_900 * MILLI, 2, "us-west", "all"));
        events.add(new TimelineEvent.ServiceSwitched(34_400 * MILLI, "to-west", "order-service", "us-west"));
        step(2, "switch-producers", 33_800, 34_400, "done");
        events.add(new TimelineEvent.FaultLifted(
                50 * SECOND, 50 * SECOND, "kill-region", "us-east", true, "all brokers are ready"));
        events.add(new TimelineEvent.RegionRestored(50 * SECOND, "us-east", false));
        events.add(new TimelineEvent.LoadStopped(60 * SECOND));
        events.add(new TimelineEvent.ReplicationSettled(62 * SECOND, "us-east", "us-west", true, ""));
        events.add(new TimelineEvent.ReplicationSettled(62 * SECOND, "us-west", "us-east", true, ""));
        events.add(new TimelineEvent.DrainFinished(65 * SECOND, true, Map.of()));
        events.add(new TimelineEvent.ScanFinished(66 * SECOND, "us-east", true, ""));
        events.add(new TimelineEvent.ScanFinished(66 * SECOND, "us-west", true, ""));
        events.add(new TimelineEvent.DrillEnded(70 * SECOND, "completed"));
    }

    private static TimelineEvent metadata(long at, String region, String mirror, Map<String, String> config) {
        return new TimelineEvent.MetadataNoted(
                at,
                at - MILLI,
                region,
                Map.of(
                        "orders",
                        new TimelineEvent.MetadataNoted.Topic(PARTITIONS, config),
                        mirror,
                        new TimelineEvent.MetadataNoted.Topic(PARTITIONS, Map.of())),
                List.of(),
                List.of("billing"));
    }

    private void step(int index, String key, long from, long to, String outcome) {
        events.add(new TimelineEvent.StepFinished(to * MILLI, from * MILLI, "to-west", index, key, outcome, ""));
    }

    private Catalogue catalogue() {
        return new Catalogue(
                List.of("us-east", "us-west"),
                List.of(
                        new Catalogue.Topic("orders", "orders", "", PARTITIONS),
                        new Catalogue.Topic("us-east.orders", "orders", "us-east", PARTITIONS),
                        new Catalogue.Topic("us-west.orders", "orders", "us-west", PARTITIONS)),
                List.of(new Catalogue.Producer("order-service-0", "order-service", ORDERS, RATE, 512)),
                List.of(new Catalogue.Group("billing", groupService, List.of(ORDERS, MIRROR, BACK))),
                stored ? List.of(new Catalogue.Store("order-service", "before", List.of(0))) : List.of());
    }

    Scenario scenario() {
        List<String> both = List.of("us-east", "us-west");
        return new Scenario(
                "region-loss",
                "Lost",
                pattern,
                Map.of(
                        "us-east", new RegionSpec(RegionNodes.combined(1), Map.of(), NodeLimits.NONE),
                        "us-west", new RegionSpec(RegionNodes.combined(1), Map.of(), NodeLimits.NONE)),
                List.of(),
                Map.of("orders", new TopicSpec(PARTITIONS, 1, 1, TopicSpec.Created.AT_START, topicConfig)),
                bothWays
                        ? List.of(flow("us-east", "us-west"), flow("us-west", "us-east"))
                        : List.of(flow("us-east", "us-west")),
                Map.of(
                        "order-service",
                        new ServiceSpec(
                                both,
                                Optional.of(new ServiceSpec.Produces(
                                        "orders", RATE, 512, 40, "all", idempotent, 1, Map.of())),
                                Optional.empty(),
                                ServiceSpec.Standby.STOPPED),
                        "billing",
                        new ServiceSpec(
                                billingIn,
                                Optional.empty(),
                                Optional.of(new ServiceSpec.Consumes(
                                        List.of("orders"), "billing", 1, "earliest", Duration.ZERO, Map.of())),
                                ServiceSpec.Standby.STOPPED)),
                back
                        ? Map.of("to-west", failover("us-east", "us-west"), "to-east", failover("us-west", "us-east"))
                        : Map.of("to-west", failover("us-east", "us-west")),
                steps,
                objectives,
                Scenario.Settings.DEFAULT);
    }

    private FailoverSpec failover(String from, String to) {
        return new FailoverSpec(
                from,
                to,
                detect,
                new FailoverSpec.Decide.Automatic(),
                List.of(new RunbookStep.ActivateConsumers(
                        synced
                                ? RunbookStep.ActivateConsumers.Offsets.SYNCED
                                : RunbookStep.ActivateConsumers.Offsets.EARLIEST)));
    }

    private ReplicationSpec flow(String from, String to) {
        return new ReplicationSpec(
                from,
                to,
                List.of("orders"),
                policy,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of());
    }

    /** The scenario asks for a fault that is over once it happened. */
    void asks(String key, String target, boolean losesAcknowledged) {
        asks(new Once(key, target, losesAcknowledged, false));
    }

    /** As the other, for a fault that cuts ends of logs off. */
    void asksToCut(String key, String target) {
        asks(new Once(key, target, true, true));
    }

    private void asks(FaultAction fault) {
        steps.add(new TimelineStep(
                new TimelineStep.Trigger.At(Duration.ofSeconds(10)),
                fault,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Position("scenario.yaml", 1, 1)));
    }

    /** A fault of the language that is over once it happened. */
    private record Once(String key, String target, boolean losesAcknowledged, boolean cutsEnds) implements FaultAction {
        @Override
        public String wording() {
            return target;
        }

        @Override
        public boolean lasts() {
            return false;
        }
    }

    /** A region could not be scanned whole, and where some of its partitions were read these are all that its scan shows. */
    void notScannedWhole(int region) {
        events.removeIf(event -> event instanceof TimelineEvent.ScanFinished scan
                && scan.region().equals(NAMES.get(region)));
        events.add(new TimelineEvent.ScanFinished(scannedAt, NAMES.get(region), false, "a broker was away"));
        scansFinished.remove(region);
    }

    boolean scannedWhole(int region) {
        return scansFinished.contains(region);
    }

    /** Whether a scan that was made shows it. */
    boolean shows(Copy copy) {
        boolean leftOut = copy.region() == EAST && copy.topic() == ORDERS && unread.contains(copy.partition());
        return (copy.region() == EAST ? scanEast : scanWest) && !leftOut;
    }

    /** Makes room for one more record at the beginning of a partition of us-west's own topic, and of its copy in us-east. */
    void makeRoom(int partition) {
        for (SyntheticRecord record : records) {
            record.copies.replaceAll(copy -> isWestern(copy.topic(), copy.region(), copy.partition(), partition)
                    ? copy.at(copy.offset() + 1)
                    : copy);
            record.deliveries.replaceAll(
                    delivery -> isWestern(delivery.topic(), delivery.region(), delivery.partition(), partition)
                            ? delivery.from(delivery.offset() + 1)
                            : delivery);
            if (record.region == WEST && record.partition == partition) {
                record.ackOffset++;
            }
            if (record.retry != null && record.retry.region() == WEST && record.partition == partition) {
                record.retry = record.retry.at(record.retry.offset() + 1);
            }
        }
        starts.replaceAll(start -> isWestern(start.topic(), start.region(), start.partition(), partition)
                ? new Start(start.region(), start.topic(), start.partition(), start.position() + 1, start.at())
                : start);
        offset(WEST, ORDERS, partition);
        offset(EAST, BACK, partition);
    }

    private static boolean isWestern(int topic, int region, int partition, int wanted) {
        return partition == wanted && topic == (region == WEST ? ORDERS : BACK);
    }

    void replace(Class<? extends TimelineEvent> kind, TimelineEvent... others) {
        events.removeIf(kind::isInstance);
        events.addAll(List.of(others));
    }

    /** Nothing failed, so that nothing is taken back either. */
    void noFault() {
        replace(TimelineEvent.FaultApplied.class);
        replace(TimelineEvent.FaultLifted.class);
    }

    /** Writes the folder and audits it. */
    /** By two threads, in many small shards: what they find has to come together. */
    Result audit(Path root) throws IOException {
        return Auditor.audit(write(root), scenario(), new Auditor.Means(Scratch.HEAP, CREW));
    }

    RunFolder write(Path root) throws IOException {
        RunFolder folder = new RunFolder(root);
        Files.createDirectories(root);
        Files.writeString(folder.scenario(), "scenario: region-loss\n");
        events.sort(Comparator.comparingLong(TimelineEvent::at));
        try (TimelineWriter timeline = new TimelineWriter(folder.timeline())) {
            events.forEach(timeline::append);
        }
        journal(folder, EAST, "us-east");
        journal(folder, WEST, "us-west");
        if (scanEast) {
            scan(folder, EAST, "us-east");
        }
        if (scanWest) {
            scan(folder, WEST, "us-west");
        }
        Files.createDirectories(folder.logs());
        for (Map.Entry<String, StringBuilder> noted : stalls.entrySet()) {
            Files.write(folder.stalls(noted.getKey()), inOrder(noted.getValue()));
        }
        Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
        return folder;
    }

    /** Its head, and the stalls in the order in which a process notes them. */
    private static byte[] inOrder(StringBuilder noted) {
        List<String> lines = new ArrayList<>(noted.toString().lines().toList());
        lines.subList(1, lines.size()).sort(Comparator.comparingLong(SyntheticDrill::stalledFrom));
        return (String.join("\n", lines) + (noted.charAt(noted.length() - 1) == '\n' ? "\n" : ""))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What is no stall stands last. */
    private static long stalledFrom(String line) {
        return line.matches("\\{\"nanos\":\\d+,.*}")
                ? Long.parseLong(line.substring(9, line.indexOf(',')))
                : Long.MAX_VALUE;
    }

    private void journal(RunFolder folder, int region, String name) throws IOException {
        Path path = folder.journal(name, 1);
        try (JournalWriter journal = new JournalWriter(path, name, 1, 1 << 16)) {
            for (SyntheticRecord record : records) {
                if (record.region == region) {
                    send(journal, record);
                }
                SyntheticRecord.Retry retry = record.retry;
                if (retry != null && retry.region() == region) {
                    retry(journal, record, retry);
                }
            }
            if (region == EAST) {
                transactions.stream()
                        .sorted(Comparator.comparingLong(Grouped::first))
                        .forEach(grouped -> transaction(journal, grouped));
                if (orphanedEnd) {
                    journal.transactionEnded(EAST, 0, 1, 7, true, 20 * SECOND);
                }
            }
            if (stored) {
                store(journal, region);
            }
            deliveries(journal, region);
        }
        JournalCompressor.seal(path);
    }

    private void store(JournalWriter journal, int region) {
        List<Row> facts = new ArrayList<>();
        (region == EAST ? promotionsOfEast : promotions)
                .forEach(at -> facts.add(new Row(at, () -> journal.storePromoted(0, at))));
        if (region == EAST && copiedToEast.isPresent()) {
            long at = copiedToEast.getAsLong();
            records.stream()
                    .filter(this::copiedToEast)
                    .forEach(record -> facts.add(
                            new Row(at, () -> journal.rowCopied(0, WEST, 0, record.session, record.sequence, at))));
        }
        for (int i = 0; i < rowsOfNobody; i++) {
            long sequence = 2_000_000L + i;
            long at = 25 * SECOND + i;
            facts.add(new Row(
                    at,
                    region == EAST
                            ? () -> journal.rowWritten(0, EAST, 0, 1, sequence, at)
                            : () -> journal.rowCopied(0, EAST, 0, 1, sequence, at)));
        }
        facts.sort(Comparator.comparingLong(Row::at));
        facts.forEach(row -> row.fact().run());
    }

    private boolean copiedToEast(SyntheticRecord record) {
        return copiedToEast.isPresent() && record.region == WEST && record.intended < 55 * SECOND;
    }

    private static void transaction(JournalWriter journal, Grouped grouped) {
        long at = slot((int) grouped.first());
        journal.transactionBegun(EAST, 0, 1, grouped.first(), at);
        if (grouped.end() != End.LEFT_OPEN) {
            boolean commit = grouped.end() != End.ABORTED;
            journal.transactionEnding(EAST, 0, 1, grouped.first(), grouped.records(), commit, at + MILLI);
            journal.transactionEnded(
                    EAST, 0, 1, grouped.first(), grouped.end() != End.COMMIT_UNANSWERED, at + 2 * MILLI);
        }
    }

    private static void send(JournalWriter journal, SyntheticRecord record) {
        long sequence = record.sequence;
        journal.sent(
                record.region, 0, record.session, sequence, record.key, ORDERS, 560, record.intended, record.invoked);
        switch (record.outcome) {
            case Sends.OK ->
                journal.acked(
                        record.region,
                        0,
                        record.session,
                        sequence,
                        ORDERS,
                        record.partition,
                        record.ackOffset,
                        record.endedAt);
            case Sends.FAILED ->
                journal.failed(record.region, 0, record.session, sequence, record.endedAt, "RecordTooLarge");
            case Sends.UNKNOWN ->
                journal.unknown(record.region, 0, record.session, sequence, record.endedAt, "Timeout");
            default -> {
                // Nothing was heard of it.
            }
        }
    }

    private static void retry(JournalWriter journal, SyntheticRecord record, SyntheticRecord.Retry retry) {
        long sequence = record.sequence;
        journal.sent(record.region, 0, 1, sequence, record.key, ORDERS, 560, record.intended, retry.invoked());
        journal.acked(record.region, 0, 1, sequence, ORDERS, record.partition, retry.offset(), retry.endedAt());
    }

    private record Row(long at, Runnable fact) {}

    private void deliveries(JournalWriter journal, int region) {
        List<Row> rows = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int p = partition;
            if (region == WEST) {
                rows.add(start(journal, new Start(WEST, ORDERS, p, 0, 33_700 * MILLI)));
                rows.add(start(journal, new Start(WEST, MIRROR, p, mirrorStarts[p], 33_700 * MILLI)));
            } else {
                rows.add(start(journal, new Start(EAST, ORDERS, p, 0, 9_900 * MILLI)));
                long handled = handled(p, COMMIT);
                rows.add(new Row(COMMIT, () -> journal.committed(0, ORDERS, p, handled, COMMIT)));
            }
        }
        if (region == EAST) {
            marks.forEach(mark -> rows.add(new Row(
                    mark.at(), () -> journal.processed(0, 0, ORDERS, mark.partition(), mark.offset(), mark.at()))));
        }
        starts.stream().filter(start -> start.region() == region).forEach(start -> rows.add(start(journal, start)));
        for (SyntheticRecord record : records) {
            record.deliveries.stream()
                    .filter(delivery -> delivery.region() == region)
                    .forEach(delivery -> rows.add(new Row(delivery.at(), () -> deliver(journal, record, delivery))));
        }
        rows.sort(Comparator.comparingLong(Row::at));
        rows.forEach(row -> row.fact().run());
    }

    /** The position of the group in us-east at an instant. */
    private long handled(int partition, long at) {
        return records.stream()
                        .flatMap(record -> record.deliveries.stream())
                        .filter(delivery -> delivery.region() == EAST
                                && delivery.topic() == ORDERS
                                && delivery.partition() == partition
                                && delivery.at() < at)
                        .mapToLong(Delivery::offset)
                        .max()
                        .orElse(-1)
                + 1;
    }

    private static Row start(JournalWriter journal, Start start) {
        return new Row(
                start.at(),
                () -> journal.assigned(0, 0, start.topic(), start.partition(), start.position(), start.at()));
    }

    private static void deliver(JournalWriter journal, SyntheticRecord record, Delivery delivery) {
        journal.delivered(
                0,
                0,
                delivery.topic(),
                delivery.partition(),
                delivery.offset(),
                record.region,
                0,
                record.sessionInDeliveries,
                record.sequence,
                delivery.at(),
                true);
    }

    private void scan(RunFolder folder, int region, String name) throws IOException {
        try (JournalWriter journal = new JournalWriter(folder.scan(name), name, 0, 1 << 16)) {
            for (SyntheticRecord record : records) {
                for (Copy copy : record.copies) {
                    if (copy.region() == region && shows(copy)) {
                        copy(
                                journal,
                                copy,
                                record.region,
                                record.sessionInLogs,
                                record.sequence,
                                record.key,
                                record.intended / MILLI);
                    }
                }
            }
            for (int i = 0; i < phantoms.size(); i++) {
                if (phantoms.get(i).region() == region && shows(phantoms.get(i))) {
                    copy(journal, phantoms.get(i), EAST, 1, 1_000_000L + i, 3, 0);
                }
            }
            for (Copy copy : foreign) {
                if (copy.region() == region && shows(copy)) {
                    journal.scannedForeign(copy.topic(), copy.partition(), copy.offset(), 0, 100);
                }
            }
            if (stored) {
                rows(journal, region);
            }
            if (region == EAST) {
                ordersId.ifPresent(id ->
                        journal.topicId(ORDERS, id.getMostSignificantBits(), id.getLeastSignificantBits(), scannedAt));
            }
            for (int topic : new int[] {ORDERS, region == WEST ? MIRROR : BACK}) {
                int partitions =
                        raised && topic != BACK && (topic == MIRROR || region == EAST) ? PARTITIONS + 1 : PARTITIONS;
                for (int partition = 0; partition < partitions; partition++) {
                    if (region == EAST && topic == ORDERS && unread.contains(partition)) {
                        continue;
                    }
                    long end = next.getOrDefault(region + "/" + topic + "/" + partition, 0L);
                    journal.scanComplete(topic, partition, region == EAST ? startOfEast : 0, end, scannedAt);
                }
            }
        }
    }

    private void rows(JournalWriter journal, int region) {
        long rows = 0;
        for (SyntheticRecord record : records) {
            boolean event = record.copies.stream().anyMatch(copy -> copy.region() == WEST && below(copy));
            boolean row = region == EAST
                    ? record.region == EAST || copiedToEast(record)
                    : event != rowDiffers.contains(record);
            if (row) {
                journal.rowScanned(0, record.region, 0, 1, record.sequence);
                rows++;
            }
        }
        for (int i = 0; i < rowsOfNobody; i++) {
            journal.rowScanned(0, EAST, 0, 1, 2_000_000L + i);
            rows++;
        }
        if (storeWhole) {
            journal.storeScanned(0, rows, scannedAt);
        }
    }

    /** Of us-east's copies those below the snapshot. */
    private static boolean below(Copy copy) {
        return copy.topic() == ORDERS || copy.topic() == MIRROR && copy.offset() < 125;
    }

    private static void copy(
            JournalWriter journal, Copy copy, int worker, int session, long sequence, long key, long timestamp) {
        journal.scanned(
                copy.topic(),
                copy.partition(),
                copy.offset(),
                worker,
                0,
                session,
                sequence,
                key,
                timestamp + copy.lateMillis(),
                560,
                (int) sequence + (copy.intact() && !copy.changed() ? 0 : 1_000_000),
                copy.intact());
    }
}
