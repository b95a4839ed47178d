package io.firedrill.fault;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.network.Network;
import io.firedrill.network.Wire;
import io.firedrill.region.Region;
import io.firedrill.replication.MirrorMaker;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.RegionNodes;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;

/** A drill of one region without a MirrorMaker, whose time goes on by a nanosecond a look. */
final class FakeSite extends BareSite {
    private final AtomicLong clock = new AtomicLong(1_000);
    private final Canaries canaries = new Canaries();
    final FakeRegion region;
    final List<Callable<String>> beside = new ArrayList<>();
    final List<String> services = new ArrayList<>();

    Duration patience = Duration.ZERO;

    FakeSite() {
        this(RegionNodes.combined(3));
    }

    FakeSite(RegionNodes nodes) {
        this.region = new FakeRegion(this, nodes);
    }

    @Override
    public Duration canaryPatience() {
        return patience;
    }

    /** Who leads orders/0; 0: nobody. */
    int leader = 2;

    @Override
    public Region region(String name) {
        return region;
    }

    @Override
    public Map<String, MirrorMaker> mirrorsIn(String name) {
        return Map.of();
    }

    @Override
    public Optional<MirrorMaker> mirror(String from, String to) {
        return Optional.empty();
    }

    @Override
    public Optional<String> killServices(String name) {
        services.add("killed");
        return Optional.of(name + " worker 1");
    }

    @Override
    public Optional<String> stopServices(String name) {
        services.add("stopped");
        return Optional.of(name + " worker 1");
    }

    @Override
    public void startServices(String name) {
        services.add("started");
    }

    @Override
    public void provideTopics(String name) {}

    @Override
    public List<String> sourceTopics(String from, String to) {
        return List.of();
    }

    @Override
    public List<String> mirroredTopics(String from, String to) {
        return List.of();
    }

    @Override
    public String uncopied(String from, String to) {
        return "";
    }

    @Override
    public Network network() {
        throw new UnsupportedOperationException("only wires() is asked for");
    }

    @Override
    public List<Wire> wires(String name, int broker, Listener listener) {
        return link(broker).leadsTo(listener) ? List.of(link(broker)) : List.of();
    }

    /** The wire that a broker is watched on, or a controller apart. */
    static Wire link(int broker) {
        if (RegionNodes.apart(broker)) {
            return new Wire(
                    "us-east.1-to-us-east." + broker + ".controller",
                    Set.of(Endpoint.broker("us-east", 1)),
                    Endpoint.node("us-east", broker),
                    Listener.CONTROLLER,
                    new HostPort("nowhere", broker));
        }
        return new Wire(
                "us-west-to-us-east." + broker + ".link",
                Set.of(Endpoint.region("us-west")),
                Endpoint.broker("us-east", broker),
                Listener.LINK,
                new HostPort("nowhere", broker));
    }

    @Override
    public void watch(Collection<Wire> wires) {}

    @Override
    public void awaitInSync(String name, Set<Integer> brokers, Duration atMost) {
        region.done.add("in sync " + brokers);
    }

    /** Answers one question: who leads orders/0. */
    @Override
    public Admin observer(String name) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (self, method, args) -> {
                    if (!method.getName().equals("describeTopics")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return new Described(new TopicDescription(
                            "orders",
                            false,
                            List.of(new TopicPartitionInfo(
                                    0, leader == 0 ? null : new Node(leader, "host", 1), List.of(), List.of()))));
                });
    }

    private static final class Described extends DescribeTopicsResult {
        Described(TopicDescription topic) {
            super((Map<Uuid, KafkaFuture<TopicDescription>>) null, futures(topic));
        }

        private static Map<String, KafkaFuture<TopicDescription>> futures(TopicDescription topic) {
            Map<String, KafkaFuture<TopicDescription>> futures = new HashMap<>();
            futures.put(topic.name(), KafkaFuture.completedFuture(topic));
            return futures;
        }
    }

    @Override
    public Canaries canaries() {
        return canaries;
    }

    @Override
    public void meanwhile(String what, Callable<String> look) {
        beside.add(look);
    }

    @Override
    public void pause(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Override
    public long now() {
        return clock.incrementAndGet();
    }
}
