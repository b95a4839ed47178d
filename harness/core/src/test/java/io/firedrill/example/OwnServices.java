package io.firedrill.example;

import io.firedrill.audit.Auditor;
import io.firedrill.audit.Result;
import io.firedrill.audit.ResultJson;
import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.JournalWriter;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RecordStamp;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A team audits a failover of its own services. There is no Kafka here and nothing of Firedrill runs: {@code payments} writes to a queue
 * in {@code zone-a}, a copying job brings it to {@code zone-b} every 200 ms, {@code settlement} reads it. The zone is lost, the
 * services move. Each service notes what it does with a {@link JournalWriter}; who conducts the exercise notes the timeline; in the end
 * somebody reads each queue. That folder is all the audit needs.
 *
 * <p>The clock is simulated, so that the example takes no minute. A real service notes {@code System.nanoTime()}.
 */
public final class OwnServices {

    /** What the settlement service does in the other zone. */
    public enum Settlement {
        /** Handles every record. */
        CAREFUL,
        /** Forgets one: its position is past it, and it was never handled. */
        FORGETS_ONE
    }

    private static final int ZONE_A = 0;
    private static final int ZONE_B = 1;
    private static final int PAYMENTS = 0;
    private static final int COPY = 1;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    private static final long START = 10 * SECOND;
    private static final long LOST = 30 * SECOND;
    private static final long MOVED = 33 * SECOND;
    private static final long STOP = 60 * SECOND;
    private static final long EVERY = 20 * MILLI;
    private static final int RATE = 50;
    private static final int BYTES = 200;

    /** A payment as it stands in a queue; its place in the list is its offset. */
    private record Payment(int zone, long sequence, long keyHash, long intended) {
        long acknowledged() {
            return intended + 3 * MILLI;
        }
    }

    private final Settlement settlement;
    private final List<Payment> queueA = new ArrayList<>();
    private final List<Payment> copyInB = new ArrayList<>();
    private final List<Payment> queueB = new ArrayList<>();
    private long snapshot;
    private long committed;

    private OwnServices(Settlement settlement) {
        this.settlement = settlement;
    }

    /** @param args the folder to write; made if absent */
    public static void main(String[] args) throws IOException {
        RunFolder folder = rehearse(Path.of(args[0]), Settlement.CAREFUL);
        Result result = Auditor.audit(folder);
        ResultJson.write(folder.result(), result);
        System.out.println(result.verdict() + ", see " + folder.result());
    }

    /** Runs the exercise and leaves its evidence. */
    public static RunFolder rehearse(Path root, Settlement settlement) throws IOException {
        RunFolder folder = new RunFolder(root);
        Files.createDirectories(folder.logs());
        OwnServices services = new OwnServices(settlement);
        // One journal for each process that takes part, named after its region and its start.
        try (JournalWriter a = new JournalWriter(folder.journal("zone-a", 1), "zone-a", 1);
                JournalWriter b = new JournalWriter(folder.journal("zone-b", 1), "zone-b", 1)) {
            services.inZoneA(a);
            services.inZoneB(b);
        }
        services.readQueues(folder);
        services.timeline(folder);
        Files.writeString(folder.scenario(), SCENARIO);
        for (String process : List.of("harness", "worker-zone-a-1", "worker-zone-b-1")) {
            // When a process stood still belongs here, a line each; these never did.
            Files.writeString(folder.stalls(process), "{\"process\":\"" + process + "\",\"of\":\"harness\"}\n");
        }
        Manifest.write(folder, new Manifest.Origin("own", Map.of(), "example", "example"));
        return folder;
    }

    private void inZoneA(JournalWriter journal) {
        journal.assigned(0, 0, PAYMENTS, 0, 0, START - MILLI);
        for (long due = START; due < LOST; due += EVERY) {
            Payment payment = payment(ZONE_A, queueA.size(), due);
            send(journal, payment, queueA);
            deliver(journal, PAYMENTS, queueA.size() - 1, payment, due + 6 * MILLI);
        }
        // The copying job came by at 29.8 s for the last time; the reader's position had been saved a second before.
        long lastCopied = LOST - 200 * MILLI;
        queueA.stream().filter(it -> it.acknowledged() <= lastCopied).forEach(copyInB::add);
        snapshot = copyInB.size();
        committed = copyInB.stream()
                .filter(it -> it.acknowledged() <= lastCopied - SECOND)
                .count();
        journal.committed(0, PAYMENTS, 0, committed, lastCopied - SECOND + 50 * MILLI);
    }

    private void inZoneB(JournalWriter journal) {
        journal.assigned(0, 0, COPY, 0, committed, MOVED - 100 * MILLI);
        journal.assigned(0, 0, PAYMENTS, 0, 0, MOVED - 100 * MILLI);
        for (long offset = committed; offset < copyInB.size(); offset++) {
            deliver(journal, COPY, offset, copyInB.get((int) offset), MOVED - 90 * MILLI + offset);
        }
        for (long due = MOVED; due < STOP; due += EVERY) {
            Payment payment = payment(ZONE_B, queueB.size(), due);
            send(journal, payment, queueB);
            boolean forgotten = settlement == Settlement.FORGETS_ONE && payment.sequence() == 700;
            if (!forgotten) {
                deliver(journal, PAYMENTS, queueB.size() - 1, payment, due + 6 * MILLI);
            }
        }
    }

    private static Payment payment(int zone, long sequence, long due) {
        byte[] account = ("account-" + sequence % 40).getBytes(StandardCharsets.UTF_8);
        return new Payment(zone, sequence, RecordStamp.keyHash(account), due);
    }

    /** The send is noted before it is made, so that no record can exist of which the evidence does not know. */
    private static void send(JournalWriter journal, Payment payment, List<Payment> queue) {
        long sequence = payment.sequence();
        journal.sent(
                payment.zone(),
                0,
                1,
                sequence,
                payment.keyHash(),
                PAYMENTS,
                BYTES,
                payment.intended(),
                payment.intended() + MILLI);
        queue.add(payment);
        journal.acked(payment.zone(), 0, 1, sequence, PAYMENTS, 0, queue.size() - 1, payment.acknowledged());
    }

    private static void deliver(JournalWriter journal, int topic, long offset, Payment payment, long at) {
        journal.delivered(0, 0, topic, 0, offset, payment.zone(), 0, 1, payment.sequence(), at, true);
    }

    /** The scans: what each zone's queues hold in the end. Zone a's machines came back with their disks. */
    private void readQueues(RunFolder folder) throws IOException {
        try (JournalWriter a = new JournalWriter(folder.scan("zone-a"), "zone-a", 0);
                JournalWriter b = new JournalWriter(folder.scan("zone-b"), "zone-b", 0)) {
            scan(a, PAYMENTS, queueA);
            scan(b, COPY, copyInB);
            scan(b, PAYMENTS, queueB);
        }
    }

    private static void scan(JournalWriter journal, int topic, List<Payment> queue) {
        for (int offset = 0; offset < queue.size(); offset++) {
            Payment payment = queue.get(offset);
            journal.scanned(
                    topic,
                    0,
                    offset,
                    payment.zone(),
                    0,
                    1,
                    payment.sequence(),
                    payment.keyHash(),
                    payment.intended() / MILLI,
                    BYTES,
                    payment.hashCode(),
                    true);
        }
        journal.scanComplete(topic, 0, 0, queue.size(), STOP + 3 * SECOND);
    }

    private void timeline(RunFolder folder) throws IOException {
        List<TimelineEvent> events = new ArrayList<>(List.of(
                new TimelineEvent.RunStarted(
                        START - 5 * SECOND,
                        "exercise-1",
                        "payments-zone-loss",
                        "Zone a is lost",
                        "active-passive",
                        "own services",
                        1_700_000_000_000L,
                        "example",
                        1,
                        "own",
                        Map.of(),
                        "example",
                        Map.of(),
                        new Catalogue(
                                List.of("zone-a", "zone-b"),
                                List.of(
                                        new Catalogue.Topic("payments", "payments", "", 1),
                                        new Catalogue.Topic("zone-a.payments", "payments", "zone-a", 1)),
                                List.of(new Catalogue.Producer("payments-0", "payments", PAYMENTS, RATE, BYTES)),
                                List.of(new Catalogue.Group("settlement", "settlement", List.of(PAYMENTS, COPY))))),
                new TimelineEvent.WorkerStarted(START - SECOND, "zone-a", 1, "journals/zone-a-1", false),
                new TimelineEvent.WorkerStarted(START - SECOND, "zone-b", 1, "journals/zone-b-1", false),
                new TimelineEvent.OwnershipDeclared(START - SECOND, 1, "zone-a", "all"),
                new TimelineEvent.LoadStarted(START),
                new TimelineEvent.BaselineSteady(START + 10 * SECOND, START + 5 * SECOND, 3 * MILLI, 1),
                new TimelineEvent.FaultApplied(
                        LOST + 50 * MILLI,
                        new FaultReceipt(
                                "kill-region",
                                "zone-a",
                                "disks: kept",
                                "the machines were switched off",
                                LOST,
                                LOST + 10 * MILLI,
                                List.of("all machines"),
                                true,
                                LOST,
                                LOST + 20 * MILLI,
                                "the health check of the queue failed"),
                        "to-b"),
                new TimelineEvent.WorkerEnded(LOST + 50 * MILLI, "zone-a", 1, true),
                new TimelineEvent.Detected(LOST + SECOND, "to-b", "health check"),
                new TimelineEvent.Decided(LOST + 1500 * MILLI, "to-b", "the person on call"),
                new TimelineEvent.SnapshotTaken(
                        LOST + 2 * SECOND,
                        LOST + 2 * SECOND - MILLI,
                        "to-b",
                        "zone-b",
                        Map.of("zone-a.payments", List.of(snapshot), "payments", List.of(0L))),
                new TimelineEvent.OwnershipDeclared(LOST + 2100 * MILLI, 2, "zone-b", "all"),
                new TimelineEvent.ServiceSwitched(MOVED - 100 * MILLI, "to-b", "settlement", "zone-b"),
                new TimelineEvent.StepFinished(
                        MOVED - 100 * MILLI, LOST + 2200 * MILLI, "to-b", 0, "activate-consumers", "done", ""),
                new TimelineEvent.ServiceSwitched(MOVED, "to-b", "payments", "zone-b"),
                new TimelineEvent.StepFinished(MOVED, MOVED - 100 * MILLI, "to-b", 1, "switch-producers", "done", ""),
                new TimelineEvent.FaultLifted(
                        LOST + 20 * SECOND, LOST + 20 * SECOND, "kill-region", "zone-a", true, "switched on again"),
                new TimelineEvent.RegionRestored(LOST + 20 * SECOND, "zone-a", false),
                new TimelineEvent.LoadStopped(STOP),
                new TimelineEvent.DrainFinished(STOP + SECOND, true, Map.of()),
                new TimelineEvent.ScanFinished(STOP + 3 * SECOND, "zone-a", true, ""),
                new TimelineEvent.ScanFinished(STOP + 3 * SECOND, "zone-b", true, ""),
                new TimelineEvent.DrillEnded(STOP + 4 * SECOND, "completed")));
        events.sort(Comparator.comparingLong(TimelineEvent::at));
        try (TimelineWriter timeline = new TimelineWriter(folder.timeline())) {
            events.forEach(timeline::append);
        }
    }

    /** What was promised, in the scenario language. */
    private static final String SCENARIO =
            """
            scenario: payments-zone-loss
            title: Zone a is lost
            pattern: active-passive
            regions:
              zone-a: { brokers: 1 }
              zone-b: { brokers: 1 }
            topics:
              payments: { partitions: 1, replication-factor: 1, min-insync-replicas: 1 }
            replication:
              - { from: zone-a, to: zone-b, topics: [payments] }
            services:
              payments:
                deployed-in: [zone-a, zone-b]
                produces: { topic: payments, rate: 50/s, size: 200B, keys: 40, acks: all }
              settlement:
                deployed-in: [zone-a, zone-b]
                consumes: { topics: [payments], group: settlement }
                standby: stopped
            failovers:
              to-b:
                from: zone-a
                to: zone-b
                detect: { probe: produce, seen-from: zone-b, every: 250ms, failures: 4 }
                decide: automatic
                runbook:
                  - activate-consumers: { offsets: synced }
                  - switch-producers: {}
            timeline:
              - at: 15s
                kill-region: { region: zone-a, disks: kept }
              - after: to-b.recovered + 10s
                restore-region: zone-a
              - after: zone-a.restored + 10s
                end: {}
            objectives:
              rto.service: 10s
              rpo.records: 20
              rpo.time: 1s
              rpo.final: 0
              duplicates.delivered: 5%
              split-brain.writes: 0
              anomalies.R1: 20
            """;
}
