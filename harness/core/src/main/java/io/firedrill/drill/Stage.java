package io.firedrill.drill;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.kafka.BrokerProfile;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.Deviation;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.kafka.Listener;
import io.firedrill.network.Hold;
import io.firedrill.network.Network;
import io.firedrill.network.ProxyServer;
import io.firedrill.network.Way;
import io.firedrill.network.Wire;
import io.firedrill.network.Wiring;
import io.firedrill.region.ChildExit;
import io.firedrill.region.ChildProcess;
import io.firedrill.region.JavaProgram;
import io.firedrill.region.Platform;
import io.firedrill.region.ProxyWatch;
import io.firedrill.region.Region;
import io.firedrill.region.RegionFailedException;
import io.firedrill.region.RegionSpec;
import io.firedrill.region.Together;
import io.firedrill.region.Uninterrupted;
import io.firedrill.region.Vantage;
import io.firedrill.region.WorkerProgram;
import io.firedrill.replication.CopyCheck;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.LinkSpec;
import io.firedrill.scenario.ReplicationSpec;
import io.firedrill.scenario.Scenario;
import io.firedrill.workload.Dependencies;
import io.firedrill.workload.Worker;
import io.firedrill.workload.WorkerEvent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * Everything that runs in a drill: proxies, regions, MirrorMakers, workers, and the clients to look at them. Opening it starts
 * all of it in parallel; closing it leaves nothing.
 */
final class Stage implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static final int WORKER_HEAP_MEBIBYTES = 384;

    private final Scenario scenario;
    private final RunFolder folder;
    private final DrillOptions options;
    private final Consumer<TimelineEvent> facts;
    private final Platform platform;
    private final Network network;
    private final ProxyWatch watch;
    private final Crew crew;
    private final Topics topics;
    private final Stores stores;
    private final Mirrors mirrors;
    private final List<Hold> apart = new ArrayList<>();
    private @Nullable Dependencies dependencies;
    private final Map<String, Admin> observers = new TreeMap<>();
    private final Map<String, Admin> operators = new TreeMap<>();

    private Stage(
            Scenario scenario,
            Catalogue catalogue,
            RunFolder folder,
            DrillOptions options,
            Platform platform,
            Network network,
            ProxyWatch watch,
            Consumer<TimelineEvent> facts,
            Ears ears) {
        this.scenario = scenario;
        this.folder = folder;
        this.options = options;
        this.facts = facts;
        this.platform = platform;
        this.network = network;
        this.watch = watch;
        this.topics = new Topics(scenario, catalogue);
        this.mirrors = new Mirrors(flow -> Mirrors.of(flow, platform, folder));
        this.stores = new Stores(scenario, catalogue, folder.data());
        this.crew = new Crew(
                (region, name, file) -> platform.run().launcher().start(worker(region, name, file)),
                folder,
                new Assignments(scenario, catalogue, stores, this::dependency),
                region -> Strings.of(region(region).connection(Vantage.SAME_REGION, Credentials.SERVICES)),
                facts,
                ears.events(),
                ears.workerEnded());
    }

    /**
     * Who hears what happens on the stage, from its first process on.
     *
     * @param started every child
     * @param lost every child that ended without having been asked to
     * @param events every event of every worker, by region
     * @param workerEnded the region of each worker that says no more
     */
    record Ears(
            Consumer<ChildProcess> started,
            Consumer<ChildExit> lost,
            BiConsumer<String, WorkerEvent> events,
            Consumer<String> workerEnded) {}

    /**
     * Starts proxies; regions, MirrorMakers and workers are next.
     *
     * @throws IOException a process could not be started
     */
    static Stage open(
            Scenario scenario,
            Catalogue catalogue,
            RunFolder folder,
            DrillOptions options,
            Consumer<TimelineEvent> facts,
            Ears ears)
            throws IOException, InterruptedException {
        return on(Platforms.open(scenario, folder, options), scenario, catalogue, folder, options, facts, ears);
    }

    /** As the other, on a platform that is open; should it fail, that is closed. */
    static Stage on(
            Platform platform,
            Scenario scenario,
            Catalogue catalogue,
            RunFolder folder,
            DrillOptions options,
            Consumer<TimelineEvent> facts,
            Ears ears)
            throws IOException, InterruptedException {
        Deque<Closeable> opened = new ArrayDeque<>();
        opened.push(platform::close);
        try {
            platform.onUnexpectedExit(ears.lost());
            platform.onWarning(text -> facts.accept(new TimelineEvent.Warning(System.nanoTime(), text)));
            platform.run().supervisor().onStart(ears.started());
            if (!options.keepData()) {
                platform.run().supervisor().removeAtEnd(folder.data());
            }
            Optional<HostPort> brought = platform.proxyServer();
            HostPort api = brought.isPresent() ? brought.get() : ProxyServer.start(platform.run(), options.classPath());
            Network network = new Network(api.host(), api.port());
            opened.push(network::close);
            ProxyWatch watch = ProxyWatch.start(api, platform.run().logs(), facts::accept);
            opened.push(watch);
            Stage stage = new Stage(scenario, catalogue, folder, options, platform, network, watch, facts, ears);
            stage.lay();
            return stage;
        } catch (IOException | RuntimeException | InterruptedException e) {
            try {
                Uninterrupted.run(() -> Together.inTurn(opened, Closeable::close));
            } catch (IOException | RuntimeException next) {
                e.addSuppressed(next);
            }
            throw e;
        }
    }

    /** Lays the paths and starts all processes; nothing is ready yet. */
    private void lay() throws IOException {
        Wiring wiring = new Wiring(network, platform.run().addresses(), Platforms.nodes(scenario), scenario.mirrors());
        for (var region : scenario.regions().entrySet()) {
            platform.add(
                    new RegionSpec(
                            region.getKey(),
                            region.getValue().nodes(),
                            BrokerProfile.LEAN,
                            region.getValue().config(),
                            JvmOptions.lean(RegionSpec.HEAP_MEBIBYTES)),
                    wiring);
        }
        stores.lay(network, platform.run().addresses());
        platform.start();
        dependencies = Dependencies.start(scenario, platform.run(), network, options.classPath());
        Together.each(scenario.regions().keySet(), crew::launch);
        for (LinkSpec link : scenario.links()) {
            for (String name : link.between()) {
                List<Wire> wires = new ArrayList<>(network.to(name, Listener.LINK));
                for (String other : link.between()) {
                    network.between(Endpoint.mirror(other), Endpoint.region(name)).stream()
                            .map(Way::wire)
                            .filter(wire -> wire.leadsTo(Listener.MIRROR))
                            .forEach(wires::add);
                }
                for (Wire wire : wires) {
                    network.delay(wire, link.latency(), link.jitter());
                }
            }
        }
        for (ReplicationSpec flow : scenario.replication()) {
            if (flow.started() == ReplicationSpec.Started.AT_START) {
                keepWaiting(flow);
                mirrors.start(flow);
            }
        }
        noteSettings();
    }

    /** Starts the MirrorMaker of a flow; says whether it runs now, see {@link Mirrors#start}. */
    boolean startMirror(ReplicationSpec flow) throws IOException {
        return mirrors.start(flow);
    }

    private String dependency(String region, String name) {
        Dependencies started = dependencies;
        if (started == null) {
            throw new IllegalStateException("nothing is started yet, so " + name + " can't be called");
        }
        return started.at(region, name);
    }

    /** A report must say what was measured: where brokers and MirrorMaker are not as they are when left alone. */
    private void noteSettings() {
        Map<Map<String, String>, List<String>> regions = new LinkedHashMap<>();
        platform.regions()
                .forEach(region -> regions.computeIfAbsent(settings(region.deviations()), same -> new ArrayList<>())
                        .add(region.name()));
        regions.forEach((settings, names) -> facts.accept(new TimelineEvent.SettingsNoted(
                System.nanoTime(),
                names.size() == scenario.regions().size() ? "brokers" : String.join(" ", names),
                settings)));
        mirrors.all()
                .forEach((flow, mirror) -> facts.accept(
                        new TimelineEvent.SettingsNoted(System.nanoTime(), flow, settings(mirror.deviations()))));
    }

    private static Map<String, String> settings(List<Deviation> deviations) {
        Map<String, String> settings = new TreeMap<>();
        deviations.forEach(deviation -> settings.put(
                deviation.setting(),
                deviation.value() + " ("
                        + (deviation.ordinary().isEmpty() ? "" : "default " + deviation.ordinary() + "; ")
                        + deviation.why() + ")"));
        return settings;
    }

    /**
     * MirrorMaker looks for topics and groups when it starts and then, by default, every ten minutes. In a region that has run
     * for longer than that it knows them all; so its source stays out of reach until they are there.
     */
    private void keepWaiting(ReplicationSpec flow) throws IOException {
        for (Way way : network.between(Endpoint.mirror(flow.to()), Endpoint.region(flow.from()))) {
            apart.add(network.cut(way.wire()));
        }
    }

    /** Lets the MirrorMakers reach their sources. */
    void letMirrorsIn() throws IOException {
        for (Hold hold : apart) {
            hold.lift();
        }
    }

    /** Closes what is connected on the region's client paths; new connections are let through. */
    void dropClientConnections(String region) throws IOException {
        for (Wire wire : network.to(region, Listener.CLIENT)) {
            network.cut(wire).lift();
        }
    }

    /** Waits for the brokers, makes the topics, gives the workers their assignments. All regions in parallel. */
    void awaitReady() throws DrillException, InterruptedException {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (String region : scenario.regions().keySet()) {
            all.add(CompletableFuture.runAsync(() -> prepare(region)));
        }
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Unready unready
                    ? new DrillException(String.valueOf(unready.getMessage()), unready)
                    : new DrillException("the regions could not be made ready: " + e.getCause(), e);
        }
    }

    private static final class Unready extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unready(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }

    private void prepare(String name) {
        try {
            Region region = region(name);
            List<NewTopic> ofWorkers = workerTopics(name);
            try (EarlyTopics early = EarlyTopics.begin(name, observer(name), ofWorkers)) {
                region.awaitReady(READY_WITHIN);
            }
            facts.accept(new TimelineEvent.RegionReady(
                    System.nanoTime(),
                    name,
                    region.clusterId(),
                    region.brokers().size()));
            List<NewTopic> wanted = new ArrayList<>(topics.from(region.brokers().size()));
            wanted.addAll(ofWorkers);
            topics.provide(name, wanted, observer(name));
            crew.assign(name);
        } catch (RegionFailedException | DrillException e) {
            throw new Unready(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unready(e);
        }
    }

    /** What the MirrorMakers that run keep their state in, in that region. */
    private List<NewTopic> workerTopics(String target) {
        return mirrors.all().values().stream()
                .filter(mirror -> mirror.flow().to().equals(target))
                .flatMap(mirror -> mirror.workerTopics().stream())
                .toList();
    }

    Region region(String name) {
        return platform.region(name);
    }

    Crew crew() {
        return crew;
    }

    Topics topics() {
        return topics;
    }

    /** By the name of their flow. */
    Map<String, MirrorMaker> mirrors() {
        return mirrors.all();
    }

    /** Names of all regions, in the order of the scenario. */
    List<String> regions() {
        return List.copyOf(scenario.regions().keySet());
    }

    Network network() {
        return network;
    }

    Platform platform() {
        return platform;
    }

    /** The harness's own client, past every fault. */
    synchronized Admin observer(String region) {
        return observers.computeIfAbsent(region, name -> admin(region(name), Vantage.OBSERVER));
    }

    /** The operator's client: comes over the link, as a person in the other region would. */
    synchronized Admin operator(String region) {
        return operators.computeIfAbsent(region, name -> admin(region(name), Vantage.OTHER_REGION));
    }

    /** A client that reads records of a region as the operator; the caller closes it. */
    org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader(String region, Vantage vantage) {
        return CopyCheck.reader(region(region).connection(vantage, Credentials.OPERATOR));
    }

    private static Admin admin(Region region, Vantage vantage) {
        Map<String, Object> settings = new TreeMap<>(region.connection(vantage, Credentials.OPERATOR));
        settings.put("client.id", "firedrill-" + vantage.name().toLowerCase(Locale.ROOT));
        settings.put("request.timeout.ms", 5_000);
        settings.put("default.api.timeout.ms", 30_000);
        settings.put("reconnect.backoff.max.ms", 100);
        return Admin.create(settings);
    }

    private WorkerProgram worker(String region, String name, String file) throws IOException {
        Endpoint worker = Endpoint.clients(region);
        platform.run().writeHosts(worker);
        Map<String, String> properties = new TreeMap<>(platform.run().resolver(worker));
        properties.put("firedrill.log.kafka", "WARN");
        JavaProgram program = new JavaProgram(
                        Worker.class.getName(),
                        List.of(),
                        options.classPath(),
                        JvmOptions.lean(WORKER_HEAP_MEBIBYTES),
                        properties)
                .readingItsInput();
        Path root = folder.root().toAbsolutePath().normalize();
        return new WorkerProgram(worker, name, file, program, folder.logs().resolve(file + ".log"), List.of(root));
    }

    /** Ends every process, then removes the brokers' data unless it is kept. An interruption, also one from now on, keeps it from nothing. */
    @Override
    public void close() throws IOException {
        List<Closeable> all = new ArrayList<>();
        observers.values().forEach(admin -> all.add(() -> admin.close(Duration.ZERO)));
        operators.values().forEach(admin -> all.add(() -> admin.close(Duration.ZERO)));
        all.add(network::close);
        all.add(watch);
        all.add(platform::close);
        Uninterrupted.run(() -> Together.inTurn(all, Closeable::close));
    }
}
