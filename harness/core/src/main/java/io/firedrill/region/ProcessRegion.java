package io.firedrill.region;

import io.firedrill.kafka.BrokerConfig;
import io.firedrill.kafka.BrokerSpec;
import io.firedrill.kafka.Deviation;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.kafka.LogCut;
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
import org.apache.kafka.common.Uuid;

/** A region whose brokers are child processes of the harness. */
final class ProcessRegion implements Region {
    private static final Duration KILL = Duration.ofSeconds(10);
    private static final int PORTS_TRIED = 20;

    private final RegionSpec spec;
    private final RunContext run;
    private final SortedMap<Integer, BrokerNode> nodes = new TreeMap<>();
    private final Map<Listener, List<HostPort>> advertised = new EnumMap<>(Listener.class);
    private String clusterId = Uuid.randomUuid().toString();

    /** Takes ports and reserves paths for all brokers; starts nothing. */
    ProcessRegion(RegionSpec spec, RunContext run, Paths paths) throws IOException {
        this.spec = spec;
        this.run = run;
        SortedMap<Integer, Map<Listener, HostPort>> listens = new TreeMap<>();
        SortedMap<Integer, Map<Listener, HostPort>> reached = new TreeMap<>();
        Map<Integer, HostPort> voters = new HashMap<>();
        for (int id = 1; id <= spec.brokers(); id++) {
            Map<Listener, HostPort> own = new EnumMap<>(Listener.class);
            Map<Listener, HostPort> others = new EnumMap<>(Listener.class);
            for (Listener listener : Listener.values()) {
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
    private record Place(HostPort listens, HostPort advertised) {}

    /** Takes ports until there is one on which every path to the listener can be opened. */
    private Place place(int id, Listener listener, Paths paths) throws IOException {
        String host = run.address().of(Endpoint.broker(spec.name(), id));
        for (int attempt = 0; attempt < PORTS_TRIED; attempt++) {
            HostPort upstream = run.address().reserve(host);
            Optional<HostPort> reached =
                    listener.proxied() ? paths.reserve(spec.name(), id, listener, upstream) : Optional.of(upstream);
            if (reached.isPresent()) {
                return new Place(upstream, reached.get());
            }
            run.address().release(upstream);
        }
        throw new IOException("no port for listener " + listener + " of " + spec.name() + " broker " + id
                + ": on each of " + PORTS_TRIED + " that were tried something else listens; end what listens there");
    }

    private BrokerNode node(
            int id, Map<Listener, HostPort> listens, Map<Listener, HostPort> reached, Map<Integer, HostPort> voters) {
        Path home = run.data().resolve(spec.name()).resolve("broker-" + id);
        BrokerConfig config = BrokerConfig.of(new BrokerSpec(
                spec.name(), id, BrokerNode.disk(home), listens, reached, voters, spec.profile(), spec.config()));
        Path log = run.logs().resolve(spec.name() + "-broker-" + id + ".log");
        JavaProgram program = run.prepared(
                ProgramRole.BROKER,
                run.programs()
                        .broker(
                                BrokerNode.configFile(home),
                                BrokerNode.jaasFile(home),
                                run.resolver(Endpoint.broker(spec.name(), id)),
                                spec.jvm()),
                BrokerNode.name(spec.name(), id),
                spec.name() + "-broker-" + id);
        return new BrokerNode(spec.name(), id, home, log, listens, config, program);
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
        return List.copyOf(nodes.keySet());
    }

    @Override
    public Set<Integer> running() {
        Set<Integer> ids = new TreeSet<>();
        nodes.values().stream().filter(BrokerNode::running).forEach(node -> ids.add(node.id()));
        return ids;
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
    public synchronized void start(Set<Integer> ids) throws IOException {
        for (BrokerNode node : select(ids)) {
            run.writeHosts(Endpoint.broker(name(), node.id()));
            node.start(run.supervisor(), run.address(), run.credentials().brokerJaas(), clusterId, run.checkpoint());
        }
    }

    @Override
    public void awaitReady(Duration atMost) throws RegionFailedException, InterruptedException {
        // Not those that run: one that died since it was started must be told of, not passed over.
        List<BrokerNode> wanted =
                nodes.values().stream().filter(BrokerNode::wanted).toList();
        new Readiness(name(), wanted, atMost).await();
    }

    @Override
    public synchronized RegionLoss kill(Set<Integer> ids, DiskFate fate) throws IOException, InterruptedException {
        List<BrokerNode> selected = select(ids);
        List<Ending> endings = signal(selected, ChildProcess::kill);
        List<BrokerEnd> ends = new ArrayList<>();
        for (Ending ending : endings) {
            ends.add(ending.await(KILL, false));
        }
        return new RegionLoss(ends, settleDisks(selected, fate));
    }

    /** Signals all that are alive. Nothing is done between two signals that could wait until after them. */
    private static List<Ending> signal(List<BrokerNode> selected, Consumer<ChildProcess> signal) {
        List<BrokerNode> hit = new ArrayList<>();
        List<ChildProcess> processes = new ArrayList<>();
        for (BrokerNode node : selected) {
            node.unwanted();
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
        List<Ending> endings = signal(select(ids), ChildProcess::terminate);
        long deadline = System.nanoTime() + atMost.toNanos();
        List<BrokerEnd> ends = new ArrayList<>();
        for (Ending ending : endings) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            ends.add(ending.awaitOrKill(left));
        }
        return ends;
    }

    @Override
    public synchronized void pause(Set<Integer> ids) throws IOException, InterruptedException {
        List<BrokerNode> selected =
                select(ids).stream().filter(BrokerNode::running).toList();
        ChildProcess.pause(processes(selected));
        selected.forEach(node -> node.setPaused(true));
    }

    @Override
    public synchronized void resume(Set<Integer> ids) throws IOException, InterruptedException {
        List<BrokerNode> selected =
                select(ids).stream().filter(BrokerNode::paused).toList();
        ChildProcess.resume(processes(selected));
        selected.forEach(node -> node.setPaused(false));
    }

    private static Collection<ChildProcess> processes(List<BrokerNode> nodes) {
        return nodes.stream().flatMap(node -> node.process().stream()).toList();
    }

    private List<BrokerNode> select(Set<Integer> ids) {
        List<BrokerNode> selected = new ArrayList<>();
        for (int id : new TreeSet<>(ids)) {
            BrokerNode node = nodes.get(id);
            if (node == null) {
                throw new IllegalArgumentException(
                        "region " + name() + " has no broker " + id + ", it has " + brokers());
            }
            selected.add(node);
        }
        return selected;
    }

    /** A broker that was signalled. */
    private record Ending(BrokerNode node, ChildProcess process, long signalNanos) {
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
