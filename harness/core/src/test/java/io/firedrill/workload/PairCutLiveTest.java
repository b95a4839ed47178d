package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.kafka.AdminSettings;
import io.firedrill.kafka.BrokerProfile;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.kafka.Listener;
import io.firedrill.network.Hold;
import io.firedrill.network.Network;
import io.firedrill.network.Way;
import io.firedrill.network.Wire;
import io.firedrill.network.Wiring;
import io.firedrill.region.HarnessCache;
import io.firedrill.region.ProcessPlatform;
import io.firedrill.region.Region;
import io.firedrill.region.RegionSpec;
import io.firedrill.region.Vantage;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.RegionNodes;
import io.firedrill.toxiproxy.ToxiproxyServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A region of three real brokers, every wire of which has a canary. */
@EnabledOnOs(OS.LINUX)
class PairCutLiveTest {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String TOPIC = "orders";

    /** What a canary has told of a wire. */
    private static final class Watch implements AutoCloseable {
        final FactList journal = new FactList();
        final List<WorkerEvent> events = new CopyOnWriteArrayList<>();
        final CanaryPath canary;

        Watch(Wire wire, Map<String, String> security) throws Exception {
            canary = new CanaryPath(
                    new WorkerCommand.StartCanary(
                            0,
                            List.of(wire.listen().toString()),
                            security,
                            Duration.ofMillis(50),
                            Duration.ofSeconds(5)),
                    journal.sink,
                    events::add);
        }

        long tries(boolean success) {
            return journal.of("canary").stream()
                    .filter(fact -> fact.values().get(1).equals(success))
                    .count();
        }

        @Override
        public void close() {
            canary.close();
        }
    }

    @TempDir
    Path folder;

    private final Map<Wire, Watch> watches = new LinkedHashMap<>();
    private ProcessPlatform platform;
    private ToxiproxyServer proxies;
    private Network network;
    private Region east;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        platform = ProcessPlatform.open(
                KafkaDistribution.locate(), HarnessCache.locate(), folder.resolve("data"), folder.resolve("logs"));
        proxies = new ToxiproxyServer();
        network = new Network("127.0.0.1", proxies.start("127.0.0.1", 0));
        east = platform.add(
                new RegionSpec(
                        "us-east",
                        3,
                        BrokerProfile.LEAN,
                        // Kafka gives a follower 30 s before it leaves the ISR.
                        Map.of("replica.lag.time.max.ms", "2000"),
                        JvmOptions.lean(RegionSpec.HEAP_MEBIBYTES)),
                new Wiring(network, platform.run().address(), Map.of("us-east", RegionNodes.combined(3)), Map.of()));
        platform.start();
        platform.awaitReady(LONG);
        admin = Admin.create(AdminSettings.impatient(east.connection(Vantage.OBSERVER, Credentials.OPERATOR)));
        // Led by broker 1, so that its ISR says who still reaches broker 1.
        admin.createTopics(List.of(new NewTopic(TOPIC, Map.of(0, List.of(1, 2, 3)))))
                .all()
                .get();
        for (Wire wire : network.wires()) {
            watches.put(wire, new Watch(wire, security(wire)));
        }
    }

    private Map<String, String> security(Wire wire) {
        return wire.listener().filter(Listener::authenticated).isPresent()
                ? east.connection(Vantage.SAME_REGION, Credentials.OPERATOR).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())))
                : Map.of();
    }

    @AfterEach
    void stop() throws Exception {
        watches.values().forEach(Watch::close);
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
        platform.close();
        network.close();
        proxies.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(LONG);
    }

    private Set<Integer> inSync() throws Exception {
        return admin
                .describeTopics(List.of(TOPIC))
                .topicNameValues()
                .get(TOPIC)
                .get()
                .partitions()
                .get(0)
                .isr()
                .stream()
                .map(Node::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void produce() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                east.connection(Vantage.OBSERVER, Credentials.OPERATOR),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, new byte[1])).get();
        }
    }

    private void awaitOneMoreSuccess(Predicate<Wire> which) {
        Map<Wire, Long> before = new LinkedHashMap<>();
        watches.forEach((wire, watch) -> before.put(wire, watch.tries(true)));
        before.forEach((wire, tries) -> {
            if (which.test(wire)) {
                eventually().alias(wire.name()).until(() -> watches.get(wire).tries(true) > tries);
            }
        });
    }

    @Test
    void aCutBetweenTwoBrokersIsSeenByThemAndByNobodyElse() throws Exception {
        // Of the services to each broker, and between each two brokers both ways on two listeners; no other region
        // comes here.
        assertThat(watches).hasSize(3 + 6 + 6);
        awaitOneMoreSuccess(any -> true);
        eventually().untilAsserted(() -> assertThat(inSync()).containsExactly(1, 2, 3));
        Set<Wire> pair = network.between(Endpoint.broker("us-east", 1), Endpoint.broker("us-east", 2)).stream()
                .map(Way::wire)
                .filter(wire -> wire.leadsTo(Listener.INTERNAL))
                .collect(Collectors.toSet());
        assertThat(pair).hasSize(2);
        for (Wire wire : pair) {
            assertThat(network.traffic(wire).upstream().sent()).isPositive();
        }
        Map<Wire, Long> failures = new LinkedHashMap<>();
        watches.forEach((wire, watch) -> failures.put(wire, watch.tries(false)));

        List<Hold> cuts = new ArrayList<>();
        for (Wire wire : pair) {
            cuts.add(network.cut(wire));
        }
        pair.forEach(wire -> eventually().until(() -> watches.get(wire).tries(false) > failures.get(wire)));
        // A follower that misses nothing stays in the ISR, however long it has been cut off.
        produce();
        eventually().untilAsserted(() -> assertThat(inSync()).containsExactly(1, 3));
        awaitOneMoreSuccess(wire -> !pair.contains(wire));

        for (Hold cut : cuts) {
            cut.lift();
        }
        eventually().untilAsserted(() -> assertThat(inSync()).containsExactly(1, 2, 3));
        awaitOneMoreSuccess(any -> true);
        watches.forEach((wire, watch) -> {
            if (!pair.contains(wire)) {
                assertThat(watch.tries(false)).as(wire.name()).isEqualTo(failures.get(wire));
            }
        });
    }
}
