package io.firedrill.workload;

import io.firedrill.evidence.JournalWriter;
import io.firedrill.evidence.RecordStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Recorder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that runs in a worker, and how commands reach it. Commands come from one thread. */
final class WorkerRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerRuntime.class);
    private static final long STATS_EVERY_MILLIS = 200;
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);
    private static final int MOST_FAILURES = 100;

    private final WorkerAssignment assignment;
    private final Consumer<WorkerEvent> events;
    private final JournalWriter journal;
    private final Recorder latency = LatencyWindow.recorder();
    private final List<LoadProducer> producers = new ArrayList<>();
    private final List<ConsumerGroupRun> groups = new ArrayList<>();
    private final Map<Integer, CanaryPath> canaries = new HashMap<>();
    private final Map<String, LinkProbe> probes = new HashMap<>();
    private final StallMeter stalls;
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService stats =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "stats"));
    private final ExecutorService tasks = Executors.newCachedThreadPool(task -> daemon(task, "task"));
    private @Nullable Admin admin;

    /**
     * Opens the journal; nothing runs yet.
     *
     * @throws IOException when the journal cannot be made
     */
    WorkerRuntime(WorkerAssignment assignment, Consumer<WorkerEvent> events) throws IOException {
        this.assignment = assignment;
        this.events = events;
        this.journal = new JournalWriter(Path.of(assignment.journal()), assignment.region(), assignment.incarnation());
        this.stalls = new StallMeter((from, nanos) -> {
            journal.stalled(from, nanos);
            events.accept(new WorkerEvent.Stalled(from, nanos));
        });
    }

    /** Makes every client, lets active groups consume, and says {@link WorkerEvent.Ready}. */
    void start() {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, error) -> failure(thread.getName() + " ended: " + error, error));
        stalls.start();
        for (WorkerAssignment.ProducerAssignment producer : assignment.producers()) {
            producers.add(new LoadProducer(
                    assignment,
                    producer,
                    journal,
                    new KafkaProducer<>(ClientSettings.producer(assignment, producer)),
                    RecordStamp::write,
                    latency,
                    error -> failure("producer " + producer.producer() + " of " + producer.service(), error)));
        }
        for (WorkerAssignment.ConsumerAssignment consumer : assignment.consumers()) {
            groups.add(new ConsumerGroupRun(
                    consumer,
                    assignment.catalogue(),
                    journal,
                    instance -> new KafkaConsumer<>(ClientSettings.consumer(assignment.client(), consumer, instance)),
                    error -> failure("group " + consumer.groupId() + " of " + consumer.service(), error)));
        }
        stats.scheduleAtFixedRate(
                () -> guarded("stats", () -> events.accept(stats())),
                STATS_EVERY_MILLIS,
                STATS_EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
        events.accept(
                new WorkerEvent.Ready(System.nanoTime(), ProcessHandle.current().pid()));
    }

    void execute(WorkerCommand command) {
        guarded(command.getClass().getSimpleName(), () -> {
            long now = System.nanoTime();
            if (command instanceof WorkerCommand.StartLoad start) {
                producers.forEach(producer -> producer.startLoad(start.originNanos(), now));
            } else if (command instanceof WorkerCommand.StopLoad) {
                producers.forEach(producer -> producer.stopLoad(now));
            } else if (command instanceof WorkerCommand.ActivateProducers activate) {
                for (String service : activate.services()) {
                    producersOf(service).forEach(producer -> producer.activate(now));
                    events.accept(new WorkerEvent.Activated(now, service, "producers"));
                }
            } else if (command instanceof WorkerCommand.DeactivateProducers deactivate) {
                deactivate.services().forEach(service -> producersOf(service)
                        .forEach(producer -> producer.deactivate(now)));
            } else if (command instanceof WorkerCommand.ActivateConsumers activate) {
                for (String service : activate.services()) {
                    groupsOf(service).forEach(group -> group.activate(activate.offsets()));
                    events.accept(new WorkerEvent.Activated(now, service, "consumers"));
                }
            } else if (command instanceof WorkerCommand.DeactivateConsumers deactivate) {
                deactivate.services().forEach(service -> groupsOf(service).forEach(ConsumerGroupRun::deactivate));
            } else if (command instanceof WorkerCommand.StartCanary canary) {
                stopCanary(canary.path());
                canaries.put(canary.path(), new CanaryPath(canary, journal, events));
            } else if (command instanceof WorkerCommand.StopCanary canary) {
                stopCanary(canary.path());
            } else if (command instanceof WorkerCommand.StartProbe probe) {
                stopProbe(probe.probe());
                probes.put(probe.probe(), new LinkProbe(probe, new KafkaProducer<>(LinkProbe.settings(probe)), events));
            } else if (command instanceof WorkerCommand.StopProbe probe) {
                stopProbe(probe.probe());
            } else if (command instanceof WorkerCommand.SetClock clock) {
                producers.forEach(producer -> producer.setClock(clock.ahead()));
            } else if (command instanceof WorkerCommand.Scan scan) {
                tasks.execute(() -> guarded("scan of " + scan.region(), () -> scan(scan)));
            } else if (command instanceof WorkerCommand.DrainStatus) {
                tasks.execute(() -> guarded("drain status", this::drained));
            } else {
                throw new IllegalArgumentException("the runtime does not end by command: " + command);
            }
        });
    }

    /**
     * Ends everything in order, as far as the brokers let it, and closes the journal.
     *
     * @throws IOException when the journal could not be closed in order
     */
    void stop() throws InterruptedException, IOException {
        canaries.values().forEach(CanaryPath::close);
        probes.values().forEach(LinkProbe::close);
        producers.forEach(producer -> producer.stopLoad(System.nanoTime()));
        groups.forEach(ConsumerGroupRun::stop);
        // All at once: each may have to wait for a region that does not answer.
        producers.forEach(producer -> tasks.execute(() -> producer.close(STOP_WAIT)));
        for (ConsumerGroupRun group : groups) {
            group.join(STOP_WAIT);
        }
        tasks.shutdown();
        if (!tasks.awaitTermination(2 * STOP_WAIT.toSeconds(), TimeUnit.SECONDS)) {
            LOG.warn("some clients did not close within {} s", 2 * STOP_WAIT.toSeconds());
        }
        stats.shutdownNow();
        stalls.close();
        events.accept(stats());
        journal.close();
    }

    private List<LoadProducer> producersOf(String service) {
        return producers.stream().filter(p -> p.service().equals(service)).toList();
    }

    private List<ConsumerGroupRun> groupsOf(String service) {
        return groups.stream().filter(g -> g.service().equals(service)).toList();
    }

    private synchronized WorkerEvent.Stats stats() {
        long now = System.nanoTime();
        return new WorkerEvent.Stats(
                now,
                producers.stream().map(producer -> producer.stats(now)).toList(),
                groups.stream().map(ConsumerGroupRun::stats).toList(),
                journal.facts(),
                LatencyWindow.encode(latency.getIntervalHistogram()));
    }

    private void stopCanary(int path) {
        CanaryPath canary = canaries.remove(path);
        if (canary != null) {
            canary.close();
        }
    }

    private void stopProbe(String name) {
        LinkProbe probe = probes.remove(name);
        if (probe != null) {
            probe.close();
        }
    }

    private void scan(WorkerCommand.Scan scan) throws IOException {
        LogScan.Outcome outcome;
        try (JournalWriter facts = new JournalWriter(Path.of(scan.folder()), scan.region(), 0);
                KafkaConsumer<byte[], byte[]> client =
                        new KafkaConsumer<>(ClientSettings.reader(scan.client(), "firedrill-scan"))) {
            long deadline = System.nanoTime() + scan.atMost().toNanos();
            outcome = new LogScan(client, assignment.catalogue(), facts).run(scan.topics(), deadline);
        }
        events.accept(new WorkerEvent.Scanned(
                System.nanoTime(),
                scan.region(),
                scan.folder(),
                outcome.records(),
                outcome.complete(),
                outcome.note()));
    }

    private void drained() throws InterruptedException {
        Map<String, Long> lag = new HashMap<>();
        DrainCheck check = new DrainCheck(admin());
        for (ConsumerGroupRun group : groups) {
            if (group.active()) {
                lag.put(group.groupId(), check.lag(group.topics(), group.positions()));
            }
        }
        events.accept(new WorkerEvent.Drained(System.nanoTime(), lag));
    }

    private synchronized Admin admin() {
        Admin made = admin;
        if (made == null) {
            made = Admin.create(new HashMap<>(assignment.client()));
            admin = made;
        }
        return made;
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private void guarded(String what, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            failure(what, e);
        } catch (InterruptedException e) {
            failure(what, e);
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the conductor, each text once: what fails for every record must not flood it. */
    private void failure(String what, Throwable error) {
        String text = what + ": " + error;
        if (failures.size() < MOST_FAILURES && failures.add(text)) {
            LOG.error("{}", what, error);
            events.accept(new WorkerEvent.Failure(System.nanoTime(), text));
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
