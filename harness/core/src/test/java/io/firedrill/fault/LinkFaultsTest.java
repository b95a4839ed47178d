package io.firedrill.fault;

import static io.firedrill.fault.LinkSite.BOTH;
import static io.firedrill.fault.LinkSite.EASTWARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Hold;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the faults on a link beside the partition do to plain sockets, and what their receipts say. */
class LinkFaultsTest {
    private LinkSite site;
    private final Lifting lifting = new Lifting();

    @BeforeEach
    void start() throws Exception {
        site = new LinkSite();
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    private FaultReceipt apply(Fault fault) throws Exception {
        FaultReceipt receipt = fault.apply(site, lifting);
        assertThat(receipt.fault()).isEqualTo(fault.key());
        assertThat(receipt.effectTo()).isGreaterThanOrEqualTo(receipt.effectFrom());
        return receipt;
    }

    private void clean() throws Exception {
        lifting.lift();
        assertThat(site.plain.getProxy(site.east.name()).toxics().getAll()).isEmpty();
        assertThat(site.plain.getProxy(site.west.name()).toxics().getAll()).isEmpty();
    }

    @Test
    void latencyIsHalfEachWayAndSeenByTheCanaries() throws Exception {
        FaultReceipt receipt = apply(
                new Latency(BOTH, Duration.ofMillis(81), Duration.ofMillis(3), Optional.empty(), Optional.empty()));

        assertThat(receipt.observed()).as(receipt.effect()).isTrue();
        assertThat(receipt.effect()).matches("the canaries' round trips rose by \\d+ ms or more on all 2 wires");
        assertThat(site.plain.getProxy(site.east.name()).toxics().getAll())
                .hasSize(2)
                .extracting(toxic -> ((eu.rekawek.toxiproxy.model.toxic.Latency) toxic).getLatency())
                .containsExactlyInAnyOrder(40L, 41L);
        clean();
    }

    @Test
    void latencyOneWayIsAllInThatDirection() throws Exception {
        assertThat(apply(new Latency(
                                EASTWARD, Duration.ofMillis(60), Duration.ZERO, Optional.empty(), Optional.empty()))
                        .observed())
                .isTrue();
        assertThat(site.plain.getProxy(site.west.name()).toxics().getAll())
                .singleElement()
                .satisfies(toxic -> assertThat(toxic.getStream().name()).isEqualTo("DOWNSTREAM"));
        clean();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anIdleLinkDoesNotShowItsLimit() throws Exception {
        FaultReceipt receipt = apply(new Bandwidth(EASTWARD, 1 << 20));

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).startsWith("the link was idle, the limit was not reached: at most ");
        clean();
    }

    @Test
    void aLoadThatAsksForMoreShowsTheLimit() throws Exception {
        try (Socket socket = LinkSite.connect(site.east)) {
            pump(socket);

            FaultReceipt receipt = apply(new Bandwidth(EASTWARD, 100 << 10));

            assertThat(receipt.observed()).as(receipt.effect()).isTrue();
            assertThat(receipt.parameters()).startsWith("rate: 102 kB/s");
            assertThat(receipt.effect())
                    .startsWith("the rate held while more waited: ")
                    .endsWith("; not reached so far on " + site.west.name());
            clean();
        }
    }

    /** Sends as fast as it is taken, and reads what comes back, until the socket is closed. */
    private static void pump(Socket socket) {
        daemon(() -> {
            byte[] block = new byte[8192];
            while (true) {
                socket.getOutputStream().write(block);
            }
        });
        daemon(() -> {
            byte[] block = new byte[8192];
            socket.setSoTimeout(0);
            while (socket.getInputStream().read(block) >= 0) {}
        });
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void connectionsThatEachAskForLessDoNotShowTheLimitTogetherNorDoesLatencyThatHoldsTheirBytes() throws Exception {
        Hold latency = site.network.toxic(site.east, ToxicDirection.UPSTREAM, "latency", Map.of("latency", 200), 1);
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket socket = LinkSite.connect(site.east);
            sockets.add(socket);
            daemon(() -> {
                byte[] block = new byte[4000];
                while (true) {
                    socket.getOutputStream().write(block);
                    LockSupport.parkNanos(100_000_000);
                }
            });
            daemon(() -> {
                byte[] block = new byte[8192];
                socket.setSoTimeout(0);
                while (socket.getInputStream().read(block) >= 0) {}
            });
        }

        FaultReceipt receipt = apply(new Bandwidth(EASTWARD, 100 << 10));

        assertThat(receipt.observed()).as(receipt.effect()).isFalse();
        for (Socket socket : sockets) {
            socket.close();
        }
        latency.lift();
        clean();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void piecesThatNothingIsLongerThanAreNotObserved() throws Exception {
        FaultReceipt receipt = apply(new Slice(BOTH, 1 << 20, 0, Duration.ZERO));

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect())
                .isEqualTo("nothing that was longer than a piece was sent within 10 s in one of the directions");
        clean();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void connectionsThatAnotherFaultClosedWereNotClosedAtTheLimit() throws Exception {
        CompletableFuture<FaultReceipt> receipt = CompletableFuture.supplyAsync(() -> {
            try {
                return apply(new LimitData(BOTH, 1 << 20));
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        await().until(() ->
                site.plain.getProxy(site.west.name()).toxics().getAll().size() == 2);
        site.network.cut(site.west).lift();
        assertThat(site.network.traffic(site.west).cut()).isPositive();

        assertThat(receipt.join().observed()).isFalse();
        clean();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the socket was closed: the test is over
                    }
                },
                "pump");
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void aFlappingPathIsSeenToFailTwiceAndIsWholeAfterwards() throws Exception {
        FaultReceipt receipt = apply(new Flap(BOTH, Duration.ofSeconds(1), 0.5, CutBy.RESET));

        assertThat(receipt.observed()).as(receipt.effect()).isTrue();
        assertThat(lifting.lift()).hasSize(2).first().asString().matches("the path was cut \\d+ times");
        assertThat(site.carries(site.east)).isTrue();
        assertThat(flaps()).isFalse();
    }

    private static boolean flaps() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("flap"));
    }

    @Test
    void flappingThatBreaksOffIsToldWhenItIsLifted() throws Exception {
        apply(new Flap(EASTWARD, Duration.ofMillis(600), 0.5, CutBy.REFUSE));
        site.network.release();
        await().until(() -> !flaps());

        assertThatThrownBy(lifting::lift)
                .hasMessageContaining("flapping broke off after")
                .hasMessageContaining("the drill is over");
    }

    @Test
    void slicedBytesAllArrive() throws Exception {
        try (Socket east = LinkSite.connect(site.east);
                Socket west = LinkSite.connect(site.west)) {
            pump(east);
            pump(west);

            FaultReceipt receipt = apply(new Slice(BOTH, 400, 1, Duration.ofMillis(1)));

            assertThat(receipt.observed()).as(receipt.effect()).isTrue();
            assertThat(receipt.effect()).matches("\\d+ pieces were cut off \\d+ bytes, .*");
        }
        byte[] sent = "a text that is longer than a piece".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try (Socket socket = LinkSite.connect(site.east)) {
            socket.getOutputStream().write(sent);
            assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
        }
        clean();
    }

    @Test
    void connectionsAreClosedAtTheLimitOfData() throws Exception {
        FaultReceipt receipt = apply(new LimitData(BOTH, 20));

        assertThat(receipt.observed()).as(receipt.effect()).isTrue();
        assertThat(receipt.effect()).matches("\\d+ connections? closed at the limit.*");
        try (Socket socket = LinkSite.connect(site.east)) {
            socket.getOutputStream().write(new byte[30]);
            assertThat(socket.getInputStream().readNBytes(30)).hasSizeLessThanOrEqualTo(20);
        }
        clean();
    }

    @Test
    void aLimitOfDataThatOneWireShowsIsObservedAndTheOtherIsNamed() throws Exception {
        try (Socket socket = LinkSite.connect(site.east)) {
            pump(socket);

            FaultReceipt receipt = apply(new LimitData(BOTH, 1 << 16));

            assertThat(receipt.observed()).as(receipt.effect()).isTrue();
            assertThat(receipt.effect())
                    .isEqualTo("1 connection closed at the limit; none carried so much so far on " + site.west.name());
        }
        clean();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aLimitThatNobodyReachesIsNotObserved() throws Exception {
        FaultReceipt receipt = apply(new LimitData(BOTH, 1 << 20));

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).isEqualTo("no connection carried 1048576 B within 10 s");
        clean();
    }

    @Test
    void connectionsEndLate() throws Exception {
        FaultReceipt receipt = apply(new SlowClose(BOTH, Duration.ofMillis(300)));

        assertThat(receipt.observed()).as(receipt.effect()).isTrue();
        assertThat(receipt.effect()).matches("connections took \\d+ ms or more longer to end on all 2 wires");
        clean();
    }

    @Test
    void whereNothingLiesAFaultSaysSo() {
        Where nowhere = new Where(LinkSite.EAST, io.firedrill.scenario.Endpoint.clients("us-west"), false);

        assertThatThrownBy(() -> apply(new Partition(nowhere, CutBy.REFUSE, 100)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing lies between us-east and us-west.clients that nobody else uses");
    }
}
