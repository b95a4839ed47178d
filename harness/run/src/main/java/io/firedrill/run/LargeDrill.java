package io.firedrill.run;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.JournalCompressor;
import io.firedrill.evidence.JournalWriter;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import io.firedrill.evidence.TimelineWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the evidence of a region loss that never took place, of any size: half of the records go to us-east, which is lost; 4.4 s
 * later us-west takes over. What replication had not copied is left behind and copied in the end, a group begins again two seconds
 * back. So the audit must find exactly the counts that {@link #expected} says. The same plan gives the same facts.
 */
public final class LargeDrill {

    /**
     * What the audit has to find.
     *
     * @param behind records that were left behind and come to us-west in the end behind newer writes of their keys
     */
    public record Expected(long records, long facts, long absent, long unreplicated, long behind, long redelivered) {

        /** Counts of the classes of anomalies that are not zero. Of each record that is delivered again there is one further delivery. */
        public Map<String, Long> anomalies() {
            Map<String, Long> counts = new TreeMap<>(Map.of("C3", redelivered, "X3", behind));
            counts.values().removeIf(count -> count == 0);
            return counts;
        }
    }

    private static final int EAST = 0;
    private static final int WEST = 1;
    private static final int PRODUCERS = 4;
    private static final int PARTITIONS = 12;
    private static final int ORDERS = 0;
    private static final int STRIDE = 7;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    private static final long LOAD = 10 * SECOND;
    private static final long ACKNOWLEDGED = 5 * MILLI;
    private static final long DELIVERED = 8 * MILLI;
    private static final long COPIED = 100 * MILLI;
    private static final long BACK = 2 * SECOND;
    private static final int USUAL_RATE = 50_000;
    private static final long SHORTEST = 60;
    private static final int BYTES = 560;

    private final int keys;
    private final double rate;
    private final long t0;
    private final long taken;
    private final long switched;

    /** Slots by their fate: each number is the first slot that does not share it. */
    private final long committed;

    private final long copied;
    private final long deliveredEast;
    private final long acknowledgedEast;
    private final long sentEast;
    private final long firstWest;
    private final long slots;

    /**
     * @param records how many are sent, at least 4000; a multiple of four, or a few fewer
     * @param keys how many different ones, or a few more
     */
    public LargeDrill(long records, int keys) {
        if (records < 4000) {
            throw new IllegalArgumentException(
                    records + " records; at least 4000 are needed to fill the phases of a drill");
        }
        this.keys = (keys + PARTITIONS - 1) / PARTITIONS * PARTITIONS;
        double seconds = Math.max(SHORTEST, records / (double) USUAL_RATE);
        this.rate = Math.ceil(records / (double) PRODUCERS / (seconds - 4.4));
        this.t0 = LOAD + Math.round(seconds / 2 * SECOND);
        this.taken = t0 + 4 * SECOND;
        this.switched = t0 + 4400 * MILLI;
        this.committed = before(t0 - BACK);
        this.copied = before(t0 - COPIED - ACKNOWLEDGED);
        this.deliveredEast = before(t0 - DELIVERED - 10_000);
        this.acknowledgedEast = before(t0 - ACKNOWLEDGED - 10_000);
        this.sentEast = before(t0);
        this.firstWest = before(switched);
        this.slots = firstWest + Math.max(1, records / PRODUCERS - sentEast);
    }

    /** How many slots are due before an instant. */
    private long before(long time) {
        long slot = Math.max(0, (long) ((time - LOAD) * (rate / 1e9)) - 2);
        while (due(slot) < time) {
            slot++;
        }
        return slot;
    }

    private long due(long slot) {
        return LOAD + Math.round(slot * (1e9 / rate));
    }

    private long stopped() {
        return due(slots - 1) + 1;
    }

    private long key(long slot) {
        return slot * STRIDE % keys;
    }

    private int partition(long slot) {
        return (int) (key(slot) % PARTITIONS);
    }

    /** The first slot of a partition at or after another slot. */
    private static long firstOf(int partition, long from) {
        long slot = from;
        while (slot * STRIDE % PARTITIONS != partition) {
            slot++;
        }
        return slot;
    }

    /** How many records of a partition come from the slots [from, to). */
    private static long count(int partition, long from, long to) {
        long first = firstOf(partition, from);
        return first >= to ? 0 : ((to - 1 - first) / PARTITIONS + 1) * PRODUCERS;
    }

    /** Of a record in its native log, and in the copy of that. */
    private long offset(int region, long slot, int producer) {
        return (slot - firstOf(partition(slot), region == EAST ? 0 : firstWest)) / PARTITIONS * PRODUCERS + producer;
    }

    private static long hash(long value) {
        long mixed = (value + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        return mixed ^ (mixed >>> 31);
    }

    /** What the audit has to find. */
    public Expected expected() {
        long west = slots - firstWest;
        long sent = sentEast + west;
        long acknowledged = acknowledgedEast + west;
        long again = deliveredEast - committed;
        long scanned = 2 * acknowledged;
        long delivered = acknowledged + again;
        return new Expected(
                PRODUCERS * sent,
                PRODUCERS * (sent + acknowledged + delivered + scanned),
                PRODUCERS * (sentEast - acknowledgedEast),
                PRODUCERS * (acknowledgedEast - copied),
                PRODUCERS * behind(),
                PRODUCERS * again);
    }

    /** How many slots that were not copied have a key to which us-west is written later. */
    private long behind() {
        long behind = 0;
        for (long slot = copied; slot < acknowledgedEast; slot++) {
            long later = firstWest;
            while (later < slots && later < firstWest + keys && key(later) != key(slot)) {
                later++;
            }
            behind += later < slots && later < firstWest + keys ? 1 : 0;
        }
        return behind;
    }

    /** Whether a folder tells, by its timeline, of this drill. */
    public boolean isIn(RunFolder folder) {
        return TimelineReader.read(folder.timeline()).events().equals(timeline());
    }

    /**
     * Writes everything.
     *
     * @param root an empty folder, or none yet
     */
    public RunFolder write(Path root) throws IOException {
        RunFolder folder = new RunFolder(root);
        Files.createDirectories(root);
        Files.writeString(folder.scenario(), scenario());
        try (TimelineWriter timeline = new TimelineWriter(folder.timeline())) {
            timeline().forEach(timeline::append);
        }
        Files.createDirectories(folder.logs());
        for (String process : List.of("harness", "worker-us-east-1", "worker-us-west-1")) {
            Files.writeString(folder.stalls(process), "{\"process\":\"" + process + "\",\"of\":\"harness\"}\n");
        }
        List<Runnable> journals = List.of(
                () -> journal(folder.journal("us-east", 1), "us-east", 1, this::east),
                () -> journal(folder.journal("us-west", 1), "us-west", 1, this::west),
                () -> journal(folder.scan("us-east"), "us-east", 0, sink -> scan(sink, EAST)),
                () -> journal(folder.scan("us-west"), "us-west", 0, sink -> scan(sink, WEST)));
        journals.parallelStream().forEach(Runnable::run);
        Manifest.write(folder, new Manifest.Origin(Build.current().version(), Map.of(), "synthetic", "benchmark"));
        return folder;
    }

    private interface Facts {
        void into(FactSink sink);
    }

    private static void journal(Path path, String region, int incarnation, Facts facts) {
        try {
            try (JournalWriter journal = new JournalWriter(path, region, incarnation)) {
                facts.into(journal);
            }
            JournalCompressor.seal(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void east(FactSink sink) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sink.assigned(0, 0, ORDERS, partition, 0, LOAD - 100 * MILLI);
        }
        flow(sink, EAST, 0, sentEast, acknowledgedEast, deliveredEast);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sink.committed(0, ORDERS, partition, count(partition, 0, committed), t0 - 5 * MILLI);
        }
    }

    private void west(FactSink sink) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sink.assigned(0, 0, ORDERS, partition, 0, taken);
            sink.assigned(0, 0, 1, partition, count(partition, 0, committed), taken);
        }
        for (long slot = committed; slot < copied; slot++) {
            fromTheCopy(sink, slot, taken + (slot - committed) * 1000);
        }
        flow(sink, WEST, firstWest, slots, slots, slots);
        long drained = stopped() + SECOND;
        for (long slot = copied; slot < acknowledgedEast; slot++) {
            fromTheCopy(sink, slot, drained + (slot - copied) * 1000);
        }
    }

    private void fromTheCopy(FactSink sink, long slot, long at) {
        for (int producer = 0; producer < PRODUCERS; producer++) {
            sink.delivered(0, 0, 1, partition(slot), offset(EAST, slot, producer), EAST, producer, 1, slot, at, true);
        }
    }

    /** Sends, acknowledgements and deliveries in the order of time. */
    private void flow(FactSink sink, int region, long from, long sent, long acknowledged, long delivered) {
        long nextAck = from;
        long nextDelivery = from;
        for (long slot = from; slot <= sent; slot++) {
            long now = slot == sent ? Long.MAX_VALUE : due(slot);
            for (; nextAck < acknowledged && due(nextAck) + ACKNOWLEDGED <= now; nextAck++) {
                for (int producer = 0; producer < PRODUCERS; producer++) {
                    sink.acked(
                            region,
                            producer,
                            1,
                            nextAck - from,
                            ORDERS,
                            partition(nextAck),
                            offset(region, nextAck, producer),
                            due(nextAck) + ACKNOWLEDGED + producer * 1000 + (hash(nextAck) & 0x3FF));
                }
            }
            for (; nextDelivery < delivered && due(nextDelivery) + DELIVERED <= now; nextDelivery++) {
                for (int producer = 0; producer < PRODUCERS; producer++) {
                    sink.delivered(
                            0,
                            0,
                            ORDERS,
                            partition(nextDelivery),
                            offset(region, nextDelivery, producer),
                            region,
                            producer,
                            1,
                            nextDelivery - from,
                            due(nextDelivery) + DELIVERED + producer * 1000 + (hash(nextDelivery) >>> 8 & 0x3FF),
                            true);
                }
            }
            for (int producer = 0; slot < sent && producer < PRODUCERS; producer++) {
                long invoked = now + 20_000 + producer * 1000 + (hash(slot * PRODUCERS + producer) & 0x7FFF);
                sink.sent(region, producer, 1, slot - from, hash(key(slot)), ORDERS, BYTES, now, invoked);
            }
        }
    }

    private void scan(FactSink sink, int region) {
        int mirror = region == EAST ? 2 : 1;
        log(sink, region, ORDERS);
        log(sink, 1 - region, mirror);
    }

    private void log(FactSink sink, int origin, int topic) {
        long from = origin == EAST ? 0 : firstWest;
        long to = origin == EAST ? acknowledgedEast : slots;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (long slot = firstOf(partition, from); slot < to; slot += PARTITIONS) {
                for (int producer = 0; producer < PRODUCERS; producer++) {
                    sink.scanned(
                            topic,
                            partition,
                            offset(origin, slot, producer),
                            origin,
                            producer,
                            1,
                            slot - from,
                            hash(key(slot)),
                            due(slot) / MILLI,
                            BYTES,
                            (int) hash(slot * PRODUCERS + producer),
                            true);
                }
            }
            sink.scanComplete(topic, partition, 0, count(partition, from, to), stopped() + 3 * SECOND);
        }
    }

    private List<TimelineEvent> timeline() {
        List<Long> ends = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> count(partition, 0, copied))
                .toList();
        List<Long> none =
                IntStream.range(0, PARTITIONS).mapToObj(partition -> 0L).toList();
        long stopped = stopped();
        return Stream.<TimelineEvent>of(
                        new TimelineEvent.RunStarted(
                                LOAD - 5 * SECOND,
                                "benchmark",
                                "large-drill",
                                "Evidence of a drill that never took place",
                                "active-passive",
                                "processes",
                                1_700_000_000_000L,
                                "synthetic",
                                7,
                                Build.current().version(),
                                Map.of("us-east", "none", "us-west", "none"),
                                "benchmark",
                                Map.of(),
                                catalogue()),
                        new TimelineEvent.WorkerStarted(LOAD - 2 * SECOND, "us-east", 1, "journals/us-east-1", false),
                        new TimelineEvent.WorkerStarted(LOAD - 2 * SECOND, "us-west", 1, "journals/us-west-1", false),
                        new TimelineEvent.OwnershipDeclared(LOAD - SECOND, 1, "us-east", "all"),
                        new TimelineEvent.LoadStarted(LOAD),
                        metadata(LOAD + 9 * SECOND, "us-east", "us-west.orders"),
                        new TimelineEvent.BaselineSteady(LOAD + 10 * SECOND, LOAD + 2 * SECOND, 5 * MILLI, 1),
                        new TimelineEvent.FaultApplied(
                                t0 + 100 * MILLI,
                                new FaultReceipt(
                                        "kill-region",
                                        "us-east",
                                        "disks: kept",
                                        "SIGKILL",
                                        t0,
                                        t0 + 20 * MILLI,
                                        List.of("broker 1"),
                                        true,
                                        t0,
                                        t0 + 50 * MILLI,
                                        "the canary failed"),
                                "to-west"),
                        new TimelineEvent.WorkerEnded(t0 + 100 * MILLI, "us-east", 1, true),
                        new TimelineEvent.Detected(t0 + SECOND, "to-west", "probe"),
                        new TimelineEvent.Decided(t0 + 1100 * MILLI, "to-west", "automatically"),
                        metadata(t0 + 1500 * MILLI, "us-west", "us-east.orders"),
                        new TimelineEvent.SnapshotTaken(
                                t0 + 3850 * MILLI,
                                t0 + 3849 * MILLI,
                                "to-west",
                                "us-west",
                                Map.of("us-east.orders", ends, "orders", none)),
                        new TimelineEvent.OwnershipDeclared(t0 + 3900 * MILLI, 2, "us-west", "all"),
                        new TimelineEvent.ServiceSwitched(taken, "to-west", "billing", "us-west"),
                        new TimelineEvent.StepFinished(
                                taken, t0 + 1100 * MILLI, "to-west", 0, "activate-consumers", "done", ""),
                        new TimelineEvent.ServiceSwitched(switched, "to-west", "order-service", "us-west"),
                        new TimelineEvent.StepFinished(switched, taken, "to-west", 1, "switch-producers", "done", ""),
                        new TimelineEvent.FaultLifted(
                                t0 + 20 * SECOND,
                                t0 + 20 * SECOND,
                                "kill-region",
                                "us-east",
                                true,
                                "all brokers are ready"),
                        new TimelineEvent.RegionRestored(t0 + 20 * SECOND, "us-east", false),
                        new TimelineEvent.LoadStopped(stopped),
                        new TimelineEvent.ReplicationSettled(stopped + SECOND, "us-east", "us-west", true, ""),
                        new TimelineEvent.ReplicationSettled(stopped + SECOND, "us-west", "us-east", true, ""),
                        new TimelineEvent.DrainFinished(stopped + 2 * SECOND, true, Map.of()),
                        new TimelineEvent.ScanFinished(stopped + 3 * SECOND, "us-east", true, ""),
                        new TimelineEvent.ScanFinished(stopped + 3 * SECOND, "us-west", true, ""),
                        new TimelineEvent.DrillEnded(stopped + 4 * SECOND, "completed"))
                .sorted(Comparator.comparingLong(TimelineEvent::at))
                .toList();
    }

    private static TimelineEvent metadata(long at, String region, String mirror) {
        return new TimelineEvent.MetadataNoted(
                at,
                at - MILLI,
                region,
                Map.of(
                        "orders",
                        new TimelineEvent.MetadataNoted.Topic(PARTITIONS, Map.of()),
                        mirror,
                        new TimelineEvent.MetadataNoted.Topic(PARTITIONS, Map.of())),
                List.of(),
                List.of("billing"));
    }

    private Catalogue catalogue() {
        return new Catalogue(
                List.of("us-east", "us-west"),
                List.of(
                        new Catalogue.Topic("orders", "orders", "", PARTITIONS),
                        new Catalogue.Topic("us-east.orders", "orders", "us-east", PARTITIONS),
                        new Catalogue.Topic("us-west.orders", "orders", "us-west", PARTITIONS)),
                IntStream.range(0, PRODUCERS)
                        .mapToObj(i -> new Catalogue.Producer("order-service-" + i, "order-service", ORDERS, rate, 512))
                        .toList(),
                List.of(new Catalogue.Group("billing", "billing", List.of(0, 1, 2))));
    }

    private String scenario() {
        Map<String, String> limits = new TreeMap<>();
        limits.put("rpo.records", Long.toString(expected().unreplicated()));
        limits.put("rpo.final", "0");
        limits.put("split-brain.writes", "0");
        StringBuilder objectives = new StringBuilder();
        limits.forEach((name, limit) -> objectives.append("  " + name + ": " + limit + "\n"));
        return """
                scenario: large-drill
                title: Evidence of a drill that never took place
                pattern: active-passive
                regions:
                  us-east: { brokers: 3 }
                  us-west: { brokers: 3 }
                topics:
                  orders: { partitions: %d, replication-factor: 3, min-insync-replicas: 2 }
                replication:
                  - { from: us-east, to: us-west, topics: [orders], policy: default }
                  - { from: us-west, to: us-east, topics: [orders], policy: default }
                services:
                  order-service:
                    deployed-in: [us-east, us-west]
                    produces: { topic: orders, rate: %d/s, size: 512B, keys: %d, acks: all }
                  billing:
                    deployed-in: [us-east, us-west]
                    consumes: { topics: [orders], group: billing }
                    standby: stopped
                failovers:
                  to-west:
                    from: us-east
                    to: us-west
                    detect: { probe: produce, seen-from: us-west, every: 250ms, failures: 4 }
                    decide: automatic
                    runbook:
                      - activate-consumers: { offsets: synced }
                      - switch-producers: {}
                timeline:
                  - at: 20s
                    kill-region: { region: us-east, disks: kept }
                  - after: to-west.recovered + 10s
                    restore-region: us-east
                  - after: us-east.restored + 10s
                    end: {}
                objectives:
                %s"""
                .formatted(PARTITIONS, (long) rate * PRODUCERS, keys, objectives);
    }
}
