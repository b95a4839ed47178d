package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firedrill.network.LoopbackServer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CanaryPathTest {

    /** Answers every request with no error, as a broker does, until told to be silent or to go. */
    private static final class Broker implements AutoCloseable {
        private final LoopbackServer server;
        private volatile boolean silent;

        Broker(int port) throws IOException {
            server = new LoopbackServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), this::serve);
        }

        private void serve(Socket client) throws IOException {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            while (true) {
                byte[] request = in.readNBytes(in.readInt());
                if (!silent) {
                    out.writeInt(6);
                    out.write(request, 4, 4);
                    out.writeShort(0);
                }
            }
        }

        int port() {
            return server.port();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private final FactList journal = new FactList();
    private final List<WorkerEvent> events = new CopyOnWriteArrayList<>();
    private Broker broker;
    private CanaryPath canary;

    @BeforeEach
    void start() throws IOException {
        broker = new Broker(0);
    }

    @AfterEach
    void stop() throws IOException {
        canary.close();
        broker.close();
    }

    private void watch(Map<String, String> security) throws IOException {
        canary = new CanaryPath(
                new WorkerCommand.StartCanary(
                        4,
                        List.of("127.0.0.1:" + broker.port()),
                        security,
                        Duration.ofMillis(5),
                        Duration.ofMillis(500)),
                journal.sink,
                events::add);
    }

    private WorkerEvent.CanaryEdge edge(int index) {
        await().until(() -> edges().size() > index);
        return edges().get(index);
    }

    private List<WorkerEvent.CanaryEdge> edges() {
        return events.stream()
                .filter(WorkerEvent.CanaryEdge.class::isInstance)
                .map(WorkerEvent.CanaryEdge.class::cast)
                .toList();
    }

    private long tries(boolean success) {
        return journal.of("canary").stream()
                .filter(fact -> fact.values().get(1).equals(success))
                .count();
    }

    @Test
    void everyTryIsAFactAndOnlyTheFirstIsAnEdge() throws Exception {
        watch(Map.of());
        await().until(() -> tries(true) >= 20);

        assertThat(edge(0).up()).isTrue();
        assertThat(edge(0).path()).isEqualTo(4);
        assertThat(edges()).hasSize(1);
        assertThat(journal.of("canary"))
                .allSatisfy(fact -> assertThat(fact.number(3)).isGreaterThanOrEqualTo(fact.number(2)));
    }

    @Test
    void roundTripsAreToldWindowByWindow() throws Exception {
        watch(Map.of());
        await().until(() -> events.stream().anyMatch(WorkerEvent.CanaryWindow.class::isInstance));

        WorkerEvent.CanaryWindow window = (WorkerEvent.CanaryWindow) events.get(events.size() - 1);
        assertThat(window.path()).isEqualTo(4);
        assertThat(window.successes()).isPositive();
        assertThat(window.medianNanos()).isBetween(1L, window.maxNanos());
        assertThat(window.to() - window.from()).isGreaterThanOrEqualTo(500_000_000);
    }

    @Test
    void itAuthenticatesWhereItHasTo() throws Exception {
        watch(
                Map.of(
                        "security.protocol", "SASL_PLAINTEXT",
                        "sasl.mechanism", "PLAIN",
                        "sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b\";"));

        await().until(() -> tries(true) >= 20);
    }

    @Test
    void aBrokerThatDiesAndComesBackMakesTwoEdges() throws Exception {
        watch(Map.of());
        await().until(() -> tries(true) >= 5);
        long killed = System.nanoTime();
        int port = broker.port();
        broker.close();

        WorkerEvent.CanaryEdge down = edge(1);
        assertThat(down.up()).isFalse();
        assertThat(down.error()).isNotEmpty();
        assertThat(down.failureFinished()).isGreaterThan(killed);
        assertThat(down.successFinished()).isLessThan(down.failureFinished());
        await().until(() -> tries(false) >= 5);

        broker = new Broker(port);
        WorkerEvent.CanaryEdge back = edge(2);
        assertThat(back.up()).isTrue();
        assertThat(back.failureFinished()).isLessThanOrEqualTo(back.successFinished());
        assertThat(tries(true) + tries(false)).isGreaterThan(10);
    }

    @Test
    void aBrokerThatFallsSilentFailsByItsDeadline() throws Exception {
        watch(Map.of());
        await().until(() -> tries(true) >= 5);
        broker.silent = true;

        WorkerEvent.CanaryEdge down = edge(1);
        assertThat(down.up()).isFalse();
        assertThat(down.error()).contains("500 ms");
        assertThat(down.failureFinished() - down.failureInvoked()).isGreaterThanOrEqualTo(500_000_000);
        assertThat(down.failureInvoked()).isGreaterThan(down.successInvoked());
    }
}
