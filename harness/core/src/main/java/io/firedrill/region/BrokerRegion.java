package io.firedrill.region;

import io.firedrill.kafka.AdminSettings;
import io.firedrill.kafka.BrokerConfig;
import io.firedrill.kafka.BrokerSpec;
import io.firedrill.kafka.Cluster;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.Deviation;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.kafka.LogCut;
import io.firedrill.kafka.NodeRole;
import io.firedrill.kafka.UnflushedTail;
import io.firedrill.scenario.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** A region whose nodes the harness starts, on whatever a {@link Launcher} runs them. */
final class BrokerRegion implements Region {
    private static final Duration KILL = Duration.ofSeconds(10);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration ADMITTED_WITHIN = Duration.ofSeconds(15);
    private static final int PORTS_TRIED = 20;

    private final RegionSpec spec;
    private final RunContext run;
    private final SortedMap<Integer, BrokerNode> nodes = new TreeMap<>();
    private final Map<Listener, List<HostPort>> advertised = new EnumMap<>(Listener.class);
    private String clusterId = Uuid.randomUuid().toString();

    /** Takes ports and reserves paths for all nodes; starts nothing. */
    BrokerRegion(RegionSpec spec, RunContext run, Paths paths) throws IOException {
        this.spec = spec;
        this.run = run;
        SortedMap<Integer, Map<Listener, Listening>> listens = new TreeMap<>();
        SortedMap<Integer, Map<Listener, HostPort>> reached = new TreeMap<>();
        Map<Integer, HostPort> voters = new HashMap<>();
        for (int id : spec.nodes().ids()) {
            Map<Listener, Listening> own = new EnumMap<>(Listener.class);
            Map<Listener, HostPort> others = new EnumMap<>(Listener.class);
            for (Listener listener : NodeRole.of(id, spec.nodes()).listeners()) {
                Place place = place(id, listener, paths);
                own.put(listener, place.listens());
                others.put(listener, place.advertised());
                advertised.computeIfAbsent(listener, any -> new ArrayList<>()).add(place.advertised());
                if (listener == Listener.CONTROLLER) {
                    voters.put(id, place.advertised());
                }
            }
            listens.put(id, own);
            reached.put(id, others);
        }
        for (int id : listens.keySet()) {
            nodes.put(id, node(id, listens.getOrDefault(id, Map.of()), reached.getOrDefault(id, Map.of()), voters));
        }
    }

    /** Where a listener is bound, and where others find it. */
    private record Place(Listening listens, HostPort advertised) {}

    /** Takes ports until there is one on which every path to the listener can be opened. */
    private Place place(int id, Listener listener, Paths paths) throws IOException {
        Endpoint node = Endpoint.node(spec.name(), id);
        for (int attempt = 0; attempt < PORTS_TRIED; attempt++) {
            Listening place = run.addresses().reserve(node, listener);
            Optional<HostPort> reached = listener.proxied()
                    ? paths.reserve(spec.name(), id, listener, place.upstream())
                    : Optional.of(place.direct());
            if (reached.isPresent()) {
                return new Place(place, reached.get());
            }
            run.addresses().release(place);
        }
        throw new IOException("no port for listener " + listener + " of " + BrokerNode.name(node) + ": on each of "
                + PORTS_TRIED + " that were tried something else listens; end what listens there");
    }

    private BrokerNode node(
            int id, Map<Listener, Listening> listens, Map<Listener, HostPort> reached, Map<Integer, HostPort> voters) {
        Endpoint who = Endpoint.node(spec.name(), id);
        String file = spec.name() + "-" + BrokerNode.file(who);
        Path home = run.data().resolve(spec.name()).resolve(BrokerNode.file(who));
        Map<Listener, HostPort> binds = new EnumMap<>(Listener.class);
        listens.forEach((listener, place) -> binds.put(listener, place.binds()));
        BrokerConfig config = BrokerConfig.of(new BrokerSpec(
                spec.name(),
                spec.nodes(),
                id,
                BrokerNode.disk(home),
                binds,
                reached,
                voters,
                spec.profile(),
                spec.config()));
        Path log = run.logs().resolve(file + ".log");
        JavaProgram program = run.programs()
                .broker(BrokerNode.configFile(home), BrokerNode.jaasFile(home), run.resolver(who), spec.jvm());
        return new BrokerNode(
                home,
                listens,
                config,
                new KafkaProgram(
                        who,
                        ProgramRole.BROKER,
                        BrokerNode.name(who),
                        file,
                        program,
                        log,
                        List.of(home, run.hosts(who).resolveSibling("."))));
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public synchronized String clusterId() {
        return clusterId;
    }

    @Override
    public List<Integer> brokers() {
        return spec.nodes().brokerIds();
    }

    @Override
    public List<Integer> controllers() {
        return spec.nodes().controllerIds();
    }

    @Override
    public Set<Integer> running() {
        return ids(nodes.values().stream().filter(BrokerNode::running));
    }

    @Override
    public Set<Integer> paused() {
        return ids(nodes.values().stream().filter(BrokerNode::paused));
    }

    private static Set<Integer> ids(Stream<BrokerNode> nodes) {
        return nodes.map(BrokerNode::id).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String bootstrap(Vantage vantage) {
        return HostPort.bootstrap(advertised.getOrDefault(vantage.listener(), List.of()));
    }

    @Override
    public Map<String, Object> connection(Vantage vantage, String user) {
        Map<String, Object> settings = new HashMap<>();
        if (vantage.listener().authenticated()) {
            settings.putAll(run.credentials().client(user));
        }
        settings.put("bootstrap.servers", bootstrap(vantage));
        return settings;
    }

    @Override
    public List<Deviation> deviations() {
        Set<Deviation> deviations = new LinkedHashSet<>();
        nodes.values().forEach(node -> deviations.addAll(node.config().deviations()));
        deviations.addAll(spec.jvm().deviations("broker"));
        return List.copyOf(deviations);
    }

    @Override
    public synchronized Set<Integer> start(Set<Integer> ids) throws IOException {
        List<BrokerNode> selected = select(ids);
        List<BrokerNode> wanted = selected.stream().filter(BrokerNode::released).toList();
        for (BrokerNode node : wanted) {
            run.writeHosts(Endpoint.node(name(), node.id()));
        }
        String cluster = clusterId;
        Together.each(wanted, node -> node.start(run, cluster));
        return ids(selected.stream().filter(node -> node.process().isPresent()));
    }

    @Override
    public void awaitReady(Duration atMost) throws RegionFailedException, InterruptedException {
        // Not those that run: one that died since it was started must be told of, not passed over.
        List<BrokerNode> wanted =
                nodes.values().stream().filter(BrokerNode::wanted).toList();
        new Readiness(name(), wanted, atMost).await();
        letServicesIn();
    }

    /** Its disks may be new; one that has a password keeps it, right or wrong. */
    private void letServicesIn() throws RegionFailedException, InterruptedException {
        try (Admin admin = observer()) {
            if (!Cluster.of(admin, ASK).hasPassword(Credentials.SERVICES)) {
                admit(Credentials.SERVICES, ADMITTED_WITHIN);
            }
        } catch (IOException e) {
            throw new RegionFailedException("region " + name() + " does not let its services in: " + e.getMessage(), e);
        }
    }

    private Admin observer() {
        return Admin.create(AdminSettings.impatient(connection(Vantage.OBSERVER, Credentials.OPERATOR)));
    }

    @Override
    public void admit(String user, Duration atMost) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        try (Admin admin = observer()) {
            Cluster.of(admin, ASK).setPassword(user, run.credentials().scramPassword(user));
        }
        Optional<String> refusal = refusal(user);
        while (refusal.isPresent()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(name() + " does not let " + user + " in: " + refusal.get());
            }
            refusal = refusal(user);
        }
    }

    @Override
    public Optional<String> refusal(String user) throws IOException, InterruptedException {
        Set<Integer> asked = running();
        asked.retainAll(brokers());
        for (int id : asked) {
            Map<String, Object> settings = new HashMap<>(run.credentials().client(user));
            settings.put(
                    "bootstrap.servers",
                    select(Set.of(id)).get(0).at(Listener.CLIENT).toString());
            Optional<String> refusal = Login.refusal(settings);
            if (refusal.isPresent()) {
                return refusal.map(why -> "broker " + id + ": " + why);
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized RegionLoss kill(Set<Integer> ids, DiskFate fate) throws IOException, InterruptedException {
        List<BrokerNode> selected = select(ids);
        List<Ending> endings = signal(selected, Child::kill);
        List<BrokerEnd> ends = new ArrayList<>();
        for (Ending ending : endings) {
            ends.add(ending.await(KILL, false));
        }
        return new RegionLoss(ends, settleDisks(selected, fate));
    }

    /** Signals all that are alive. Nothing is done between two signals that could wait until after them. */
    private static List<Ending> signal(List<BrokerNode> selected, Consumer<Child> signal) {
        List<BrokerNode> hit = new ArrayList<>();
        List<Child> processes = new ArrayList<>();
        for (BrokerNode node : selected) {
            node.hold();
            node.process().ifPresent(process -> {
                hit.add(node);
                processes.add(process);
            });
        }
        long[] sent = new long[hit.size()];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = System.nanoTime();
            signal.accept(processes.get(i));
        }
        List<Ending> endings = new ArrayList<>();
        for (int i = 0; i < sent.length; i++) {
            endings.add(new Ending(hit.get(i), processes.get(i), sent[i]));
        }
        return endings;
    }

    private Map<Integer, List<LogCut>> settleDisks(List<BrokerNode> dead, DiskFate fate) throws IOException {
        Map<Integer, List<LogCut>> cuts = new TreeMap<>();
        switch (fate) {
            case KEPT -> {}
            case UNFLUSHED_LOST -> {
                for (BrokerNode node : dead) {
                    cuts.put(node.id(), UnflushedTail.cut(node.disk()));
                }
            }
            case DESTROYED -> {
                for (BrokerNode node : dead) {
                    Directories.remove(node.disk());
                }
                if (dead.size() == nodes.size()) {
                    // Nothing of the old cluster is left, so what starts next is another one.
                    clusterId = Uuid.randomUuid().toString();
                }
            }
        }
        return cuts;
    }

    @Override
    public synchronized List<BrokerEnd> stop(Set<Integer> ids, Duration atMost)
            throws IOException, InterruptedException {
        resume(ids);
        // A broker that shuts down asks the active controller to let it go.
        List<BrokerEnd> ends = new ArrayList<>();
        ends.addAll(terminate(select(ids).stream().filter(node -> !node.apart()).toList(), atMost));
        ends.addAll(terminate(select(ids).stream().filter(BrokerNode::apart).toList(), atMost));
        return ends;
    }

    private static List<BrokerEnd> terminate(List<BrokerNode> selected, Duration atMost)
            throws IOException, InterruptedException {
        List<Ending> endings = signal(selected, Child::terminate);
        long deadline = System.nanoTime() + atMost.toNanos();
        List<BrokerEnd> ends = new ArrayList<>();
        for (Ending ending : endings) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            ends.add(ending.awaitOrKill(left));
        }
        return ends;
    }

    @Override
    public synchronized String pause(Set<Integer> ids) throws IOException, InterruptedException {
        List<BrokerNode> selected =
                select(ids).stream().filter(BrokerNode::running).toList();
        String mechanism = run.launcher().pause(processes(selected));
        selected.forEach(node -> node.setPaused(true));
        return mechanism;
    }

    @Override
    public synchronized Set<Integer> resume(Set<Integer> ids) throws IOException, InterruptedException {
        List<BrokerNode> selected =
                select(ids).stream().filter(BrokerNode::paused).toList();
        run.launcher().resume(processes(selected));
        selected.forEach(node -> node.setPaused(false));
        return ids(selected.stream());
    }

    @Override
    public synchronized void disconnect(Set<Integer> ids) throws IOException {
        run.launcher().disconnect(places(ids));
    }

    @Override
    public synchronized void reconnect(Set<Integer> ids) throws IOException {
        run.launcher().reconnect(places(ids));
    }

    private List<Endpoint> places(Set<Integer> ids) {
        return select(ids).stream()
                .map(node -> Endpoint.node(name(), node.id()))
                .toList();
    }

    private static Collection<Child> processes(List<BrokerNode> nodes) {
        return nodes.stream().flatMap(node -> node.process().stream()).collect(Collectors.toList());
    }

    private List<BrokerNode> select(Set<Integer> ids) {
        List<BrokerNode> selected = new ArrayList<>();
        for (int id : new TreeSet<>(ids)) {
            BrokerNode node = nodes.get(id);
            if (node == null) {
                throw new IllegalArgumentException(
                        "region " + name() + " has no node " + id + ", it has " + nodes.keySet());
            }
            selected.add(node);
        }
        return selected;
    }

    /** A node that was signalled. */
    private record Ending(BrokerNode node, Child process, long signalNanos) {
        BrokerEnd await(Duration atMost, boolean orderly) throws IOException, InterruptedException {
            try {
                return new BrokerEnd(
                        node.id(), signalNanos, process.awaitExit(atMost).noticedNanos(), orderly);
            } catch (TimeoutException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        BrokerEnd awaitOrKill(Duration atMost) throws IOException, InterruptedException {
            try {
                return new BrokerEnd(
                        node.id(), signalNanos, process.awaitExit(atMost).noticedNanos(), true);
            } catch (TimeoutException e) {
                process.kill();
                return await(KILL, false);
            }
        }
    }
}
