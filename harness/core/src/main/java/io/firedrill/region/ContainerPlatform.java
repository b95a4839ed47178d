package io.firedrill.region;

import io.firedrill.evidence.StallLog;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.launch.StallFile;
import io.firedrill.launch.StallMeter;
import io.firedrill.region.engine.ContainerSpec;
import io.firedrill.region.engine.Engine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Regions of Kafka's images, the Toxiproxy image between them, on the container engine of this machine. The harness stays a process of
 * this machine, and so do workers unless they are asked for in containers. Everything made here is labelled; {@link #close} removes it, and
 * should the harness die first, its watchdog does.
 */
public final class ContainerPlatform implements Platform {
    private static final Duration PROXY_UP_WITHIN = Duration.ofSeconds(30);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final String PROXY = "toxiproxy";

    private final Engine engine;
    private final ContainerRun containers;
    private final ContainerLauncher launcher;
    private final String proxy;
    private final HostPort proxyApi;
    private final RunContext run;
    private final Regions regions;
    private final StallMeter meter;
    private final Path sweep;
    private final List<Consumer<String>> warnings = new CopyOnWriteArrayList<>();

    private ContainerPlatform(
            Engine engine,
            ContainerRun containers,
            ContainerLauncher launcher,
            String proxy,
            HostPort proxyApi,
            RunContext run,
            StallMeter meter,
            Path sweep) {
        this.engine = engine;
        this.containers = containers;
        this.launcher = launcher;
        this.proxy = proxy;
        this.proxyApi = proxyApi;
        this.run = run;
        this.regions = new Regions(run);
        this.meter = meter;
        this.sweep = sweep;
    }

    /**
     * Makes networks and starts the proxy server; no Kafka runs when this returns. The engine was found {@linkplain EngineFitness fit}, and
     * images have been {@linkplain ContainerImages#provide provided}.
     *
     * @param distribution the default Kafka, for formatting disks of its version
     * @param topology every region that will be added
     * @param data an existing or new directory for the brokers' data
     * @param logs an existing or new directory for logs
     * @throws IOException no engine, no room: a sentence that says what to do; nothing is left
     */
    public static ContainerPlatform open(
            ContainerOptions options,
            KafkaDistribution distribution,
            HarnessCache cache,
            Topology topology,
            Path data,
            Path logs)
            throws IOException {
        return open(Engine.find(), options, distribution, cache, topology, data, logs);
    }

    static ContainerPlatform open(
            Engine engine,
            ContainerOptions options,
            KafkaDistribution distribution,
            HarnessCache cache,
            Topology topology,
            Path data,
            Path logs)
            throws IOException {
        Path ownData = Files.createDirectories(data).toAbsolutePath().normalize();
        Path ownLogs = Files.createDirectories(logs).toAbsolutePath().normalize();
        KafkaPrograms programs = KafkaPrograms.of(distribution, cache);
        String id = HexFormat.of()
                .toHexDigits(ThreadLocalRandom.current().nextLong())
                .substring(0, 8);
        ProcessSupervisor supervisor = ProcessSupervisor.open();
        LoopbackAddress address = null;
        try {
            // A disk is formatted for a version; one of another version is for its image to format.
            Optional<Path> checkpoint = options.kafkaVersion().equals(distribution.version())
                    ? Optional.of(BootstrapCheckpoint.in(cache, programs, supervisor))
                    : Optional.empty();
            address = LoopbackAddress.claim();
            Path sweep = sweepAtEnd(engine, id, ownData, supervisor);
            Map<String, String> labels =
                    ContainerLabels.of(id, ownData.resolveSibling(".").normalize());
            ContainerRun.Networks networks =
                    ContainerRun.networks(engine, id, topology.nodes().size(), labels);
            ContainerRun containers = new ContainerRun(id, options, user(ownData), labels, networks.ids());
            ContainerAddresses addresses = new ContainerAddresses(address, networks.subnets(), topology);
            ContainerLauncher launcher =
                    new ContainerLauncher(engine, containers, addresses, programs, supervisor, ownLogs);
            RunContext run = new RunContext(
                    supervisor,
                    address,
                    addresses,
                    launcher,
                    Credentials.random(),
                    programs,
                    checkpoint,
                    ownData,
                    ownLogs);
            String proxy = startProxy(engine, containers, addresses);
            StallMeter meter = StallMeter.start(
                    ownLogs.resolve(StallLog.HARNESS + StallLog.SUFFIX), StallLog.HARNESS, StallFile.HARNESS);
            return new ContainerPlatform(engine, containers, launcher, proxy, addresses.proxyApi(), run, meter, sweep);
        } catch (IOException | RuntimeException e) {
            // The watchdog sweeps once more: the engine goes on with what a call had asked for that was broken off.
            try {
                Uninterrupted.run(() -> ContainerSweep.run(engine, id, gone -> {}));
            } catch (IOException | RuntimeException next) {
                e.addSuppressed(next);
            }
            ProcessPlatform.abandon(e, supervisor, address);
            throw e;
        }
    }

    /** Containers write into folders of this machine; what they write shall be this user's. */
    private static String user(Path folder) throws IOException {
        return Files.getAttribute(folder, "unix:uid") + ":" + Files.getAttribute(folder, "unix:gid");
    }

    /** Has the watchdog remove all of the run's containers when the harness is gone. */
    private static Path sweepAtEnd(Engine engine, String id, Path data, ProcessSupervisor supervisor)
            throws IOException {
        List<String> command = List.of(
                JavaProgram.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ContainerSweep.class.getName(),
                engine.socket().path().toString(),
                id);
        List<String> words = new ArrayList<>();
        command.forEach(word -> words.add("'" + word.replace("'", "'\\''") + "'"));
        Path script = data.resolve("sweep-containers.sh");
        Files.writeString(script, "exec " + String.join(" ", words) + "\n");
        supervisor.runAtEnd(script);
        return script;
    }

    private static String startProxy(Engine engine, ContainerRun containers, ContainerAddresses addresses)
            throws IOException {
        List<ContainerSpec.Attachment> networks = new ArrayList<>();
        networks.add(containers.shared(addresses.subnets().sharedProxy()));
        for (int node = 0; node < addresses.nodes().size(); node++) {
            networks.add(containers.own(node, addresses.subnets().proxyOf(node)));
        }
        String id = engine.create(new ContainerSpec(
                containers.name(PROXY),
                containers.options().toxiproxyImage(),
                Optional.empty(),
                PROXY,
                // It writes four lines for each connection otherwise.
                Map.of("LOG_LEVEL", "warn"),
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(addresses.publishedProxyApi()),
                Optional.empty(),
                networks,
                ContainerSpec.Limits.NONE,
                // It dials one after the other. What does not answer must not keep it for the two minutes that Linux
                // tries.
                Map.of("net.ipv4.tcp_syn_retries", "1"),
                containers.labels()));
        engine.start(id);
        awaitProxy(engine, id, addresses.proxyApi());
        return id;
    }

    /** The engine's own listener accepts connections before anything in the container does, so only an answer counts. */
    private static void awaitProxy(Engine engine, String id, HostPort api) throws IOException {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + api + "/version"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + PROXY_UP_WITHIN.toNanos();
        String last = "nothing";
        while (System.nanoTime() < deadline) {
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return;
                }
                last = "HTTP status " + answer.statusCode();
            } catch (IOException e) {
                last = e.toString();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for the proxy server", e);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IOException("the proxy server's container did not answer at " + api + " within "
                + PROXY_UP_WITHIN.toSeconds() + " s (" + last + "); it said: "
                + engine.said(id).strip());
    }

    @Override
    public RunContext run() {
        return run;
    }

    @Override
    public void onUnexpectedExit(Consumer<ChildExit> listener) {
        run.supervisor().onUnexpectedExit(listener);
        launcher.onUnexpectedExit(listener);
    }

    @Override
    public void onWarning(Consumer<String> listener) {
        warnings.add(listener);
    }

    @Override
    public Optional<HostPort> proxyServer() {
        return Optional.of(proxyApi);
    }

    @Override
    public Region add(RegionSpec spec, Paths paths) throws IOException {
        return regions.add(spec, paths);
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

    /** Removes every container and network, then ends what still runs on the supervisor and frees the address. */
    @Override
    public void close() throws IOException {
        launcher.close();
        try (meter) {
            keepLog();
            ContainerSweep.run(engine, containers.id(), gone -> {});
            run.supervisor().spare(sweep);
        } finally {
            try {
                run.supervisor().close();
            } finally {
                run.address().close();
            }
        }
    }

    /** An engine may keep no logs, or keep them elsewhere. Nothing is measured by them. */
    private void keepLog() {
        try {
            Files.writeString(run.logs().resolve(PROXY + ".log"), engine.said(proxy));
        } catch (IOException e) {
            warnings.forEach(listener ->
                    listener.accept("what the proxy server's container said was not kept: " + e.getMessage()));
        }
    }
}
