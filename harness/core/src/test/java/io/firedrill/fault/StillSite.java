package io.firedrill.fault;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.kafka.Cluster;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.network.Wire;
import io.firedrill.region.NameService;
import io.firedrill.region.Region;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.scenario.Endpoint;
import io.firedrill.workload.WorkerEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;

/**
 * A drill of two regions in which everything answers and nothing that is done has an effect: calls return, and the canaries, the logs and
 * the load go on as before. So whatever fault says that its effect was observed has not looked. The proxy server is a real one; the
 * wires' canaries go past it. Its time goes on by ten milliseconds a look.
 */
final class StillSite extends WiredSite {
    private static final long LOOK = 10_000_000;

    /** What becomes of it. */
    enum State {
        /** Everything answers. */
        STILL,
        /** Whatever is to be changed refuses. */
        REFUSES,
        /** What a fault may be aimed at has died. */
        DEAD,
        /** Processes run, or can be started again, and none of them answers. */
        SILENT;

        /** Whether services, MirrorMaker's copies and canaries are gone. */
        boolean gone() {
            return this == DEAD || this == SILENT;
        }
    }

    private final HostPort upstream = echo();
    private final AtomicLong clock = new AtomicLong(1_000_000_000);
    private final Map<String, StillRegion> regions = new TreeMap<>();
    private final Map<String, StillCluster> clusters = new TreeMap<>();
    private final Map<String, StillMirror> mirrors = new TreeMap<>();
    private final StillNames names = new StillNames(this::check);
    private final List<String> changed = new ArrayList<>();
    private volatile State state = State.STILL;

    StillSite(Path folder) throws IOException {
        super(Canaries.thatLookOnce());
        for (String region : List.of("us-east", "us-west")) {
            String other = region.equals("us-east") ? "us-west" : "us-east";
            StillRegion brokers = new StillRegion(region, () -> state);
            regions.put(region, brokers);
            clusters.put(region, new StillCluster(this::check, brokers));
            for (int broker = 1; broker <= 3; broker++) {
                Endpoint to = Endpoint.broker(region, broker);
                open(other + "-to-" + to, Endpoint.region(other), to, Optional.of(Listener.LINK));
                open("clients-to-" + to, Endpoint.clients(region), to, Optional.of(Listener.CLIENT));
                open("mirror-to-" + to, Endpoint.mirror(region), to, Optional.of(Listener.CLIENT));
            }
            Endpoint card = Endpoint.dependency(region, "card-service");
            open("clients-to-" + card, Endpoint.clients(region), card, Optional.empty());
        }
        for (String to : regions()) {
            String from = to.equals("us-east") ? "us-west" : "us-east";
            mirrors.put(to, StillMirror.started(region(from), region(to), folder, () -> state, this::now));
        }
        watch(network.wires());
        network.toDependency("us-east", "card-service").ifPresent(wire -> watch(List.of(wire)));
    }

    private void open(String name, Endpoint from, Endpoint to, Optional<Listener> listener) throws IOException {
        // It is reached past the proxy: what lies on it has no effect.
        open(new Wire(name, Set.of(from), to, listener, free(), upstream), upstream);
    }

    /** @throws IOException nothing can be changed any more */
    static void works(State state) throws IOException {
        if (state != State.STILL) {
            throw new IOException("refused");
        }
    }

    private void check() {
        try {
            works(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on what is to be changed refuses. */
    void refuse() {
        state = State.REFUSES;
        server.close();
    }

    /** From now on the process of every MirrorMaker has ended by itself before a fault ends it. */
    void endMirrorsBefore() {
        mirrors.values().forEach(StillMirror::endBefore);
    }

    /** From now on nothing lives that a fault may be aimed at; the proxies go on. */
    void die() {
        end(State.DEAD);
    }

    /** From now on whatever runs, or comes back, does not answer; the proxies go on. */
    void fallSilent() {
        end(State.SILENT);
    }

    private void end(State as) {
        state = as;
        network.wires().forEach(this::fail);
        regions.keySet()
                .forEach(region -> network.toDependency(region, "card-service").ifPresent(this::fail));
    }

    private void fail(Wire wire) {
        canaries.failed(wire, now(), now());
        // So that no quick answer is remembered.
        Canaries.RoundTrip longAgo = new Canaries.RoundTrip(0, 1, 1, Duration.ofHours(1), Duration.ofHours(1));
        for (int window = 0; window < Canaries.WINDOWS_KEPT; window++) {
            canaries.took(wire, longAgo);
        }
    }

    /** What was done and not taken back. */
    List<String> left() throws IOException {
        List<String> left = new ArrayList<>(changed);
        left.addAll(names.left());
        clusters.values().forEach(cluster -> left.addAll(cluster.left()));
        for (StillMirror mirror : mirrors.values()) {
            left.addAll(mirror.left());
        }
        network.wires().stream().filter(network::held).forEach(wire -> left.add("a hold on " + wire));
        regions.values()
                .forEach(region -> region.open.forEach((what, count) -> {
                    if (count != 0) {
                        left.add(what);
                    }
                }));
        return left;
    }

    @Override
    public List<String> regions() {
        return List.copyOf(regions.keySet());
    }

    @Override
    public Region region(String name) {
        return regions.get(name);
    }

    @Override
    public Map<String, MirrorMaker> mirrorsIn(String region) {
        MirrorMaker mirror = mirrors.get(region).process();
        return Map.of(mirror.flow().name(), mirror);
    }

    @Override
    public Optional<MirrorMaker> mirror(String from, String to) {
        return Optional.of(mirrors.get(to).process());
    }

    @Override
    public Optional<String> killServices(String region) {
        changed.add("services of " + region);
        return Optional.of(region + " worker 1");
    }

    @Override
    public Optional<String> stopServices(String region) {
        return killServices(region);
    }

    @Override
    public void startServices(String region) {
        check();
        changed.remove("services of " + region);
    }

    @Override
    public void provideTopics(String region) {
        check();
    }

    @Override
    public List<String> sourceTopics(String from, String to) {
        return List.of("orders");
    }

    @Override
    public List<String> mirroredTopics(String from, String to) {
        return List.of("orders");
    }

    @Override
    public String uncopied(String from, String to) {
        return "";
    }

    @Override
    public Admin observer(String region) {
        return StillAdmin.of(() -> state, () -> clock.get() / LOOK);
    }

    @Override
    public Cluster cluster(String region) {
        return clusters.get(region);
    }

    @Override
    public Optional<WorkerEvent.Stats> load(String region) {
        if (state.gone()) {
            return Optional.empty();
        }
        long due = now() / LOOK;
        return Optional.of(new WorkerEvent.Stats(
                now(), List.of(new WorkerEvent.ProducerStats(0, true, due, due, due, 0, 0, 0, 0)), List.of(), 0, ""));
    }

    @Override
    public List<String> provideTopic(String region, String topic) {
        return List.of();
    }

    @Override
    public void dropClientConnections(String region) {
        check();
    }

    @Override
    public boolean setClock(String region, Duration ahead) {
        if (state.gone()) {
            return false;
        }
        check();
        changed.remove("clock of " + region);
        if (!ahead.isZero()) {
            changed.add("clock of " + region);
        }
        return true;
    }

    @Override
    public Optional<Duration> clockAhead(String region, Duration atMost) {
        return Optional.of(Duration.ZERO);
    }

    @Override
    public String owner() {
        return "us-east";
    }

    @Override
    public Optional<Writer> writer(String region, String service) {
        return Optional.of(new Writer(false, 7));
    }

    @Override
    public void startWriter(String region, String service) {
        changed.add("writer " + service);
    }

    @Override
    public boolean stopWriter(String region, String service) {
        if (state.gone()) {
            return false;
        }
        check();
        changed.remove("writer " + service);
        return true;
    }

    @Override
    public void noteMetadata(String region) {
        check();
    }

    @Override
    public void record(TimelineEvent event) {}

    @Override
    public void meanwhile(String what, Callable<String> look) {}

    @Override
    public void pause(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Override
    public void awaitInSync(String region, Set<Integer> brokers, Duration atMost) {}

    @Override
    public NameService names() {
        return names;
    }

    /** Every canary is answered, at any time as quickly as ever. */
    @Override
    public void watch(Collection<Wire> wires) {
        if (!state.gone()) {
            Duration usual = Duration.ofMillis(1);
            wires.forEach(wire -> {
                canaries.succeeded(wire);
                canaries.took(wire, new Canaries.RoundTrip(Long.MAX_VALUE - 1, Long.MAX_VALUE, 20, usual, usual));
            });
        }
    }

    @Override
    public long now() {
        return clock.addAndGet(LOOK);
    }
}
