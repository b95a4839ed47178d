package io.firedrill.toxiproxy.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.firedrill.toxiproxy.Fixture;
import io.firedrill.toxiproxy.Upstream;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bulk goes through pipes of the system, past the server's memory. Still every byte arrives, and once. */
@EnabledOnOs(OS.LINUX)
class BulkTest {
    private static final int BLOCK = 512 * 1024;

    private final AtomicBoolean enough = new AtomicBoolean();
    private final CountedSplicing system = new CountedSplicing();
    private Fixture fixture;
    private int port;

    @BeforeEach
    void start() throws Exception {
        assertThat(Epoll.isAvailable()).as("pipes are for epoll").isTrue();
        fixture = Fixture.on(() -> Transport.splicing(system));
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

    private long sent() throws Exception {
        return fixture.get("/proxies/p/traffic")
                .get("downstream")
                .get("sent_bytes")
                .asLong();
    }

    /** Nobody reads until nothing goes on; once more after a block, until a pipe keeps what the client's socket did not take. */
    private void fillAPipe(Socket client, Comparison comparison) {
        await().until(() -> {
            assertThat(comparison.next(client.getInputStream())).isTrue();
            long[] last = {-1};
            await().until(() -> last[0] == (last[0] = sent()));
            return system.held() > 0;
        });
    }

    private void readOn(Socket client, Comparison comparison, int blocks) throws IOException {
        for (int i = 0; i < blocks; i++) {
            assertThat(comparison.next(client.getInputStream())).isTrue();
        }
    }

    private void readToTheEnd(Socket client, Comparison comparison) throws IOException {
        enough.set(true);
        while (comparison.next(client.getInputStream())) {
            // It compares.
        }
    }

    @Test
    void goesThroughAPipeUnchanged() throws Exception {
        try (Socket client = fixture.connect(port)) {
            Comparison comparison = new Comparison();
            await().until(() -> comparison.next(client.getInputStream()) && system.outOf.get() > 4 * BLOCK);
            readToTheEnd(client, comparison);
        }
    }

    @Test
    void whatAPipeHoldsForASlowClientComesBeforeWhatAToxicHolds() throws Exception {
        try (Socket client = fixture.connect(port)) {
            Comparison comparison = new Comparison();
            fillAPipe(client, comparison);
            fixture.toxic("p", "slow", "latency", "downstream", "{\"latency\":5}");
            readOn(client, comparison, 20);
            fixture.delete("/proxies/p/toxics/slow");
            readToTheEnd(client, comparison);
        }
        assertThat(system.held()).isZero();
    }

    @Test
    void aPipeOfAClientThatLeavesIsClosed() throws Exception {
        try (Socket client = fixture.connect(port)) {
            fillAPipe(client, new Comparison());
        }

        // It holds bytes of a stream that has ended, so nobody else may get it.
        await().until(() -> system.ends.stream().anyMatch(end -> !end.isOpen()));
        fixture.close();
        fixture = null;
        assertThat(system.ends).noneMatch(FileDescriptor::isOpen);
    }

    /** EPERM, EINVAL, ENOSYS. */
    @ParameterizedTest
    @ValueSource(ints = {1, 22, 38})
    void isCopiedWhereTheSystemRefusesToSplice(int errno) throws Exception {
        system.inFails = errno;
        try (Socket client = fixture.connect(port)) {
            Comparison comparison = new Comparison();
            await().until(() -> comparison.next(client.getInputStream()) && system.refusals.get() > 0);
            readOn(client, comparison, 20);
            readToTheEnd(client, comparison);
        }
        assertThat(system.into).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 22, 38})
    void isCopiedOutOfAPipeWhereTheSystemRefusesOnlyThat(int errno) throws Exception {
        system.outFails = errno;
        try (Socket client = fixture.connect(port)) {
            Comparison comparison = new Comparison();
            await().until(() -> comparison.next(client.getInputStream()) && system.refusals.get() > 0);
            readOn(client, comparison, 20);
            readToTheEnd(client, comparison);
        }
        assertThat(system.into.get()).isPositive();
        assertThat(system.outOf).hasValue(0);
    }

    @Test
    void whatAPipeHoldsIsNotLostWhenTheSystemBeginsToRefuse() throws Exception {
        try (Socket client = fixture.connect(port)) {
            Comparison comparison = new Comparison();
            fillAPipe(client, comparison);
            system.outFails = 1;
            readOn(client, comparison, 20);
            readToTheEnd(client, comparison);
        }
        assertThat(system.refusals.get()).isPositive();
    }

    @Test
    void anotherErrorEndsTheConnection() throws Exception {
        int connectionReset = 104;
        system.inFails = connectionReset;
        try (Socket client = fixture.connect(port)) {
            assertThatThrownBy(() -> readOn(client, new Comparison(), 500)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void isSplicedAgainSomeTimeAfterAPipeWasRefused() throws Exception {
        int tooManyOpenFiles = 24;
        system.pipeFails = tooManyOpenFiles;
        try (Socket client = fixture.connect(port)) {
            Comparison comparison = new Comparison();
            await().until(() -> comparison.next(client.getInputStream()) && system.refusals.get() > 0);
            assertThat(system.into).hasValue(0);
            system.pipeFails = 0;
            await().until(() -> comparison.next(client.getInputStream()) && system.outOf.get() > 0);
            readToTheEnd(client, comparison);
        }
    }
}
