package io.firedrill.workload;

import io.firedrill.evidence.FullDisk;
import io.firedrill.evidence.JournalWriter;
import io.firedrill.evidence.RecordStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    /** A client that is closed by force still ends its sends as unknown; that takes no broker, only processor time. */
    private static final Duration FORCED_CLOSE = Duration.ofMillis(500);

    private static final int MOST_FAILURES = 100;

    private final WorkerAssignment assignment;
    private final Consumer<WorkerEvent> events;
    private final JournalWriter journal;
    private final Recorder latency = LatencyWindow.recorder();
    private final List<LoadProducer> producers = new ArrayList<>();
    private final List<ConsumerGroupRun> groups = new ArrayList<>();
    private final Map<Integer, CanaryPath> canaries = new HashMap<>();
    private final Map<String, LinkProbe> probes = new HashMap<>();
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean journalLost = new AtomicBoolean();
    private final ScheduledExecutorService stats =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "stats"));
    private final ExecutorService tasks = Executors.newCachedThreadPool(task -> daemon(task, "task"));
    private final ExecutorService closing = Executors.newCachedThreadPool(task -> daemon(task, "closing"));
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
    }

    /** Makes every client, lets active groups consume, and says {@link WorkerEvent.Ready}. */
    void start() {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, error) -> failure(thread.getName() + " ended: " + error, error));
        for (WorkerAssignment.ProducerAssignment producer : assignment.producers()) {
            producers.add(new LoadProducer(
                    assignment,
                    producer,
                    journal,
                    new KafkaProducer<>(ClientSettings.producer(assignment, producer)),
                    RecordStamp::write,
                    latency,
                    error -> loadFailure("producer " + producer.producer() + " of " + producer.service(), error)));
        }
        for (WorkerAssignment.ConsumerAssignment consumer : assignment.consumers()) {
            groups.add(new ConsumerGroupRun(
                    consumer,
                    assignment.catalogue(),
                    journal,
                    instance -> new KafkaConsumer<>(ClientSettings.consumer(assignment.client(), consumer, instance)),
                    error -> loadFailure("group " + consumer.groupId() + " of " + consumer.service(), error)));
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
                for (String service : deactivate.services()) {
                    producersOf(service).forEach(producer -> producer.deactivate(now));
                }
            } else if (command instanceof WorkerCommand.ActivateConsumers activate) {
                for (String service : activate.services()) {
                    groupsOf(service).forEach(group -> group.activate(activate.offsets()));
                    events.accept(new WorkerEvent.Activated(now, service, "consumers"));
                }
            } else if (command instanceof WorkerCommand.StartCanary canary) {
                stopCanary(canary.path());
                canaries.put(canary.path(), new CanaryPath(canary, journal, events));
            } else if (command instanceof WorkerCommand.StartProbe probe) {
                stopProbe(probe.probe());
                probes.put(probe.probe(), new LinkProbe(probe, new KafkaProducer<>(LinkProbe.settings(probe)), events));
            } else if (command instanceof WorkerCommand.SetClock clock) {
                producers.forEach(producer -> producer.setClock(clock.ahead()));
            } else if (command instanceof WorkerCommand.Scan scan) {
                tasks.execute(() -> scan(scan));
            } else if (command instanceof WorkerCommand.DrainStatus) {
                tasks.execute(this::drained);
            } else {
                throw new IllegalArgumentException("the runtime does not end by command: " + command);
            }
        });
    }

    /**
     * Ends everything, in order as far as the brokers let it, and closes the journal.
     *
     * @param patience how long clients may wait for brokers
     * @throws IOException when the journal could not be closed in order
     */
    void stop(Duration patience) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        // A scan or a question about lag that is under way answers that it was broken off.
        tasks.shutdownNow();
        canaries.values().forEach(CanaryPath::close);
        producers.forEach(producer -> producer.stopLoad(System.nanoTime()));
        groups.forEach(group -> group.stop(patience));
        // All at once: each may have to wait for a region that does not answer.
        probes.values().forEach(probe -> closing.execute(probe::close));
        producers.forEach(producer -> closing.execute(() -> producer.close(patience)));
        for (ConsumerGroupRun group : groups) {
            group.join(deadline);
        }
        closing.shutdown();
        long left = deadline + FORCED_CLOSE.toNanos() - System.nanoTime();
        if (!closing.awaitTermination(left, TimeUnit.NANOSECONDS)) {
            LOG.warn("some clients did not close within {}", patience);
        }
        stats.shutdownNow();
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

    /** Answers whatever happens: who asked for the scan waits for its end. */
    private void scan(WorkerCommand.Scan scan) {
        LogScan.Outcome outcome;
        try (JournalWriter facts = new JournalWriter(Path.of(scan.folder()), scan.region(), 0);
                KafkaConsumer<byte[], byte[]> client =
                        new KafkaConsumer<>(ClientSettings.reader(scan.client(), "firedrill-scan"))) {
            long deadline = System.nanoTime() + scan.atMost().toNanos();
            outcome = new LogScan(client, assignment.catalogue(), facts).run(scan.topics(), deadline);
        } catch (IOException | RuntimeException e) {
            failure("scan of " + scan.region(), e);
            outcome = new LogScan.Outcome(Map.of(), false, "the scan failed: " + e);
        }
        events.accept(new WorkerEvent.Scanned(
                System.nanoTime(),
                scan.region(),
                scan.folder(),
                outcome.records(),
                outcome.complete(),
                outcome.note()));
    }

    /** Answers whatever happens; what could not be found out is -1. */
    private void drained() {
        Map<String, Long> lag = new HashMap<>();
        List<ConsumerGroupRun> active =
                groups.stream().filter(ConsumerGroupRun::active).toList();
        active.forEach(group -> lag.put(group.groupId(), -1L));
        guarded("drain status", () -> {
            DrainCheck check = new DrainCheck(admin());
            for (ConsumerGroupRun group : active) {
                lag.put(group.groupId(), check.lag(group.topics(), group.positions()));
            }
        });
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

    /** Load whose facts can't be written is of no use: that is told once, as what it is. */
    private void loadFailure(String what, RuntimeException error) {
        Optional<String> lost = journalLost(error, Path.of(assignment.journal()));
        if (lost.isEmpty()) {
            failure(what, error);
        } else if (journalLost.compareAndSet(false, true)) {
            LOG.error("{}", what, error);
            events.accept(new WorkerEvent.JournalLost(System.nanoTime(), lost.get()));
        }
    }

    /** The sentence, if the error is the journal's, which throws this exception and no client does. */
    static Optional<String> journalLost(RuntimeException error, Path journal) {
        return error instanceof UncheckedIOException
                ? Optional.of(
                        FullDisk.sentence(error, journal).orElse("the journal can't be written: " + error.getMessage()))
                : Optional.empty();
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
