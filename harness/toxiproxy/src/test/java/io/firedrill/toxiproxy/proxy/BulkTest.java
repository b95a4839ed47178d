package io.firedrill.toxiproxy.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.Upstream;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Bulk goes through pipes of the system, past the server's memory. Still every byte arrives, and once. */
@EnabledOnOs(OS.LINUX)
class BulkTest {
    private static final int BLOCK = 512 * 1024;

    private final AtomicBoolean enough = new AtomicBoolean();
    private Set<String> before = Set.of();
    private Fixture fixture;
    private int port;

    @BeforeEach
    void start() throws Exception {
        assertThat(Epoll.isAvailable()).as("pipes are for epoll").isTrue();
        before = pipes();
        fixture = new Fixture();
        port = fixture.proxy("p", fixture.closing(new Upstream(this::flood)).port());
    }

    @AfterEach
    void stop() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    /** Sends blocks of seeded bytes until the test has enough, and then ends. */
    private void flood(Socket socket) throws IOException {
        Random random = new Random(7);
        byte[] block = new byte[BLOCK];
        while (!enough.get()) {
            random.nextBytes(block);
            socket.getOutputStream().write(block);
        }
        socket.shutdownOutput();
    }

    /** What the flood sends, compared as it comes. */
    private static final class Comparison {
        private final Random random = new Random(7);
        private final byte[] expected = new byte[BLOCK];
        private final byte[] received = new byte[BLOCK];

        /** False at the end of the stream, which comes between two blocks. */
        boolean next(InputStream in) throws IOException {
            int count = in.readNBytes(received, 0, BLOCK);
            if (count == 0) {
                return false;
            }
            random.nextBytes(expected);
            assertThat(count).isEqualTo(BLOCK);
            assertThat(received).isEqualTo(expected);
            return true;
        }
    }

    /** The pipes of this process. */
    private static Set<String> pipes() throws IOException {
        List<Path> open;
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            open = all.toList();
        }
        Set<String> pipes = new HashSet<>();
        for (Path descriptor : open) {
            try {
                String target = Files.readSymbolicLink(descriptor).toString();
                if (target.startsWith("pipe:")) {
                    pipes.add(target);
                }
            } catch (IOException e) {
                // It is closed again.
            }
        }
        return pipes;
    }

    private boolean splices() throws IOException {
        Set<String> now = pipes();
        now.removeAll(before);
        return !now.isEmpty();
    }

    private long sent() throws Exception {
        return fixture.get("/proxies/p/traffic")
                .get("downstream")
                .get("sent_bytes")
                .asLong();
    }

    @Test
    void goesThroughAPipeUnchanged() throws Exception {
        try (Socket client = fixture.connect(port)) {
            Comparison comparison = new Comparison();
            await().until(() -> comparison.next(client.getInputStream()) && splices());
            enough.set(true);
            while (comparison.next(client.getInputStream())) {
                // To the end.
            }
        }
    }

    @Test
    void whatAPipeHoldsForASlowClientComesBeforeWhatAToxicHolds() throws Exception {
        try (Socket client = fixture.connect(port)) {
            Comparison comparison = new Comparison();
            await().until(() -> comparison.next(client.getInputStream()) && splices());
            // Nobody reads until nothing goes on: the pipe keeps what the client's socket did not take.
            long[] last = {-1};
            await().until(() -> last[0] == (last[0] = sent()));
            fixture.toxic("p", "slow", "latency", "downstream", "{\"latency\":5}");
            for (int i = 0; i < 20; i++) {
                assertThat(comparison.next(client.getInputStream())).isTrue();
            }
            fixture.delete("/proxies/p/toxics/slow");
            enough.set(true);
            while (comparison.next(client.getInputStream())) {
                // To the end.
            }
        }
    }

    @Test
    void aPipeOfAClientThatLeavesIsClosed() throws Exception {
        try (Socket client = fixture.connect(port)) {
            Comparison comparison = new Comparison();
            await().until(() -> comparison.next(client.getInputStream()) && splices());
            long[] last = {-1};
            await().until(() -> last[0] == (last[0] = sent()));
        }
        fixture.close();
        fixture = null;

        await().until(() -> !splices());
    }
}
