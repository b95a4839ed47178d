package io.firedrill.region;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.firedrill.evidence.StallLog;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.kafka.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProxyWatchTest {
    @TempDir
    Path logs;

    private final CountDownLatch hung = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<TimelineEvent.Trouble> said = new ConcurrentLinkedQueue<>();
    private volatile int answers;
    private HttpServer server;
    private HostPort api;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        api = new HostPort("127.0.0.1", server.getAddress().getPort());
        server.createContext("/version", call -> {
            try {
                hung.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answers++;
            call.sendResponseHeaders(200, -1);
            call.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        hung.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aServerThatDoesNotAnswerStandsStillWhileItIsAskedAndUntilItAnswersAgain() throws Exception {
        long before = System.nanoTime();
        long again;
        try (ProxyWatch watch = ProxyWatch.start(api, logs, said::add)) {
            await().atMost(30, SECONDS).until(() -> noted().stalls().size() >= 2);
            again = System.nanoTime();
            hung.countDown();
            await().atMost(30, SECONDS).until(() -> answers > 4);
        }
        StallLog noted = noted();
        assertThat(noted.process()).isEqualTo("toxiproxy");
        assertThat(noted.measured()).isFalse();
        assertThat(noted.problems()).isEmpty();
        assertThat(noted.stalls().get(0).from()).isGreaterThanOrEqualTo(before);
        long known = noted.stalls().get(0).from();
        for (StallLog.Entry stall : noted.stalls()) {
            if (stall.from() <= again) {
                assertThat(stall.from()).as("no time between them").isLessThanOrEqualTo(known);
                known = Math.max(known, stall.from() + stall.nanos());
            }
        }
        assertThat(known).as("until it answered").isGreaterThanOrEqualTo(again);
    }

    @Test
    void aServerThatIsGoneForSecondsIsSaidToHangOnce() throws Exception {
        server.stop(0);
        try (ProxyWatch watch = ProxyWatch.start(api, logs, said::add)) {
            await().atMost(60, SECONDS).until(() -> !said.isEmpty());
        }
        assertThat(said).singleElement().satisfies(trouble -> {
            assertThat(trouble.where()).isEqualTo(TimelineEvent.Trouble.PROXY_SERVER);
            assertThat(trouble.text()).startsWith("it has not answered for");
        });
        assertThat(noted().stalls().stream().mapToLong(StallLog.Entry::nanos).sum())
                .isGreaterThan(SECONDS.toNanos(5));
    }

    private StallLog noted() {
        return StallLog.read(logs.resolve(ProxyWatch.FILE + StallLog.SUFFIX));
    }
}
