package io.firedrill.drill;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.JournalCompressor;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineWriter;
import io.firedrill.fault.Canaries;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.region.ChildExit;
import io.firedrill.region.ChildProcess;
import io.firedrill.region.HarnessCache;
import io.firedrill.replication.Preparation;
import io.firedrill.scenario.Scenario;
import io.firedrill.workload.WorkerEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One drill, from nothing to closed evidence. Whatever happens, the evidence says what, and no process is left.
 *
 * <p>Not reusable; {@link #interrupt} may be called from any thread.
 */
public final class Drill {
    private final Scenario scenario;
    private final String effectiveYaml;
    private final RunFolder folder;
    private final DrillOptions options;
    private final Progress progress;
    private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
    private volatile boolean interrupted;
    private volatile @Nullable ChildExit lostChild;

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
            Facts facts = new Facts(timeline, progress);
            facts.accept(start);
            prepare(facts);
            end = perform(catalogue, facts, record);
            facts.accept(
                    new TimelineEvent.DrillEnded(System.nanoTime(), end.name().toLowerCase(java.util.Locale.ROOT)));
        } finally {
            runner.set(null);
            Thread.interrupted();
        }
        seal(start);
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
        Canary canary = new Canary(canaries, facts);
        AtomicReference<@Nullable Conductor> listening = new AtomicReference<>();
        try (Stage stage = Stage.open(scenario, catalogue, folder, options, facts, (region, event) -> {
            inbox.put(region, event);
            heard(region, event, facts, canary, listening.get());
        })) {
            stage.platform().onUnexpectedExit(exit -> lost(exit, facts));
            if (interrupted) {
                throw new InterruptedException("interrupted while the processes were started");
            }
            stage.platform().run().supervisor().onStart(child -> record(record, child));
            return conduct(catalogue, stage, inbox, canaries, canary, facts, listening);
        } catch (InterruptedException e) {
            return ended(facts);
        } catch (DrillException | IOException | RuntimeException e) {
            if (lostChild == null && !interrupted) {
                facts.accept(new TimelineEvent.Trouble(System.nanoTime(), "drill", sentence(e)));
            }
            return ended(facts);
        }
    }

    private static String sentence(Exception e) {
        return e instanceof DrillException ? String.valueOf(e.getMessage()) : String.valueOf(e);
    }

    private DrillEnd ended(Facts facts) {
        Thread.interrupted();
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
            watch(stage, canary, region);
        });
        Conductor conductor = new Conductor(scenario, stage, operations, load, facts, progress);
        try {
            stage.awaitReady();
            operations.declareOwner(scenario.regions().keySet().iterator().next());
            load.start();
            load.awaitCommits();
            for (String region : scenario.regions().keySet()) {
                stage.joinLink(region);
            }
            for (String region : scenario.regions().keySet()) {
                watch(stage, canary, region);
            }
            conductor.startProbes();
            long zero = load.awaitBaseline();
            for (String region : scenario.regions().keySet()) {
                operations.noteMetadata(region);
            }
            listening.set(conductor);
            conductor.walk(zero);
            listening.set(null);
            new Closing(scenario, folder, stage, operations, conductor, inbox, facts, progress).run();
            return DrillEnd.COMPLETED;
        } finally {
            listening.set(null);
            conductor.close();
        }
    }

    /** Every other region's brokers are watched from this one; one watcher each is enough. */
    private void watch(Stage stage, Canary canary, String seenFrom) {
        List<String> regions = List.copyOf(scenario.regions().keySet());
        String watched = regions.get((regions.indexOf(seenFrom) + 1) % regions.size());
        if (!watched.equals(seenFrom)) {
            canary.watch(stage.region(watched), seenFrom, stage.crew());
        }
    }

    private static void heard(
            String region, WorkerEvent event, Facts facts, Canary canary, @Nullable Conductor conductor) {
        if (event instanceof WorkerEvent.CanaryEdge edge) {
            canary.edge(edge);
        } else if (event instanceof WorkerEvent.ProbeResult probe) {
            if (conductor != null) {
                conductor.probed(probe);
            }
        } else if (event instanceof WorkerEvent.Failure failed) {
            facts.accept(new TimelineEvent.Trouble(failed.at(), "worker of " + region, failed.text()));
        }
    }

    private void lost(ChildExit exit, Facts facts) {
        lostChild = exit;
        facts.accept(new TimelineEvent.Trouble(exit.noticedNanos(), exit.name(), exit.describe()));
        Thread thread = runner.get();
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Journals are compressed, then every part gets its sum: the last thing done to the evidence. */
    private void seal(TimelineEvent.RunStarted start) throws IOException {
        progress.live("closing the evidence");
        for (Path parent : List.of(folder.journals(), folder.scans())) {
            if (Files.isDirectory(parent)) {
                try (Stream<Path> journals = Files.list(parent)) {
                    for (Path journal : journals.sorted().toList()) {
                        JournalCompressor.seal(journal);
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
