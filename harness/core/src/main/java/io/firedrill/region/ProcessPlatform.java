package io.firedrill.region;

import io.firedrill.evidence.StallLog;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.launch.StallMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Regions of real Kafka as child processes of this machine. The caller owns the run context's supervisor through this
 * platform: {@link #close} ends every process started on it, the caller's own workers and proxies included.
 */
public final class ProcessPlatform implements Platform {
    private final RunContext run;
    private final StallMeter meter;
    private final Map<String, BrokerRegion> regions = new LinkedHashMap<>();

    private ProcessPlatform(RunContext run, StallMeter meter) {
        this.run = run;
        this.meter = meter;
    }

    /**
     * Takes an address, formats, and is ready to start children; no Kafka runs when this returns. From here on this process notes
     * when it stands still, as its children do.
     *
     * @param distribution the Kafka to run
     * @param cache for what is made once
     * @param data an existing or new directory for the processes' data
     * @param logs an existing or new directory for the processes' logs
     */
    public static ProcessPlatform open(KafkaDistribution distribution, HarnessCache cache, Path data, Path logs)
            throws IOException {
        KafkaPrograms programs = KafkaPrograms.of(distribution, cache);
        return open(programs, cache, new ClassArchives(cache, programs), data, logs);
    }

    /** As the other, with another last word on the command lines. */
    public static ProcessPlatform open(
            KafkaPrograms programs, HarnessCache cache, ProgramTuning tuning, Path data, Path logs) throws IOException {
        Path ownData = Files.createDirectories(data).toAbsolutePath();
        Path ownLogs = Files.createDirectories(logs).toAbsolutePath();
        ProcessSupervisor supervisor = ProcessSupervisor.open();
        try {
            Path checkpoint = BootstrapCheckpoint.in(cache, programs, supervisor);
            LoopbackAddress address = LoopbackAddress.claim();
            RunContext run = new RunContext(
                    supervisor,
                    address,
                    address,
                    new ProcessLauncher(supervisor, tuning, ownLogs),
                    Credentials.random(),
                    programs,
                    checkpoint,
                    ownData,
                    ownLogs);
            StallMeter meter = StallMeter.start(
                    ownLogs.resolve(StallLog.HARNESS + StallLog.SUFFIX), StallLog.HARNESS, StallMeter.HARNESS);
            return new ProcessPlatform(run, meter);
        } catch (IOException | RuntimeException e) {
            try {
                supervisor.close();
            } catch (IOException | RuntimeException next) {
                e.addSuppressed(next);
            }
            throw e;
        }
    }

    @Override
    public RunContext run() {
        return run;
    }

    @Override
    public void onUnexpectedExit(Consumer<ChildExit> listener) {
        run.supervisor().onUnexpectedExit(listener);
    }

    @Override
    public Region add(RegionSpec spec, Paths paths) throws IOException {
        if (regions.containsKey(spec.name())) {
            throw new IllegalArgumentException("there is a region " + spec.name() + " already");
        }
        BrokerRegion region = new BrokerRegion(spec, run, paths);
        regions.put(spec.name(), region);
        return region;
    }

    @Override
    public Optional<HostPort> proxyServer() {
        return Optional.empty();
    }

    @Override
    public void start() throws IOException {
        for (BrokerRegion region : regions.values()) {
            region.start(new TreeSet<>(region.brokers()));
        }
    }

    @Override
    public Collection<? extends Region> regions() {
        return List.copyOf(regions.values());
    }

    @Override
    public Region region(String name) {
        BrokerRegion region = regions.get(name);
        if (region == null) {
            throw new IllegalArgumentException("no region '" + name + "', there are " + regions.keySet());
        }
        return region;
    }

    @Override
    public void awaitReady(Duration atMost) throws RegionFailedException, InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(Math.max(1, regions.size()));
        try {
            CompletionService<Void> waits = new ExecutorCompletionService<>(executor);
            for (BrokerRegion region : regions.values()) {
                waits.submit(() -> {
                    region.awaitReady(atMost);
                    return (Void) null;
                });
            }
            // In the order they end, so that the first failure is told at once.
            for (int i = 0; i < regions.size(); i++) {
                waits.take().get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RegionFailedException failed) {
                throw failed;
            }
            throw new IllegalStateException("waiting for the regions failed", e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    /** Kills whatever still runs on the supervisor, then frees the address. */
    @Override
    public void close() throws IOException {
        try (meter) {
            run.supervisor().close();
        } finally {
            run.address().close();
        }
    }
}
