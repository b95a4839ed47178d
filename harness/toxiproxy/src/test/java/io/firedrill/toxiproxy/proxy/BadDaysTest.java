package io.firedrill.toxiproxy.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.Upstream;
import io.firedrill.toxiproxy.client.ToxiproxyExtras;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many connections, connections that come and go, and clients that do not read. */
class BadDaysTest {
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

    private long live(String proxy) throws Exception {
        return new ToxiproxyExtras("127.0.0.1", fixture.port()).traffic(proxy).live();
    }

    @Test
    void aThousandConnectionsThroughOneProxyEachHaveTheirOwnBytesAndFollowAChange() throws Exception {
        int port = fixture.proxy("p", fixture.closing(Upstream.echo()).port());
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            clients.add(fixture.connect(port));
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).getOutputStream().write("%04d".formatted(i).getBytes(StandardCharsets.US_ASCII));
            }
            for (int i = 0; i < clients.size(); i++) {
                assertThat(clients.get(i).getInputStream().readNBytes(4))
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("%04d".formatted(i));
            }
            fixture.toxic("p", "latency" + round, "latency", "downstream", "{\"latency\":5}");
        }
        assertThat(live("p")).isEqualTo(1000);
        fixture.post("/proxies/p", "{\"enabled\":false}");
        for (Socket client : clients) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void tenThousandConnectionsLeaveNoThreadAndNoDescriptor() throws Exception {
        Upstream upstream = fixture.closing(Upstream.answering());
        int port = fixture.proxy("p", upstream.port());
        twoAtOnce(port);
        comeAndGo(port, 500);
        long descriptors = openDescriptors();
        long threads = serverThreads();
        comeAndGo(port, 10_000);
        await().untilAsserted(() -> assertThat(live("p")).isZero());
        assertThat(serverThreads()).isEqualTo(threads);
        // Some of the test's own come and go.
        await().untilAsserted(() -> assertThat(openDescriptors()).isLessThan(descriptors + 20));
    }

    @Test
    void connectionsThatAToxicEndedLeaveNothingInMemory() throws Exception {
        int limited = fixture.proxy("limited", talking());
        fixture.toxic("limited", "slow", "latency", "downstream", "{\"latency\":1}");
        fixture.toxic("limited", "t", "limit_data", "downstream", "{\"bytes\":1000}");
        int silent = fixture.proxy("silent", talking());
        fixture.toxic("silent", "t", "timeout", "downstream", "{\"timeout\":1}");
        twoAtOnce(fixture.proxy("p", fixture.closing(Upstream.answering()).port()));
        endByToxic(limited, silent, 100);
        Map<String, Long> objects = settled();
        long buffers = Kept.buffers();

        endByToxic(limited, silent, 1000);

        Map<String, Long> more = settled();
        objects.forEach((type, count) -> more.merge(type, -count, Long::sum));
        // One for every tenth connection would be more.
        more.values().removeIf(count -> count < 200);
        assertThat(more).as("kept of 2,000 connections").isEmpty();
        assertThat(Kept.buffers() - buffers).as("bytes of buffers").isLessThan(200 * 1000);
    }

    /** What there is when no connection is left. */
    private Map<String, Long> settled() throws Exception {
        await().until(() -> live("limited") + live("silent") == 0);
        return Kept.objects();
    }

    /** An upstream that says more than anybody will let through. */
    private int talking() throws Exception {
        return fixture.closing(new Upstream(socket -> {
                    try (socket) {
                        socket.getOutputStream().write(new byte[10_000]);
                        // Until it is cut.
                        socket.getInputStream().read();
                    }
                }))
                .port();
    }

    /** So many of each. */
    private static void endByToxic(int limited, int silent, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            try (Socket client = new Socket("127.0.0.1", limited)) {
                assertThat(client.getInputStream().readAllBytes()).hasSize(1000);
            }
            try (Socket client = new Socket("127.0.0.1", silent)) {
                assertThat(client.getInputStream().readAllBytes()).isEmpty();
            }
        }
    }

    /** The second one's event loop starts with it. */
    private void twoAtOnce(int port) throws Exception {
        try (Socket one = new Socket("127.0.0.1", port);
                Socket other = new Socket("127.0.0.1", port)) {
            await().until(() -> live("p") == 2);
            for (Socket client : List.of(one, other)) {
                client.getOutputStream().write(1);
                assertThat(client.getInputStream().read()).isEqualTo(1);
            }
        }
    }

    /** Half of them end in order, half with a reset. */
    private void comeAndGo(int port, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            try (Socket client = new Socket("127.0.0.1", port)) {
                client.getOutputStream().write(1);
                assertThat(client.getInputStream().read()).isEqualTo(1);
                client.setSoLinger(i % 2 == 0, 0);
            }
        }
    }

    private static long openDescriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static long serverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("toxiproxy"))
                .count();
    }

    @Test
    void aHundredClientsThatDoNotReadLeaveASmallServerAlive() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.firedrill.toxiproxy.ToxiproxyMain",
                        "-host",
                        "127.0.0.1",
                        "-port",
                        "0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        try (Fixture server = new Fixture(
                () -> {
                    process.toHandle().destroy();
                    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
                },
                Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)))) {
            int deaf = server.proxy(
                    "deaf",
                    server.closing(new Upstream(socket -> {
                                // The kernel's memory for TCP is everybody's: leave it alone.
                                socket.setSendBufferSize(BLOCK.length);
                                while (true) {
                                    socket.getOutputStream().write(BLOCK);
                                }
                            }))
                            .port());
            // Held by a toxic as well as by the sockets.
            server.toxic("deaf", "t", "latency", "downstream", "{\"latency\":1000}");
            for (int i = 0; i < 100; i++) {
                Socket client = server.closing(new Socket());
                client.setReceiveBufferSize(BLOCK.length);
                client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), deaf));
            }
            ToxiproxyExtras extras = new ToxiproxyExtras("127.0.0.1", server.port());
            // As much as all its memory.
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> extras.traffic("deaf").downstream().received() > 32L * 1024 * 1024);
            Socket client = server.connect(
                    server.proxy("p", server.closing(Upstream.echo()).port()));
            client.getOutputStream().write('x');
            assertThat(client.getInputStream().read()).isEqualTo('x');
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void aToxicThatEndsAConnectionEndsItAlsoWhereTheClientDoesNotRead() throws Exception {
        int port = fixture.proxy(
                "deaf",
                fixture.closing(new Upstream(socket -> {
                            socket.setSendBufferSize(BLOCK.length);
                            while (true) {
                                socket.getOutputStream().write(BLOCK);
                            }
                        }))
                        .port());
        Socket client = fixture.closing(new Socket());
        client.setReceiveBufferSize(BLOCK.length);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ToxiproxyExtras extras = new ToxiproxyExtras("127.0.0.1", fixture.port());
        // The sockets are full when nothing more comes from the upstream.
        AtomicLong before = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(300)).until(() -> {
            long now = extras.traffic("deaf").downstream().received();
            return now > 0 && before.getAndSet(now) == now;
        });

        fixture.toxic("deaf", "t", "timeout", "downstream", "{\"timeout\":1}");

        await().until(() -> live("deaf") == 0);
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
        await().until(() -> live("p") == 0);
    }
}
