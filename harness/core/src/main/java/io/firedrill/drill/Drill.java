package io.firedrill.drill;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FullDisk;
import io.firedrill.evidence.JournalCompressor;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineWriter;
import io.firedrill.fault.Canaries;
import io.firedrill.fault.Fault;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.region.ChildExit;
import io.firedrill.region.ChildProcess;
import io.firedrill.region.HarnessCache;
import io.firedrill.region.engine.EngineException;
import io.firedrill.replication.Preparation;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.TimelineStep;
import io.firedrill.workload.WorkerEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One drill, from nothing to closed evidence. Whatever happens, the evidence says what, and no process is left.
 *
 * <p>Not reusable; {@link #interrupt} may be called from any thread.
 */
public final class Drill {
    /** How long workers' clients may wait for brokers when a drill is broken off. */
    private static final Duration HURRY = Duration.ofSeconds(1);

    private final Scenario scenario;
    private final String effectiveYaml;
    private final RunFolder folder;
    private final DrillOptions options;
    private final Progress progress;
    private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
    private volatile boolean interrupted;
    private final AtomicBoolean givenUp = new AtomicBoolean();

    /**
     * @param effectiveYaml the scenario as it runs, overrides applied; it is part of the evidence
     * @param folder does not exist yet, or is empty
     */
    public Drill(Scenario scenario, String effectiveYaml, RunFolder folder, DrillOptions options, Progress progress) {
        this.scenario = scenario;
        this.effectiveYaml = effectiveYaml;
        this.folder = folder;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Runs the drill and closes the evidence.
     *
     * @throws IOException the run folder can't be written: there is no evidence to speak of
     */
    public DrillEnd run() throws IOException {
        runner.set(Thread.currentThread());
        Files.createDirectories(folder.root());
        Files.createDirectories(folder.samples());
        Files.writeString(folder.scenario(), effectiveYaml);
        Catalogue catalogue = Catalogues.of(scenario);
        TimelineEvent.RunStarted start = Origin.of(scenario, catalogue, folder, options);
        DrillEnd end;
        try (TimelineWriter timeline = new TimelineWriter(folder.timeline());
                RunRecord record = RunRecord.open(folder, options.keepData())) {
            Facts facts = new Facts(timeline::append, folder.root(), progress, this::giveUp);
            facts.accept(start);
            prepare(facts);
            end = perform(catalogue, facts, record);
            facts.end(end);
        } finally {
            runner.set(null);
            Thread.interrupted();
        }
        try {
            seal(start);
        } catch (IOException e) {
            // What was not sealed can be audited all the same, and the audit misses the manifest.
            progress.warn("the evidence could not be closed: "
                    + FullDisk.sentence(e, folder.root()).orElseThrow(() -> e));
            return DrillEnd.ABORTED;
        }
        return end;
    }

    /** Ends the drill in order: nothing more is injected, everything is ended, the evidence is closed. */
    public void interrupt() {
        interrupted = true;
        Thread thread = runner.get();
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Class-data archives, made once for a Kafka version; a drill without them starts more slowly, and that is all. */
    private void prepare(Facts facts) throws IOException {
        if (options.containers().isPresent()) {
            return; // images bring their own
        }
        Preparation preparation = new Preparation(
                KafkaDistribution.at(options.kafkaHome()),
                HarnessCache.at(options.cache()),
                folder.logs().resolve("preparation"));
        if (preparation.done()) {
            return;
        }
        progress.live("preparing class-data archives, once for this Kafka and JDK");
        try {
            preparation.run();
        } catch (IOException e) {
            facts.accept(new TimelineEvent.Warning(
                    System.nanoTime(),
                    "class-data archives could not be made, so every start is slower: " + e.getMessage()));
        }
    }

    private DrillEnd perform(Catalogue catalogue, Facts facts, RunRecord record) {
        Inbox inbox = new Inbox();
        Canaries canaries = new Canaries();
        Canary canary = new Canary(canaries, facts, scenario);
        AtomicReference<@Nullable Conductor> listening = new AtomicReference<>();
        Stage.Ears ears = new Stage.Ears(
                child -> record(record, child),
                exit -> lost(exit, facts),
                (region, event) -> {
                    inbox.put(region, event);
                    heard(region, event, facts, canary, listening.get());
                },
                inbox::ended);
        try (Stage stage = Stage.open(scenario, catalogue, folder, options, facts, ears)) {
            if (interrupted || givenUp.get()) {
                throw new InterruptedException("the drill was ended while the processes were started");
            }
            return conduct(catalogue, stage, inbox, canaries, canary, facts, listening);
        } catch (InterruptedException e) {
            return ended(e, facts);
        } catch (DrillException | IOException | RuntimeException e) {
            if (!givenUp.get() && !interrupted) {
                facts.accept(new TimelineEvent.Trouble(System.nanoTime(), "drill", sentence(e)));
            }
            return ended(e, facts);
        }
    }

    private String sentence(Throwable e) {
        return sentence(e, folder);
    }

    /** What went wrong, for people: what is a sentence already is said as it is. */
    static String sentence(Throwable e, RunFolder folder) {
        return FullDisk.sentence(e, folder.root())
                .orElse(
                        e instanceof DrillException || e instanceof EngineException
                                ? String.valueOf(e.getMessage())
                                : String.valueOf(e));
    }

    private DrillEnd ended(Exception why, Facts facts) {
        Thread.interrupted();
        for (Throwable next : why.getSuppressed()) {
            facts.accept(new TimelineEvent.Trouble(System.nanoTime(), "ending the processes", sentence(next)));
        }
        if (interrupted) {
            facts.accept(new TimelineEvent.Trouble(System.nanoTime(), "drill", "a person interrupted the drill"));
            return DrillEnd.INTERRUPTED;
        }
        return DrillEnd.ABORTED;
    }

    /** What {@code firedrill clean} needs, should harness and watchdog both be gone. */
    private static void record(RunRecord record, ChildProcess child) {
        ProcessHandle.of(child.pid()).ifPresent(handle -> {
            try {
                record.child(child.name(), handle);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private DrillEnd conduct(
            Catalogue catalogue,
            Stage stage,
            Inbox inbox,
            Canaries canaries,
            Canary canary,
            Facts facts,
            AtomicReference<@Nullable Conductor> listening)
            throws DrillException, InterruptedException, IOException {
        progress.live("starting " + scenario.regions().size() + " regions");
        Load load = new Load(scenario, stage, inbox, facts, progress);
        Operations operations = new Operations(scenario, catalogue, stage, inbox, canaries, canary, facts, region -> {
            load.join(region);
            canary.start(region, stage);
        });
        Conductor conductor = new Conductor(scenario, stage, operations, load, facts, progress);
        Runnable deaf = () -> listening.set(null);
        Course course = new Course(
                () -> {
                    // Workers that are ended probe no more, and that is no loss of a region.
                    deaf.run();
                    conductor.halt();
                },
                new Healing(conductor.applied(), canaries, facts, progress),
                () -> interrupted,
                why -> closeJournals(stage, why),
                () -> {
                    deaf.run();
                    conductor.close();
                    release(stage, facts);
                });
        course.run(() -> {
            stage.awaitReady();
            operations.declareOwner(scenario.regions().keySet().iterator().next());
            load.start();
            load.awaitCommits();
            stage.letMirrorsIn();
            for (String region : scenario.regions().keySet()) {
                canary.start(region, stage);
            }
            for (TimelineStep step : scenario.timeline()) {
                if (step.action() instanceof Fault fault) {
                    canary.watch(fault.watches(stage.network()), stage);
                }
            }
            conductor.startProbes();
            long zero = load.awaitBaseline();
            for (String region : scenario.regions().keySet()) {
                operations.noteMetadata(region);
            }
            listening.set(conductor);
            conductor.walk(zero);
            deaf.run();
            new Closing(scenario, folder, stage, operations, conductor, inbox, facts, progress).run();
        });
        return DrillEnd.COMPLETED;
    }

    /** A drill that was broken off leaves no hold on the network behind, whoever else runs its proxies. */
    private static void release(Stage stage, Facts facts) {
        try {
            stage.network().release();
        } catch (IOException e) {
            facts.accept(new TimelineEvent.Warning(
                    System.nanoTime(), "the network could not be healed at the end: " + e.getMessage()));
        }
    }

    /** A drill that is broken off still closes its journals, so that what was written is known to be whole. */
    private void closeJournals(Stage stage, Exception why) {
        progress.live("closing the journals");
        Thread.interrupted();
        try {
            stage.crew().stop(HURRY);
        } catch (InterruptedException | RuntimeException next) {
            why.addSuppressed(next);
        }
    }

    private void heard(String region, WorkerEvent event, Facts facts, Canary canary, @Nullable Conductor conductor) {
        if (event instanceof WorkerEvent.CanaryEdge edge) {
            canary.edge(edge);
        } else if (event instanceof WorkerEvent.CanaryWindow window) {
            canary.window(window);
        } else if (event instanceof WorkerEvent.ProbeResult probe) {
            if (conductor != null) {
                conductor.probed(probe);
            }
        } else if (event instanceof WorkerEvent.JournalLost lost) {
            facts.accept(new TimelineEvent.Trouble(lost.at(), "worker of " + region, lost.text()));
            giveUp();
        } else if (event instanceof WorkerEvent.Failure failed) {
            facts.accept(new TimelineEvent.Trouble(failed.at(), "worker of " + region, failed.text()));
        }
    }

    private void lost(ChildExit exit, Facts facts) {
        facts.accept(new TimelineEvent.Trouble(exit.noticedNanos(), exit.name(), exit.describe()));
        FullDisk.now(folder.root())
                .ifPresent(full -> facts.accept(new TimelineEvent.Trouble(System.nanoTime(), exit.name(), full)));
        giveUp();
    }

    /** What made it so is in the timeline, or could not be written there; the drill can't go on. */
    private void giveUp() {
        Thread thread = runner.get();
        // Once: what breaks next must not interrupt the closing of journals.
        if (givenUp.compareAndSet(false, true) && thread != null) {
            thread.interrupt();
        }
    }

    /** A journal as it was written says the same as one that is compressed: without room for that it stays so. */
    private void compress(Path journal) throws IOException {
        try {
            JournalCompressor.seal(journal);
        } catch (IOException e) {
            String full = FullDisk.sentence(e, folder.root()).orElseThrow(() -> e);
            progress.warn(journal.getFileName() + " was not compressed: " + full);
        }
    }

    /** Journals are compressed, then every part gets its sum: the last thing done to the evidence. */
    private void seal(TimelineEvent.RunStarted start) throws IOException {
        progress.live("closing the evidence");
        for (Path parent : List.of(folder.journals(), folder.scans())) {
            if (Files.isDirectory(parent)) {
                try (Stream<Path> journals = Files.list(parent)) {
                    for (Path journal : journals.sorted().toList()) {
                        compress(journal);
                    }
                }
            }
        }
        Manifest.write(
                folder,
                new Manifest.Origin(
                        start.firedrillVersion(),
                        start.kafkaVersions(),
                        start.environment().getOrDefault("host", ""),
                        start.operator()));
    }
}
