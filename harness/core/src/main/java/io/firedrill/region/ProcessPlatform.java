package io.firedrill.region;

import io.firedrill.evidence.StallLog;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.launch.StallFile;
import io.firedrill.launch.StallMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Regions of real Kafka as child processes of this machine. The caller owns the run context's supervisor through this
 * platform: {@link #close} ends every process started on it, the caller's own workers and proxies included.
 */
public final class ProcessPlatform implements Platform {
    private final RunContext run;
    private final StallMeter meter;
    private final Regions regions;

    private ProcessPlatform(RunContext run, StallMeter meter) {
        this.run = run;
        this.regions = new Regions(run);
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
        LoopbackAddress address = null;
        try {
            Path checkpoint = BootstrapCheckpoint.in(cache, programs, supervisor);
            address = LoopbackAddress.claim();
            RunContext run = new RunContext(
                    supervisor,
                    address,
                    address,
                    new ProcessLauncher(supervisor, tuning, ownLogs),
                    Credentials.random(),
                    programs,
                    Optional.of(checkpoint),
                    ownData,
                    ownLogs);
            StallMeter meter = StallMeter.start(
                    ownLogs.resolve(StallLog.HARNESS + StallLog.SUFFIX), StallLog.HARNESS, StallFile.HARNESS);
            return new ProcessPlatform(run, meter);
        } catch (IOException | RuntimeException e) {
            abandon(e, supervisor, address);
            throw e;
        }
    }

    /** What a failed start leaves is ended; what fails in that is suppressed in the start's failure. */
    static void abandon(Exception why, ProcessSupervisor supervisor, @Nullable LoopbackAddress address) {
        try {
            Uninterrupted.run(() -> {
                try {
                    supervisor.close();
                } finally {
                    if (address != null) {
                        address.close();
                    }
                }
            });
        } catch (IOException | RuntimeException next) {
            why.addSuppressed(next);
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
        return regions.add(spec, paths);
    }

    @Override
    public Optional<HostPort> proxyServer() {
        return Optional.empty();
    }

    @Override
    public void start() throws IOException {
        regions.start();
    }

    @Override
    public Collection<? extends Region> regions() {
        return regions.all();
    }

    @Override
    public Region region(String name) {
        return regions.get(name);
    }

    @Override
    public void awaitReady(Duration atMost) throws RegionFailedException, InterruptedException {
        regions.awaitReady(atMost);
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
