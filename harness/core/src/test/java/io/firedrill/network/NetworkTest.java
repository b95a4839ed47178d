package io.firedrill.network;

import static eu.rekawek.toxiproxy.model.ToxicDirection.DOWNSTREAM;
import static eu.rekawek.toxiproxy.model.ToxicDirection.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.Toxic;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.region.LoopbackAddress;
import io.firedrill.scenario.Endpoint;
import io.firedrill.toxiproxy.ToxiproxyServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private ToxiproxyServer server;
    private int serverPort;
    private ToxiproxyClient plain;
    private Network network;
    private LoopbackAddress address;
    private EchoUpstream upstream;
    private HostPort echo;
    private Wire wire;
    private Wire beside;

    @BeforeEach
    void start() throws Exception {
        server = new ToxiproxyServer();
        int port = server.start("127.0.0.1", 0);
        serverPort = port;
        plain = new ToxiproxyClient("127.0.0.1", port);
        network = new Network("127.0.0.1", port);
        address = LoopbackAddress.claim();
        echo = free();
        upstream = new EchoUpstream(echo);
        wire = wire(1);
        beside = wire(2);
        assertThat(network.open(List.of(wire, beside), echo)).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        network.close();
        server.close();
        upstream.close();
        address.close();
    }

    private HostPort free() throws IOException {
        HostPort port = address.reserve(address.host());
        address.release(port);
        return port;
    }

    private Wire wire(int source) throws IOException {
        return new Wire(
                "east." + source + "-to-east.3.internal",
                Set.of(Endpoint.broker("east", source)),
                Endpoint.broker("east", 3),
                Listener.INTERNAL,
                free());
    }

    @Test
    void aShadowSharesWhateverIsDoneToItsWireAndIsNoWireItself() throws Exception {
        HostPort at = free();
        network.openShadow(wire, "store", at, echo);
        Wire shadow = new Wire("shadow", wire.sources(), wire.target(), wire.listener(), at);
        assertThat(network.wires()).containsExactly(wire, beside);
        assertThat(carries(shadow)).isTrue();

        Hold cut = network.cut(wire);
        assertThat(carries(shadow)).isFalse();
        cut.lift();
        assertThat(carries(shadow)).isTrue();

        Hold slow = network.toxic(wire, UPSTREAM, "latency", Map.of("latency", 5), 1);
        assertThat(plain.getProxy(wire.name() + "-store").toxics().getAll()).hasSize(1);
        slow.lift();
        assertThat(plain.getProxy(wire.name() + "-store").toxics().getAll()).isEmpty();
        assertThat(carries(shadow)).isTrue();
    }

    /** Whether a byte comes back over the wire. */
    private static boolean carries(Wire wire) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(wire.listen().socketAddress(), 5_000);
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(7);
            return socket.getInputStream().read() == 7;
        } catch (IOException e) {
            return false; // refused or reset: that is the answer
        }
    }

    private List<String> toxics() throws IOException {
        Proxy proxy = plain.getProxy(wire.name());
        return proxy.toxics().getAll().stream().map(Toxic::getName).toList();
    }

    @Test
    void aCutHitsItsWireAloneAndIsLiftedOnce() throws Exception {
        Hold cut = network.cut(wire);
        assertThat(carries(wire)).isFalse();
        assertThat(carries(beside)).isTrue();

        cut.lift();
        cut.lift();
        assertThat(carries(wire)).isTrue();
    }

    @Test
    void aSecondCutHoldsWhenTheFirstIsLifted() throws Exception {
        Hold first = network.cut(wire);
        Hold second = network.cut(wire);

        first.lift();
        first.lift();
        assertThat(carries(wire)).isFalse();
        second.lift();
        assertThat(carries(wire)).isTrue();
    }

    @Test
    void toxicsOfOneKindLieSideBySideAndTheLinksOwnStay() throws Exception {
        network.delay(wire, Duration.ofMillis(3), Duration.ofMillis(1));
        Hold first = network.toxic(wire, UPSTREAM, "latency", Map.of("latency", 5), 1);
        Hold second = network.toxic(wire, UPSTREAM, "latency", Map.of("latency", 7), 1);
        assertThat(toxics()).hasSize(4).contains("link-up", "link-down").doesNotHaveDuplicates();

        first.lift();
        first.lift();
        assertThat(toxics()).hasSize(3);
        second.lift();
        assertThat(toxics()).containsExactlyInAnyOrder("link-up", "link-down");
        assertThat(carries(wire)).isTrue();
    }

    @Test
    void toxicsAndCutsOnOneWireAreLiftedInAnyOrder() throws Exception {
        Hold silent = network.toxic(wire, DOWNSTREAM, "timeout", Map.of("timeout", 0), 1);
        Hold cut = network.cut(wire);

        silent.lift();
        assertThat(carries(wire)).isFalse();
        cut.lift();
        assertThat(carries(wire)).isTrue();
        assertThat(toxics()).isEmpty();
    }

    @Test
    void toxicityHoldsFromTheFirstByte() throws Exception {
        Hold hold = network.toxic(wire, DOWNSTREAM, "reset_peer", Map.of("timeout", 0), 0);

        assertThat(carries(wire)).isTrue();
        assertThat(plain.getProxy(wire.name()).toxics().getAll().get(0).getToxicity())
                .isZero();
        hold.lift();
    }

    @Test
    void whatTheServerRefusesIsToldWithItsReason() {
        assertThatThrownBy(() -> network.toxic(wire, UPSTREAM, "bandwith", Map.of("rate", 1), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("put bandwith on east.1-to-east.3.internal")
                .hasMessageContaining("invalid toxic type");
    }

    @Test
    void aWireKeepsAccountOfWhatWentThrough() throws Exception {
        assertThat(network.traffic(wire).connections()).isZero();

        assertThat(carries(wire)).isTrue();

        Traffic traffic = network.traffic(wire);
        assertThat(traffic.connections()).isEqualTo(1);
        assertThat(traffic.upstream()).isEqualTo(new Traffic.Stream(1, 1, 0));
        assertThat(traffic.downstream()).isEqualTo(new Traffic.Stream(1, 1, 0));
        assertThat(network.traffic(beside).connections()).isZero();
    }

    @Test
    void aHoldThatCouldNotBeLiftedCanBeLiftedAgain() throws Exception {
        Hold cut = network.cut(wire);
        try (ServerSocket somebody = new ServerSocket()) {
            somebody.bind(wire.listen().socketAddress());
            assertThatThrownBy(cut::lift).isInstanceOf(IOException.class).hasMessageContaining("join " + wire);
        }

        cut.lift();
        assertThat(carries(wire)).isTrue();
    }

    @Test
    void aServerThatDoesNotAnswerIsNotWaitedForWithoutEnd() throws Exception {
        try (ServerSocket deaf = new ServerSocket(
                        0, 10, address.reserve(address.host()).socketAddress().getAddress());
                Network stuck = new Network(address.host(), deaf.getLocalPort(), Duration.ofMillis(100))) {
            assertThatThrownBy(() -> stuck.open(List.of(wire), wire.listen()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not open " + wire + " within 100 ms");
        }
    }

    @Test
    void anInterruptedThreadStillLifts() throws Exception {
        Hold cut = network.cut(wire);
        Thread.currentThread().interrupt();
        cut.lift();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(carries(wire)).isTrue();
    }

    @Test
    void whatIsHeldIsKnownUntilItIsLifted() throws Exception {
        Hold cut = network.cut(wire);
        Hold slow = network.toxic(wire, UPSTREAM, "latency", Map.of("latency", 5), 1);
        assertThat(network.held(wire)).isTrue();
        assertThat(network.held(beside)).isFalse();

        cut.lift();
        assertThat(network.held(wire)).isTrue();
        slow.lift();
        assertThat(network.held(wire)).isFalse();
    }

    @Test
    void whatOneHoldRefusesDoesNotKeepTheOthers() throws Exception {
        Hold first = network.cut(wire);
        Hold second = network.cut(beside);
        try (ServerSocket somebody = new ServerSocket()) {
            somebody.bind(beside.listen().socketAddress());
            assertThatThrownBy(() -> Network.lift(List.of(second, first)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("join " + beside);
        }
        assertThat(carries(wire)).isTrue();
        assertThat(network.held(beside)).isTrue();
    }

    @Test
    void whatAServerDidAndDidNotAnswerIsTakenBackOnceItAnswersAgain() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        AtomicBoolean mute = new AtomicBoolean();
        HttpServer front = front(mute, answers);
        try (Network stuck = new Network(address.host(), front.getAddress().getPort(), Duration.ofMillis(500))) {
            Wire third = wire(4);
            assertThat(stuck.open(List.of(third), echo)).isTrue();
            mute.set(true);
            assertThatThrownBy(() -> stuck.toxic(third, UPSTREAM, "latency", Map.of("latency", 5), 1))
                    .isInstanceOf(UnansweredException.class);
            assertThat(plain.getProxy(third.name()).toxics().getAll()).hasSize(1);
            assertThat(stuck.held(third)).isTrue();

            mute.set(false);
            stuck.tidy();

            assertThat(plain.getProxy(third.name()).toxics().getAll()).isEmpty();
            assertThat(stuck.held(third)).isFalse();
        } finally {
            answers.countDown();
            front.stop(0);
        }
    }

    /** Hands every call on to the server; while it is mute, what the server answers comes only when the test is over. */
    private HttpServer front(AtomicBoolean mute, CountDownLatch over) throws IOException {
        HttpClient http = HttpClient.newHttpClient();
        HttpServer front = HttpServer.create(free().socketAddress(), 0);
        front.setExecutor(task -> new Thread(task).start());
        front.createContext("/", exchange -> {
            try {
                HttpResponse<byte[]> answer = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + serverPort + exchange.getRequestURI()))
                                .method(
                                        exchange.getRequestMethod(),
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                exchange.getRequestBody().readAllBytes()))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                if (mute.get()) {
                    over.await();
                }
                exchange.sendResponseHeaders(
                        answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
                exchange.getResponseBody().write(answer.body());
                exchange.close();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        front.start();
        return front;
    }

    @Test
    void aToxicThatIsGoneAlreadyDoesNotKeepWhatLiesBehindIt() throws Exception {
        network.openShadow(wire, "store", free(), echo);
        Hold slow = network.toxic(wire, UPSTREAM, "latency", Map.of("latency", 5), 1);
        plain.getProxy(wire.name()).toxics().get("latency-1").remove();

        slow.lift();

        assertThat(plain.getProxy(wire.name() + "-store").toxics().getAll()).isEmpty();
        assertThat(network.held(wire)).isFalse();
    }

    @Test
    void whatIsRefusedHalfWayIsTakenBack() throws Exception {
        network.openShadow(wire, "store", free(), echo);
        plain.getProxy(wire.name() + "-store").toxics().latency("latency-1", UPSTREAM, 5);

        assertThatThrownBy(() -> network.toxic(wire, UPSTREAM, "latency", Map.of("latency", 5), 1))
                .isInstanceOf(IOException.class);

        assertThat(toxics()).isEmpty();
        assertThat(network.held(wire)).isFalse();
    }

    @Test
    void aServerThatAnswersNoMoreIsAskedOnce() throws Exception {
        HostPort echo = free();
        try (ToxiproxyServer other = new ToxiproxyServer();
                EchoUpstream silent = new EchoUpstream(echo)) {
            HostPort front = free();
            Proxy way = plain.createProxy("front", front.toString(), "127.0.0.1:" + other.start("127.0.0.1", 0));
            try (Network stuck = new Network(front.host(), front.port(), Duration.ofMillis(500))) {
                Wire third = wire(4);
                Wire fourth = wire(5);
                assertThat(stuck.open(List.of(third, fourth), echo)).isTrue();
                List<Hold> holds = List.of(stuck.cut(third), stuck.cut(fourth));
                way.toxics().timeout("deaf", UPSTREAM, 0);

                assertThatThrownBy(() -> Network.lift(holds))
                        .isInstanceOf(UnansweredException.class)
                        .hasMessageContaining("did not join " + third + " within 500 ms")
                        .hasNoSuppressedExceptions();
            }
        }
    }
}
