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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DependencyCallsTest {
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger questions = new AtomicInteger();
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile boolean silent;
    private LoopbackServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new LoopbackServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this::serve);
    }

    private void serve(Socket caller) throws IOException {
        connections.incrementAndGet();
        DataInputStream in = new DataInputStream(caller.getInputStream());
        DataOutputStream out = new DataOutputStream(caller.getOutputStream());
        while (true) {
            in.skipNBytes(in.readInt());
            questions.incrementAndGet();
            asked.countDown();
            if (!silent) {
                out.write(new byte[] {0, 0, 0, 6, 0, 0, 0, 1, 0, 0});
            }
        }
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private WorkerAssignment.DependencyCall call(Duration atMost) {
        return new WorkerAssignment.DependencyCall("card-service", "127.0.0.1:" + server.port(), atMost);
    }

    @Test
    void asksEachOnceOnAConnectionThatIsKept() {
        WorkerAssignment.DependencyCall call = call(Duration.ofSeconds(20));
        try (DependencyCalls calls = new DependencyCalls(List.of(call, call))) {
            for (int i = 0; i < 10; i++) {
                assertThat(calls.answered()).isTrue();
            }
        }
        assertThat(connections).hasValue(2);
        assertThat(questions).hasValue(20);
    }

    @Test
    void withoutAnAnswerInTimeItHangsUpSoThatALateOneIsNotTakenForTheNext() {
        silent = true;
        try (DependencyCalls calls = new DependencyCalls(List.of(call(Duration.ofMillis(50))))) {
            assertThat(calls.answered()).isFalse();
            silent = false;
            await().until(calls::answered);
            assertThat(connections.get()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void whereNobodyListensThereIsNoAnswer() throws Exception {
        WorkerAssignment.DependencyCall call = call(Duration.ofSeconds(20));
        server.close();
        try (DependencyCalls calls = new DependencyCalls(List.of(call))) {
            assertThat(calls.answered()).isFalse();
        }
    }

    @Test
    void closingEndsACallThatIsUnderWay() throws Exception {
        silent = true;
        DependencyCalls calls = new DependencyCalls(List.of(call(Duration.ofMinutes(10))));
        AtomicInteger answers = new AtomicInteger(-1);
        Thread caller = new Thread(() -> answers.set(calls.answered() ? 1 : 0), "caller");
        caller.start();
        asked.await();
        calls.close();
        caller.join();
        assertThat(answers).hasValue(0);
        assertThat(calls.answered()).isFalse();
    }

    @Test
    void whoCallsNothingIsAlwaysAnswered() {
        try (DependencyCalls calls = new DependencyCalls(List.of())) {
            assertThat(calls.answered()).isTrue();
        }
    }
}
