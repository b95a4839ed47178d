package io.firedrill.replication;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.network.Network;
import io.firedrill.network.ProxyServer;
import io.firedrill.network.Wiring;
import io.firedrill.region.ContainerOptions;
import io.firedrill.region.ContainerPlatform;
import io.firedrill.region.HarnessCache;
import io.firedrill.region.Platform;
import io.firedrill.region.ProcessPlatform;
import io.firedrill.region.Region;
import io.firedrill.region.RegionSpec;
import io.firedrill.region.Topology;
import io.firedrill.region.Vantage;
import io.firedrill.scenario.RegionNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How long from nothing to the first mirrored record on either platform, in turn in one run: two regions of three brokers, MirrorMaker, a
 * topic, a record, all of it behind proxies as in a drill. The time counts from the first call of the platform, so networks and the proxy
 * server are part of it; the end is not.
 */
public final class PlatformBenchmark {
    private static final String EAST = "us-east";
    private static final String WEST = "us-west";
    private static final Topology TOPOLOGY =
            new Topology(Map.of(EAST, RegionNodes.combined(3), WEST, RegionNodes.combined(3)), Set.of(WEST));

    private final KafkaDistribution distribution = KafkaDistribution.locate();
    private final HarnessCache cache;
    private final Path work;

    private PlatformBenchmark(HarnessCache cache, Path work) {
        this.cache = cache;
        this.work = work;
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        PlatformBenchmark benchmark =
                new PlatformBenchmark(HarnessCache.locate(), Files.createTempDirectory("firedrill-benchmark"));
        new Preparation(benchmark.distribution, benchmark.cache, benchmark.work.resolve("training")).run();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            boolean containersFirst = round % 2 == 0;
            double first = benchmark.seconds(containersFirst, 2 * round);
            double second = benchmark.seconds(!containersFirst, 2 * round + 1);
            double ratio = containersFirst ? first / second : second / first;
            System.out.printf(Locale.ROOT, "ratio %.2f%n", ratio);
            ratios.add(ratio);
        }
        ratios.sort(null);
        System.out.printf(
                Locale.ROOT, "median ratio containers/processes %.2f of %d%n", ratios.get(ratios.size() / 2), rounds);
        System.out.println("logs: " + benchmark.work);
    }

    private double seconds(boolean containers, int number) throws Exception {
        Path folder = work.resolve(Integer.toString(number));
        long start = System.nanoTime();
        long ready;
        long mirrored;
        try (Platform platform = open(containers, folder)) {
            platform.onUnexpectedExit(exit -> System.out.println(exit.describe()));
            Optional<HostPort> brought = platform.proxyServer();
            HostPort api = brought.isPresent()
                    ? brought.get()
                    : ProxyServer.start(platform.run(), System.getProperty("java.class.path"));
            try (Network network = new Network(api.host(), api.port())) {
                MirrorMaker mirror = lay(platform, network);
                platform.start();
                mirror.start();
                platform.awaitReady(FirstRecord.LONG);
                ready = System.nanoTime();
                // Through the proxies that lead here from elsewhere: by the names within a region only its own
                // processes
                // find it.
                FirstRecord.mirror(platform.region(EAST), platform.region(WEST), mirror, Vantage.OTHER_REGION);
                mirrored = System.nanoTime();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s: both regions ready after %.2f s, first mirrored record after %.2f s%n",
                containers ? "containers" : "processes ",
                (ready - start) / 1e9,
                (mirrored - start) / 1e9);
        return (mirrored - start) / 1e9;
    }

    private Platform open(boolean containers, Path folder) throws IOException {
        return containers
                ? ContainerPlatform.open(
                        ContainerOptions.official(distribution.version()),
                        distribution,
                        cache,
                        TOPOLOGY,
                        folder.resolve("data"),
                        folder.resolve("logs"))
                : ProcessPlatform.open(distribution, cache, folder.resolve("data"), folder.resolve("logs"));
    }

    private static MirrorMaker lay(Platform platform, Network network) throws IOException {
        Wiring wiring = new Wiring(network, platform.run().addresses(), TOPOLOGY.regions(), Map.of(WEST, Set.of(EAST)));
        Region east = platform.add(RegionSpec.lean(EAST, 3), wiring);
        Region west = platform.add(RegionSpec.lean(WEST, 3), wiring);
        return new MirrorMaker(
                platform.run(), FirstRecord.flow(EAST, WEST), east, west, JvmOptions.lean(256), Optional.empty());
    }
}
