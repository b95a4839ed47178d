package io.firedrill.toxiproxy.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Every byte arrives unchanged and in order, whatever is done to the toxics meanwhile. */
class DataIntegrityTest {
    private static final String[] STREAMS = {"upstream", "downstream"};

    private Fixture fixture;
    private int port;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture();
        port = fixture.proxy("p", fixture.closing(Upstream.echo()).port());
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    /** Sends seeded bytes in blocks of changing size, and compares the digest of what the echo sends back. */
    private CompletableFuture<Void> echoed(long seed, int bytes) throws Exception {
        Socket socket = fixture.connect(port);
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        CompletableFuture<Void> sending = CompletableFuture.runAsync(
                () -> {
                    try {
                        send(socket.getOutputStream(), new Random(seed), bytes, sent);
                        socket.shutdownOutput();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                Upstream::daemon);
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        MessageDigest received = MessageDigest.getInstance("SHA-256");
                        long count = receive(socket.getInputStream(), received);
                        sending.join();
                        assertThat(count).isEqualTo(bytes);
                        assertThat(hex(received)).isEqualTo(hex(sent));
                        socket.close();
                    } catch (IOException | java.security.NoSuchAlgorithmException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Upstream::daemon);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void send(OutputStream out, Random random, int bytes, MessageDigest digest) throws IOException {
        byte[] block = new byte[100_000];
        for (int left = bytes; left > 0; ) {
            int size = Math.min(left, 1 + random.nextInt(random.nextInt(block.length) + 1));
            random.nextBytes(block);
            digest.update(block, 0, size);
            out.write(block, 0, size);
            left -= size;
        }
    }

    private static long receive(InputStream in, MessageDigest digest) throws IOException {
        byte[] block = new byte[64 * 1024];
        long count = 0;
        int read;
        while ((read = in.read(block)) >= 0) {
            digest.update(block, 0, read);
            count += read;
        }
        return count;
    }

    @Test
    void withoutToxics() throws Exception {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(echoed(i, 32 * 1024 * 1024));
        }
        all.forEach(CompletableFuture::join);
    }

    @Test
    void aThousandConnectionsAtOnceThroughOneProxy() throws Exception {
        fixture.toxic("p", "slicer", "slicer", "upstream", "{\"average_size\":700,\"size_variation\":600}");
        fixture.toxic("p", "latency", "latency", "downstream", "{\"latency\":20,\"jitter\":20}");
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            sockets.add(fixture.connect(port));
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < sockets.size(); i++) {
                sockets.get(i).getOutputStream().write(bytesOf(round, i));
            }
            for (int i = 0; i < sockets.size(); i++) {
                byte[] expected = bytesOf(round, i);
                assertThat(sockets.get(i).getInputStream().readNBytes(expected.length))
                        .as("round %d, connection %d", round, i)
                        .isEqualTo(expected);
            }
        }
        for (Socket socket : sockets) {
            socket.shutdownOutput();
        }
        for (Socket socket : sockets) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static byte[] bytesOf(int round, int connection) {
        byte[] bytes = new byte[5000];
        new Random(round * 1000L + connection).nextBytes(bytes);
        return bytes;
    }

    @Test
    void throughEveryLosslessToxicAtOnce() throws Exception {
        for (String stream : STREAMS) {
            fixture.toxic(
                    "p",
                    "slicer-" + stream,
                    "slicer",
                    stream,
                    "{\"average_size\":3000,\"size_variation\":2999,\"delay\":10}");
            fixture.toxic("p", "latency-" + stream, "latency", stream, "{\"latency\":5,\"jitter\":5}");
            fixture.toxic("p", "bandwidth-" + stream, "bandwidth", stream, "{\"rate\":20000}");
            fixture.toxic("p", "close-" + stream, "slow_close", stream, "{\"delay\":20}");
        }
        CompletableFuture.allOf(echoed(1, 4_000_000), echoed(2, 4_000_000), echoed(3, 1))
                .join();
    }

    @RepeatedTest(4)
    void whileToxicsComeChangeAndGo(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> present = new ArrayList<>();
        int changes = 0;
        // As many rounds as it takes: a busy machine may get a few changes in before the bytes are through.
        while (changes < 40) {
            CompletableFuture<Void> all = CompletableFuture.allOf(
                    echoed(random.nextLong(), 12_000_000),
                    echoed(random.nextLong(), 12_000_000),
                    echoed(random.nextLong(), 12_000_000));
            while (!all.isDone()) {
                change(random, present, changes++);
            }
            all.join();
        }
    }

    private void change(Random random, List<String> present, int number) throws Exception {
        if (!present.isEmpty() && random.nextInt(present.size() + 1) > 1) {
            fixture.delete("/proxies/p/toxics/" + present.remove(random.nextInt(present.size())));
            return;
        }
        String type = new String[] {"latency", "bandwidth", "slicer", "slow_close", "noop"}[random.nextInt(5)];
        String attributes =
                switch (type) {
                    case "latency" -> "{\"latency\":" + random.nextInt(20) + ",\"jitter\":" + random.nextInt(20) + "}";
                    case "bandwidth" -> "{\"rate\":" + (2_000 + random.nextInt(100_000)) + "}";
                    case "slicer" -> "{\"average_size\":" + (1000 + random.nextInt(9000)) + ",\"size_variation\":900}";
                    case "slow_close" -> "{\"delay\":" + random.nextInt(20) + "}";
                    default -> "{}";
                };
        if (!present.isEmpty() && random.nextInt(3) == 0) {
            String name = present.get(random.nextInt(present.size()));
            if (name.startsWith(type)) {
                fixture.post(
                        "/proxies/p/toxics/" + name,
                        "{\"toxicity\":" + random.nextInt(2) + ",\"attributes\":" + attributes + "}");
            }
            return;
        }
        String name = type + number;
        fixture.toxic("p", name, type, STREAMS[random.nextInt(2)], attributes);
        present.add(name);
    }
}
