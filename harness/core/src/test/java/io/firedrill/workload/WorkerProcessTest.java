package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerProcessTest {

    private static final WorkerAssignment ASSIGNMENT = TestAssignments.worker("/journal", List.of(), List.of());

    private final PipedOutputStream commands = new PipedOutputStream();
    private final PipedInputStream events = new PipedInputStream(1 << 16);
    private final List<WorkerEvent> heard = new CopyOnWriteArrayList<>();
    private final List<Boolean> ends = new CopyOnWriteArrayList<>();
    private final WorkerProcess.Listener listener = new WorkerProcess.Listener() {
        @Override
        public void event(WorkerEvent event) {
            heard.add(event);
            if (event instanceof WorkerEvent.Drained) {
                throw new IllegalStateException("a listener that fails");
            }
        }

        @Override
        public void ended(boolean inOrder) {
            ends.add(inOrder);
        }
    };

    private PipedInputStream stdin;
    private BufferedReader worker;
    private Writer says;
    private WorkerProcess process;

    @BeforeEach
    void start() throws IOException {
        stdin = new PipedInputStream(commands, 1 << 16);
        worker = new BufferedReader(new InputStreamReader(stdin, StandardCharsets.UTF_8));
        says = new java.io.OutputStreamWriter(new PipedOutputStream(events), StandardCharsets.UTF_8);
        process = WorkerProcess.start("us-east-1", commands, events, ASSIGNMENT, listener);
    }

    private void say(String line) throws IOException {
        says.write(line + "\n");
        says.flush();
    }

    private void say(WorkerEvent event) throws IOException {
        say(WorkerProtocol.write(event));
    }

    @Test
    void theAssignmentGoesFirstAndCommandsFollowInOrder() throws Exception {
        assertThat(process.send(new WorkerCommand.StartLoad(5))).isTrue();
        assertThat(process.send(new WorkerCommand.Stop(Duration.ofSeconds(1)))).isTrue();

        assertThat(WorkerProtocol.assignment(worker.readLine())).isEqualTo(ASSIGNMENT);
        assertThat(WorkerProtocol.command(worker.readLine())).isEqualTo(new WorkerCommand.StartLoad(5));
        assertThat(WorkerProtocol.command(worker.readLine())).isEqualTo(new WorkerCommand.Stop(Duration.ofSeconds(1)));
    }

    @Test
    void eventsReachTheListenerInTheirOrder() throws Exception {
        WorkerEvent.Stats first = new WorkerEvent.Stats(1, List.of(), List.of(), 1, "");
        WorkerEvent.Stats second = new WorkerEvent.Stats(2, List.of(), List.of(), 2, "");
        say(new WorkerEvent.Ready(0, 1));
        say(first);
        say(second);
        await().until(() -> heard.size() == 3);

        assertThat(process.awaitReady(Duration.ofSeconds(10))).isTrue();
        assertThat(heard.subList(1, 3)).containsExactly(first, second);
    }

    @Test
    void aSuddenDeathIsToldOnceAndLeavesCommandsUnsent() throws Exception {
        say(new WorkerEvent.Ready(0, 1));
        says.close();
        stdin.close();

        assertThat(process.awaitEnd(Duration.ofSeconds(10))).isTrue();
        await().until(() -> !ends.isEmpty());
        assertThat(ends).containsExactly(false);
        assertThat(process.hasEnded()).isTrue();
        assertThat(process.send(new WorkerCommand.StopLoad())).isFalse();
    }

    @Test
    void aDeathBeforeReadyEndsTheWaitForIt() throws Exception {
        says.close();

        assertThat(process.awaitReady(Duration.ofSeconds(30))).isFalse();
    }

    @Test
    void anEndAfterStoppedIsInOrder() throws Exception {
        say(new WorkerEvent.Stopped(1));
        says.close();
        await().until(() -> !ends.isEmpty());

        assertThat(ends).containsExactly(true);
    }

    @Test
    void aLineThatIsNoEventIsAFailureAndNotTheEnd() throws Exception {
        say("Exception in thread \"main\" java.lang.OutOfMemoryError");
        say(new WorkerEvent.Ready(0, 1));
        await().until(() -> heard.size() == 2);

        assertThat(heard.get(0)).isInstanceOfSatisfying(WorkerEvent.Failure.class, failure -> assertThat(failure.text())
                .contains("us-east-1", "OutOfMemoryError"));
        assertThat(heard.get(1)).isInstanceOf(WorkerEvent.Ready.class);
    }

    @Test
    void aListenerThatThrowsHearsTheNextEvent() throws Exception {
        say(new WorkerEvent.Drained(1, java.util.Map.of()));
        say(new WorkerEvent.Stopped(2));

        await().until(() -> heard.size() == 2);
    }
}
