package io.firedrill.toxiproxy.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.ToxiproxyServer;
import io.firedrill.toxiproxy.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Toxiproxy 2.12 gets wrong, one test each. What hangs there would run into a socket's time-out here. */
class BetterThanTheRealOneTest {
    private static final byte[] BLOCK = new byte[64 * 1024];

    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    /** A connection whose client reads nothing while the server floods it; the count is of what the server has written. */
    private Socket flooded(String proxy, AtomicLong written) throws Exception {
        Upstream upstream = fixture.closing(new Upstream(socket -> {
            for (int i = 0; i < 4000; i++) {
                socket.getOutputStream().write(BLOCK);
                written.addAndGet(BLOCK.length);
            }
        }));
        Socket client = fixture.connect(fixture.proxy(proxy, upstream.port()));
        AtomicLong last = new AtomicLong(-1);
        await().pollInterval(java.time.Duration.ofMillis(200))
                .until(() -> last.getAndSet(written.get()) == written.get() && written.get() > 0);
        return client;
    }

    private long traffic(String proxy, String pointer) throws Exception {
        return fixture.get("/proxies/" + proxy + "/traffic").at(pointer).longValue();
    }

    @Test
    void point1aClientThatDoesNotReadHindersNoChangeOfToxics() throws Exception {
        flooded("p", new AtomicLong());
        for (String type : List.of("latency", "bandwidth", "slow_close")) {
            fixture.toxic("p", type, type, "downstream", "{}");
            fixture.post("/proxies/p/toxics/" + type, "{\"toxicity\":0.5}");
            fixture.delete("/proxies/p/toxics/" + type);
        }
        assertThat(fixture.get("/proxies").get("p").get("toxics")).isEmpty();
    }

    @Test
    void point2aHangingDialStopsNeitherItsProxyNorTheInterface() throws Exception {
        // A listener whose backlog is full: the kernel drops further attempts, so they hang.
        ServerSocket full = fixture.closing(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        List<Socket> fillers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket filler = fixture.closing(new Socket());
            fillers.add(filler);
            Upstream.daemon(() -> {
                try {
                    filler.connect(full.getLocalSocketAddress());
                } catch (IOException e) {
                    // It hung until the test closed it.
                }
            });
        }
        await().until(() -> fillers.stream().filter(Socket::isConnected).count() >= 2);
        int port = fixture.proxy("p", full.getLocalPort());
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(fixture.connect(port));
        }
        await().until(() -> traffic("p", "/connections/live") == 5);
        Upstream echo = fixture.closing(Upstream.echo());
        fixture.post("/proxies/p", "{\"upstream\":\"127.0.0.1:" + echo.port() + "\"}");
        Socket next = fixture.connect(port);
        next.getOutputStream().write('x');
        assertThat(next.getInputStream().read()).isEqualTo('x');
        fixture.delete("/proxies/p");
        for (Socket client : clients) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void point3takingToxicsAwayFromABlockedConnectionNeitherWaitsNorDrops() throws Exception {
        AtomicLong written = new AtomicLong();
        fixture.closing(Upstream.idle());
        Upstream upstream = fixture.closing(new Upstream(socket -> {
            for (int i = 0; i < 400; i++) {
                socket.getOutputStream().write(BLOCK);
                written.addAndGet(BLOCK.length);
            }
            socket.close();
        }));
        int port = fixture.proxy("p", upstream.port());
        fixture.toxic("p", "latency", "latency", "downstream", "{\"latency\":60000}");
        fixture.toxic("p", "bandwidth", "bandwidth", "downstream", "{\"rate\":1}");
        Socket client = fixture.connect(port);
        await().until(() -> traffic("p", "/downstream/received_bytes") > 10_000_000);
        fixture.post("/reset", "");
        assertThat(client.getInputStream().readAllBytes()).hasSize(400 * BLOCK.length);
        assertThat(traffic("p", "/downstream/dropped_bytes")).isZero();
    }

    @Test
    void point4takingResetPeerAwayDoesNotWaitForItAndSavesTheConnection() throws Exception {
        Socket client = fixture.connect(
                fixture.proxy("p", fixture.closing(Upstream.echo()).port()));
        fixture.toxic("p", "t", "reset_peer", "upstream", "{\"timeout\":600000}");
        client.getOutputStream().write('x');
        fixture.delete("/proxies/p/toxics/t");
        assertThat(client.getInputStream().read()).isEqualTo('x');
    }

    @Test
    void point5attributesThatKillTheRealServerAreRefused() throws Exception {
        fixture.proxy("p", 1);
        for (String toxic : List.of(
                "{\"type\":\"slicer\"}",
                "{\"type\":\"slicer\",\"attributes\":{\"average_size\":0}}",
                "{\"type\":\"slicer\",\"attributes\":{\"average_size\":10,\"size_variation\":11}}",
                "{\"type\":\"slicer\",\"attributes\":{\"average_size\":10,\"size_variation\":-1}}",
                "{\"type\":\"bandwidth\",\"attributes\":{\"rate\":-1}}",
                "{\"type\":\"latency\",\"attributes\":{\"jitter\":4611686018427387904}}")) {
            assertThat(fixture.call("POST", "/proxies/p/toxics", toxic).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void point6connectionsEndedByToxicsLeaveNothingBehind() throws Exception {
        int port = fixture.proxy("p", fixture.closing(Upstream.echo()).port());
        fixture.toxic("p", "t", "limit_data", "downstream", "{\"bytes\":1}");
        for (int i = 0; i < 200; i++) {
            try (Socket client = fixture.connect(port)) {
                client.getOutputStream().write("ab".getBytes(US_ASCII));
                assertThat(client.getInputStream().readAllBytes()).hasSize(1);
            }
        }
        await().until(() -> traffic("p", "/connections/live") == 0);
        assertThat(traffic("p", "/connections/cut")).isEqualTo(200);
    }

    @Test
    void point7anEndOfOneDirectionLeavesTheOtherOpen() throws Exception {
        Socket client = fixture.connect(
                fixture.proxy("p", fixture.closing(Upstream.echo()).port()));
        client.getOutputStream().write("whole".getBytes(US_ASCII));
        client.shutdownOutput();
        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("whole");
    }

    @Test
    void point8timeoutClosesAConnectionThatIsNeverIdle() throws Exception {
        Socket client = fixture.connect(
                fixture.proxy("p", fixture.closing(Upstream.idle()).port()));
        fixture.toxic("p", "t", "timeout", "upstream", "{\"timeout\":150}");
        assertThatThrownBy(() -> {
                    while (true) {
                        client.getOutputStream().write(1);
                    }
                })
                .isInstanceOf(SocketException.class);
    }

    @Test
    void point9resetPeerResetsAConnectionThatWasOpenAndIsIdle() throws Exception {
        Upstream upstream = fixture.closing(Upstream.idle());
        Socket client = fixture.connect(fixture.proxy("p", upstream.port()));
        Socket server = upstream.next();
        server.getOutputStream().write('x');
        assertThat(client.getInputStream().read()).isEqualTo('x');
        fixture.toxic("p", "t", "reset_peer", "downstream", "{}");
        assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        assertThatThrownBy(() -> server.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void point11aListenChangeThatFailsLeavesTheProxyAsItWas() throws Exception {
        int port = fixture.proxy("p", fixture.closing(Upstream.echo()).port());
        Socket open = fixture.connect(port);
        int taken = fixture.proxy("other", 1);
        assertThat(fixture.call("POST", "/proxies/p", "{\"listen\":\"127.0.0.1:" + taken + "\"}")
                        .statusCode())
                .isEqualTo(500);
        assertThat(fixture.call("POST", "/proxies/p", "{\"listen\":\"192.0.2.1:" + port + "\"}")
                        .statusCode())
                .isEqualTo(500);
        assertThat(Fixture.portOf(fixture.get("/proxies/p"))).isEqualTo(port);
        assertThat(fixture.get("/proxies/p").get("enabled").booleanValue()).isTrue();
        open.getOutputStream().write('x');
        assertThat(open.getInputStream().read()).isEqualTo('x');
        Socket next = fixture.connect(port);
        next.getOutputStream().write('x');
        assertThat(next.getInputStream().read()).isEqualTo('x');
    }

    @Test
    void point11anEnableThatFailsLeavesTheProxyAsItWas() throws Exception {
        int port = fixture.proxy("p", 1);
        fixture.post("/proxies/p", "{\"enabled\":false}");
        int taken = fixture.proxy("other", 1);
        assertThat(fixture.call(
                                "POST",
                                "/proxies/p",
                                "{\"enabled\":true,\"upstream\":\"127.0.0.1:2\",\"listen\":\"127.0.0.1:" + taken
                                        + "\"}")
                        .statusCode())
                .isEqualTo(500);
        var proxy = fixture.get("/proxies/p");
        assertThat(proxy.get("enabled").booleanValue()).isFalse();
        assertThat(proxy.get("upstream").stringValue()).isEqualTo("127.0.0.1:1");
        assertThat(Fixture.portOf(proxy)).isEqualTo(port);
    }

    @Test
    void point12theSeedDecidesWhomAToxicStrikes() throws Exception {
        assertThat(struck(7)).isEqualTo(struck(7));
        assertThat(struck(7)).isNotEqualTo(struck(8));
    }

    /** Which of forty connections a toxic of toxicity one half strikes. */
    private static List<Boolean> struck(long seed) throws Exception {
        List<Boolean> struck = new ArrayList<>();
        try (Upstream upstream = Upstream.echo();
                Fixture fixture = new Fixture(new ToxiproxyServer(seed))) {
            int port = fixture.proxy("p", upstream.port());
            fixture.post(
                    "/proxies/p/toxics", "{\"type\":\"limit_data\",\"toxicity\":0.5,\"attributes\":{\"bytes\":1}}");
            for (int i = 0; i < 40; i++) {
                try (Socket client = fixture.connect(port)) {
                    client.getOutputStream().write("ab".getBytes(US_ASCII));
                    struck.add(client.getInputStream().readNBytes(2).length == 1);
                }
            }
        }
        return struck;
    }

    @Test
    void manyConnectionsComeAndGoWhileTheProxyIsSwitched() throws Exception {
        int port = fixture.proxy("p", fixture.closing(Upstream.echo()).port());
        CompletableFuture<Void> switching = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 20; i++) {
                    fixture.post("/proxies/p", "{\"enabled\":false}");
                    fixture.post("/proxies/p", "{\"enabled\":true}");
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        while (!switching.isDone()) {
            try (Socket client = fixture.connect(port)) {
                client.getOutputStream().write(1);
                client.getInputStream().read();
            } catch (SocketException e) {
                // Off or cut just now.
            }
        }
        switching.join();
        await().until(() -> traffic("p", "/connections/live") == 0);
    }
}
