package io.firedrill.replication;

import io.firedrill.kafka.BrokerProfile;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.region.ChildProcess;
import io.firedrill.region.ClassArchives;
import io.firedrill.region.HarnessCache;
import io.firedrill.region.KafkaPrograms;
import io.firedrill.region.Paths;
import io.firedrill.region.ProcessPlatform;
import io.firedrill.region.ProgramTuning;
import io.firedrill.region.Region;
import io.firedrill.region.RegionSpec;
import io.firedrill.region.Vantage;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How long from nothing to the first mirrored record: two regions of three brokers, MirrorMaker, a topic, a record. Ours
 * (lean settings, class-data archives, all at once) against the same processes with default settings, plain JVMs and one
 * after the other, in turn in one run.
 */
public final class StartBenchmark {

    private final KafkaDistribution distribution = KafkaDistribution.locate();
    private final HarnessCache cache;
    private final Path logs;

    private StartBenchmark(HarnessCache cache, Path logs) {
        this.cache = cache;
        this.logs = logs;
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        StartBenchmark benchmark =
                new StartBenchmark(HarnessCache.locate(), Files.createTempDirectory("firedrill-benchmark"));
        Measurement prepared = benchmark.measure("prepare", () -> {
            new Preparation(benchmark.distribution, benchmark.cache, benchmark.logs.resolve("training")).run();
            return Duration.ZERO;
        });
        System.out.println(prepared);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            boolean oursFirst = round % 2 == 0;
            Measurement first = benchmark.start(oursFirst);
            Measurement second = benchmark.start(!oursFirst);
            double ratio = (oursFirst ? first.seconds() / second.seconds() : second.seconds() / first.seconds());
            System.out.printf(Locale.ROOT, "%s%n%s%nratio %.2f%n", first, second, ratio);
            ratios.add(ratio);
        }
        ratios.sort(null);
        System.out.printf(
                Locale.ROOT, "median ratio ours/plain %.2f of %d%n", ratios.get(ratios.size() / 2), ratios.size());
        System.out.println("logs: " + benchmark.logs);
    }

    private Measurement start(boolean ours) throws Exception {
        return measure(ours ? "ours " : "plain", () -> ours ? ours() : plain());
    }

    private Duration ours() throws Exception {
        KafkaPrograms programs = KafkaPrograms.of(distribution, cache);
        try (Topology topology =
                new Topology("ours", programs, new ClassArchives(cache, programs), BrokerProfile.LEAN)) {
            topology.platform.start();
            topology.mirror.start();
            topology.platform.awaitReady(FirstRecord.LONG);
            topology.mirrorFirstRecord();
            return topology.cpu();
        }
    }

    private Duration plain() throws Exception {
        KafkaPrograms programs = KafkaPrograms.of(distribution, cache);
        try (Topology topology = new Topology("plain", programs, ProgramTuning.NONE, BrokerProfile.KAFKA_DEFAULTS)) {
            for (Region region : topology.platform.regions()) {
                for (int broker : region.brokers()) {
                    region.start(Set.of(broker));
                    if (broker > 1) { // one of three has no quorum and cannot become ready
                        region.awaitReady(FirstRecord.LONG);
                    }
                }
            }
            topology.mirror.start();
            topology.mirrorFirstRecord();
            return topology.cpu();
        }
    }

    private interface Body {
        Duration run() throws Exception;
    }

    private Measurement measure(String what, Body body) throws Exception {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long ownBefore = system.getProcessCpuTime();
        long start = System.nanoTime();
        Duration children = body.run();
        // The end of the processes is not part of it: the body notes its own end.
        long wall = (endNanos == 0 ? System.nanoTime() : endNanos) - start;
        endNanos = 0;
        Duration own = Duration.ofNanos(system.getProcessCpuTime() - ownBefore);
        return new Measurement(what, Duration.ofNanos(wall), children, own, system.getAvailableProcessors());
    }

    private long endNanos;

    private record Measurement(String what, Duration wall, Duration children, Duration own, int processors) {
        double seconds() {
            return wall.toNanos() / 1e9;
        }

        @Override
        public String toString() {
            double cpu = children.plus(own).toNanos() / 1e9;
            return String.format(
                    Locale.ROOT,
                    "%s: %.2f s, processor time %.1f s (of it the harness %.1f s), that is %.0f %% of %d processors",
                    what,
                    seconds(),
                    cpu,
                    own.toNanos() / 1e9,
                    100 * cpu / (seconds() * processors),
                    processors);
        }
    }

    private final class Topology implements AutoCloseable {
        final ProcessPlatform platform;
        final Region east;
        final Region west;
        final MirrorMaker mirror;

        Topology(String what, KafkaPrograms programs, ProgramTuning tuning, BrokerProfile profile) throws Exception {
            boolean lean = profile == BrokerProfile.LEAN;
            JvmOptions jvm = lean ? JvmOptions.lean(256) : JvmOptions.ordinary();
            Path data = Files.createTempDirectory("firedrill-" + what);
            platform = ProcessPlatform.open(programs, cache, tuning, data, logs.resolve(what));
            platform.run().supervisor().removeAtEnd(data);
            platform.onUnexpectedExit(exit -> System.out.println(exit.describe()));
            east = platform.add(new RegionSpec("us-east", 3, profile, Map.of(), jvm), Paths.DIRECT);
            west = platform.add(new RegionSpec("us-west", 3, profile, Map.of(), jvm), Paths.DIRECT);
            mirror = new MirrorMaker(
                    platform.run(), FirstRecord.flow(east.name(), west.name()), east, west, jvm, Optional.empty());
        }

        void mirrorFirstRecord() throws Exception {
            FirstRecord.mirror(east, west, mirror, Vantage.SAME_REGION);
            endNanos = System.nanoTime();
        }

        Duration cpu() {
            return platform.run().supervisor().alive().stream()
                    .map(ChildProcess::cpuTime)
                    .reduce(Duration.ZERO, Duration::plus);
        }

        @Override
        public void close() throws Exception {
            platform.close();
        }
    }
}
