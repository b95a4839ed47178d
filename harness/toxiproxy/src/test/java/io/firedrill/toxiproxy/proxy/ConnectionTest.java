package io.firedrill.toxiproxy.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.FreePort;
import io.firedrill.toxiproxy.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections through a proxy, without and with toxics. */
class ConnectionTest {
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    private Socket through(Upstream upstream) throws Exception {
        return fixture.connect(fixture.proxy("p", fixture.closing(upstream).port()));
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String hear(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    private static void echoes(Socket socket) throws IOException {
        say(socket, "ping");
        assertThat(hear(socket, 4)).isEqualTo("ping");
    }

    @Test
    void bytesGoBothWays() throws Exception {
        echoes(through(Upstream.echo()));
    }

    @Test
    void anUpstreamThatRefusesCostsNoDescriptor() throws Exception {
        int port = fixture.proxy("p", FreePort.find());
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getOpenFileDescriptorCount();

        for (int i = 0; i < 200; i++) {
            try (Socket client = fixture.connect(port)) {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }

        await().until(() -> system.getOpenFileDescriptorCount() < before + 50);
    }

    @Test
    void aHalfClosedClientStillGetsALargeAnswer() throws Exception {
        byte[] answer = new byte[16 * 1024 * 1024];
        new Random(3).nextBytes(answer);
        Socket client = through(new Upstream(socket -> {
            socket.getInputStream().readAllBytes();
            socket.getOutputStream().write(answer);
            socket.close();
        }));
        say(client, "request");
        client.shutdownOutput();
        assertThat(client.getInputStream().readAllBytes()).isEqualTo(answer);
    }

    @Test
    void aHalfClosedServerStillGetsALargeRequest() throws Exception {
        byte[] request = new byte[16 * 1024 * 1024];
        new Random(4).nextBytes(request);
        Upstream upstream = fixture.closing(Upstream.idle());
        Socket client = through(upstream);
        Socket server = upstream.next();
        server.shutdownOutput();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        Upstream.daemon(() -> {
            try {
                client.getOutputStream().write(request);
                client.shutdownOutput();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(server.getInputStream().readAllBytes()).isEqualTo(request);
        server.close();
        await().until(() -> live("p") == 0);
    }

    @Test
    void aResetOfOneSideIsAResetOfTheOther() throws Exception {
        Upstream upstream = Upstream.idle();
        Socket client = through(upstream);
        Socket server = upstream.next();
        server.getOutputStream().write('x');
        assertThat(client.getInputStream().read()).isEqualTo('x');
        server.setSoLinger(true, 0);
        server.close();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void aDeadUpstreamClosesTheClient() throws Exception {
        Socket client = fixture.connect(fixture.proxy("p", FreePort.find()));
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        await().untilAsserted(() -> assertThat(fixture.get("/proxies/p/traffic")
                        .at("/connections/dial_failed")
                        .longValue())
                .isEqualTo(1));
        assertThat(live("p")).isZero();
    }

    @Test
    void anUnknownUpstreamHostClosesTheClient() throws Exception {
        var proxy = fixture.post(
                "/proxies", "{\"name\":\"p\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"no-such-host.invalid:1\"}");
        assertThat(fixture.connect(Fixture.portOf(proxy)).getInputStream().read())
                .isEqualTo(-1);
    }

    @Test
    void aNamedUpstreamIsResolved() throws Exception {
        Upstream upstream = fixture.closing(Upstream.echo());
        var proxy = fixture.post(
                "/proxies",
                "{\"name\":\"p\",\"listen\":\"localhost:0\",\"upstream\":\"localhost:" + upstream.port() + "\"}");
        echoes(fixture.connect(Fixture.portOf(proxy)));
    }

    @Test
    void aDisabledProxyRefusesAndHasClosedItsConnectionsWhenTheAnswerComes() throws Exception {
        int port = fixture.proxy("p", fixture.closing(Upstream.echo()).port());
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Socket client = fixture.connect(port);
            echoes(client);
            clients.add(client);
        }
        fixture.post("/proxies/p", "{\"enabled\":false}");
        assertThat(live("p")).isZero();
        assertThatThrownBy(() -> fixture.connect(port)).isInstanceOf(ConnectException.class);
        for (Socket client : clients) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        fixture.post("/proxies/p", "{\"enabled\":true}");
        echoes(fixture.connect(port));
    }

    @Test
    void aDeletedProxyRefuses() throws Exception {
        int port = fixture.proxy("p", fixture.closing(Upstream.echo()).port());
        echoes(fixture.connect(port));
        fixture.delete("/proxies/p");
        assertThatThrownBy(() -> fixture.connect(port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void aRefusingProxyKeepsItsOpenConnections() throws Exception {
        int port = fixture.proxy("p", fixture.closing(Upstream.echo()).port());
        Socket open = fixture.connect(port);
        echoes(open);
        assertThat(fixture.post("/proxies/p", "{\"refuse\":true}").get("refuse").booleanValue())
                .isTrue();
        assertThatThrownBy(() -> fixture.connect(port)).isInstanceOf(ConnectException.class);
        echoes(open);
        fixture.post("/proxies/p", "{\"refuse\":false}");
        echoes(fixture.connect(port));
        echoes(open);
    }

    @Test
    void aNewUpstreamTakesNewConnectionsOnTheSamePortAndEndsTheOldOnes() throws Exception {
        Upstream greeting = new Upstream(socket -> socket.getOutputStream().write('!'));
        int port = fixture.proxy("p", fixture.closing(Upstream.echo()).port());
        Socket old = fixture.connect(port);
        echoes(old);
        var updated = fixture.post(
                "/proxies/p",
                "{\"upstream\":\"127.0.0.1:" + fixture.closing(greeting).port() + "\"}");
        assertThat(Fixture.portOf(updated)).isEqualTo(port);
        assertThat(old.getInputStream().read()).isEqualTo(-1);
        assertThat(fixture.connect(port).getInputStream().read()).isEqualTo('!');
    }

    @Test
    void aChangeOfTheListenAddressMovesTheProxyAndKeepsItsToxics() throws Exception {
        int port = fixture.proxy("p", fixture.closing(Upstream.echo()).port());
        fixture.toxic("p", "t", "latency", "upstream", "{}");
        var moved = fixture.post("/proxies/p", "{\"listen\":\"127.0.0.1:0\"}");
        assertThat(Fixture.portOf(moved)).isNotEqualTo(port);
        assertThat(moved.get("toxics")).hasSize(1);
        assertThatThrownBy(() -> fixture.connect(port)).isInstanceOf(ConnectException.class);
        echoes(fixture.connect(Fixture.portOf(moved)));
    }

    @Test
    void theSameAddressInOtherWordsIsNoChange() throws Exception {
        int port = fixture.proxy("p", fixture.closing(Upstream.echo()).port());
        Socket open = fixture.connect(port);
        echoes(open);
        fixture.post("/proxies/p", "{\"listen\":\"localhost:" + port + "\",\"enabled\":true}");
        echoes(open);
    }

    @Test
    void aClientThatDoesNotReadPausesTheServerAndHoldsLittle() throws Exception {
        AtomicLong written = new AtomicLong();
        byte[] block = new byte[64 * 1024];
        Socket client = through(new Upstream(socket -> flood(socket.getOutputStream(), block, written)));
        long held = settled(written);
        assertThat(held).isLessThan(48L * 1024 * 1024);
        // It goes on where it stopped.
        client.getInputStream().skipNBytes(held);
        await().until(() -> written.get() > held);
    }

    @Test
    void aServerThatDoesNotReadPausesTheClient() throws Exception {
        AtomicLong written = new AtomicLong();
        Upstream upstream = Upstream.idle();
        Socket client = through(upstream);
        Upstream.daemon(() -> {
            try {
                flood(client.getOutputStream(), new byte[64 * 1024], written);
            } catch (IOException e) {
                // The test is over.
            }
        });
        assertThat(settled(written)).isLessThan(48L * 1024 * 1024);
        assertThat(upstream.next().isConnected()).isTrue();
    }

    private static void flood(OutputStream out, byte[] block, AtomicLong written) throws IOException {
        while (written.get() < 512L * 1024 * 1024) {
            out.write(block);
            written.addAndGet(block.length);
        }
    }

    /** The count once it has stood still. */
    private static long settled(AtomicLong count) {
        AtomicLong last = new AtomicLong(-1);
        await().pollInterval(java.time.Duration.ofMillis(300))
                .until(() -> last.getAndSet(count.get()) == count.get() && count.get() > 0);
        return count.get();
    }

    @Test
    void latencyDelaysARoundTripOnAnOpenConnection() throws Exception {
        Socket client = through(Upstream.echo());
        echoes(client);
        fixture.toxic("p", "up", "latency", "upstream", "{\"latency\":40}");
        fixture.toxic("p", "down", "latency", "downstream", "{\"latency\":30}");
        long start = System.nanoTime();
        echoes(client);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(70_000_000L);
    }

    @Test
    void aToxicOfToxicityZeroStrikesNobody() throws Exception {
        Socket client = through(Upstream.echo());
        fixture.post("/proxies/p/toxics", "{\"type\":\"timeout\",\"toxicity\":0}");
        echoes(client);
        fixture.post("/proxies/p/toxics/timeout_downstream", "{\"toxicity\":1}");
        say(client, "lost");
        await().until(() -> fixture.get("/proxies/p/traffic")
                        .at("/downstream/dropped_bytes")
                        .longValue()
                == 4);
    }

    @Test
    void toxicityStrikesItsShareOfConnections() throws Exception {
        int port = fixture.proxy("p", fixture.closing(Upstream.echo()).port());
        fixture.post("/proxies/p/toxics", "{\"type\":\"limit_data\",\"toxicity\":0.5,\"attributes\":{\"bytes\":1}}");
        int struck = 0;
        for (int i = 0; i < 100; i++) {
            try (Socket client = fixture.connect(port)) {
                say(client, "ab");
                struck += hear(client, 2).length() == 1 ? 1 : 0;
            }
        }
        // With 42 as the seed it is always the same number; the bounds are five deviations for any other.
        assertThat(struck).isBetween(25, 75);
    }

    @Test
    void limitDataDeliversExactlyTheLimitAndCloses() throws Exception {
        Socket client = through(Upstream.echo());
        fixture.toxic("p", "t", "limit_data", "downstream", "{\"bytes\":1000}");
        client.getOutputStream().write(new byte[5000]);
        InputStream in = client.getInputStream();
        assertThat(in.readAllBytes()).hasSize(1000);
        await().until(() -> live("p") == 0);
        assertThat(fixture.get("/proxies/p/traffic").at("/connections/cut").longValue())
                .isEqualTo(1);
    }

    @Test
    void limitDataBehindLatencyStillDeliversExactlyTheLimit() throws Exception {
        Socket client = through(Upstream.echo());
        fixture.toxic("p", "limit", "limit_data", "downstream", "{\"bytes\":1000}");
        fixture.toxic("p", "latency", "latency", "downstream", "{\"latency\":50}");
        client.getOutputStream().write(new byte[5000]);
        assertThat(client.getInputStream().readAllBytes()).hasSize(1000);
    }

    @Test
    void slowCloseHoldsTheEndBack() throws Exception {
        Socket client = through(Upstream.echo());
        fixture.toxic("p", "t", "slow_close", "downstream", "{\"delay\":60}");
        echoes(client);
        long start = System.nanoTime();
        client.shutdownOutput();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(60_000_000L);
    }

    @Test
    void metricsCountOpenConnections() throws Exception {
        Socket client = through(Upstream.echo());
        echoes(client);
        assertThat(fixture.call("GET", "/metrics", null).body())
                .contains("toxiproxy_proxy_received_bytes_total{direction=\"upstream\",listener=\"127.0.0.1:"
                        + client.getPort() + "\",proxy=\"p\"")
                .containsPattern("sent_bytes_total\\{direction=\"downstream\".*} 4\n");
    }

    private long live(String proxy) throws Exception {
        return fixture.get("/proxies/" + proxy + "/traffic")
                .at("/connections/live")
                .longValue();
    }

    @Test
    void aListenChangeThatFailsLeavesTheProxyAsItWas() throws Exception {
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
    void anEnableThatFailsLeavesTheProxyAsItWas() throws Exception {
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
}
