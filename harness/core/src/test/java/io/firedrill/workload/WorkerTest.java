package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.JournalState;
import io.firedrill.scenario.ServiceSpec.Standby;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker as a process of its own, without a broker. */
class WorkerTest {

    private static final Duration A_WHILE = Duration.ofSeconds(60);
    private static final WorkerCommand STOP = new WorkerCommand.Stop(Duration.ofSeconds(1));

    @TempDir
    Path folder;

    private final List<WorkerEvent> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean inOrder;
    private Process process;

    private final WorkerProcess.Listener listener = new WorkerProcess.Listener() {
        @Override
        public void event(WorkerEvent event) {
            events.add(event);
        }

        @Override
        public void ended(boolean order) {
            inOrder = order;
            ended.countDown();
        }
    };

    private WorkerProcess start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName())
                .redirectError(folder.resolve("worker.err").toFile())
                .start();
        WorkerAssignment assignment = TestAssignments.worker(
                folder.resolve("journal").toString(),
                List.of(TestAssignments.producer(true)),
                List.of(TestAssignments.consumer(Standby.STOPPED, false)));
        return WorkerProcess.start(
                "us-east-1", process.getOutputStream(), process.getInputStream(), assignment, listener);
    }

    @AfterEach
    void leaveNothingRunning() {
        process.destroyForcibly();
    }

    private int exit() throws InterruptedException {
        assertThat(process.waitFor(A_WHILE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void stopsInOrderAndLeavesAClosedJournal() throws Exception {
        WorkerProcess worker = start();
        assertThat(worker.awaitReady(A_WHILE)).isTrue();
        worker.send(STOP);
        assertThat(worker.awaitEnd(A_WHILE)).isTrue();

        assertThat(exit()).isZero();
        assertThat(events).last().isInstanceOf(WorkerEvent.Stopped.class);
        JournalState journal = JournalReader.read(folder.resolve("journal"), new FactSink() {});
        assertThat(journal.closed()).isTrue();
        assertThat(journal.region()).isEqualTo("us-east");
    }

    @Test
    void withoutABrokerItsScheduleRunsOnAndNoRecordIsClaimed() throws Exception {
        WorkerProcess worker = start();
        assertThat(worker.awaitReady(A_WHILE)).isTrue();
        worker.send(new WorkerCommand.StartLoad(System.nanoTime()));
        await().atMost(A_WHILE).until(() -> latest().intended() > 500);

        WorkerEvent.ProducerStats stats = latest();
        assertThat(stats.sent()).as("the first send blocks").isOne();
        assertThat(stats.acked()).isZero();

        worker.send(STOP);
        assertThat(worker.awaitEnd(A_WHILE)).isTrue();
        assertThat(exit()).isZero();
        WorkerEvent.ProducerStats last = latest();
        assertThat(last.failed()).as("the blocked send never left").isEqualTo(last.sent());
        assertThat(ended.await(A_WHILE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(inOrder).isTrue();
    }

    @Test
    void itsJournalIsClosedThoughItsClientsStillWaitForBrokers() throws Exception {
        WorkerProcess worker = start();
        assertThat(worker.awaitReady(A_WHILE)).isTrue();
        worker.send(new WorkerCommand.ActivateConsumers(
                List.of("billing"), io.firedrill.scenario.RunbookStep.ActivateConsumers.Offsets.SYNCED));
        worker.send(new WorkerCommand.StartLoad(System.nanoTime()));
        await().atMost(A_WHILE).until(() -> latest().sent() > 0);
        worker.send(new WorkerCommand.Stop(Duration.ofMillis(1)));
        assertThat(worker.awaitEnd(A_WHILE)).isTrue();

        assertThat(exit()).isZero();
        assertThat(events).last().isInstanceOf(WorkerEvent.Stopped.class);
        assertThat(JournalReader.read(folder.resolve("journal"), new FactSink() {})
                        .closed())
                .isTrue();
    }

    @Test
    void aScanThatFailsIsAnsweredAtOnceWithItsReason() throws Exception {
        Path taken = Files.writeString(folder.resolve("scan"), "a file where a folder should be");
        WorkerProcess worker = start();
        assertThat(worker.awaitReady(A_WHILE)).isTrue();
        worker.send(new WorkerCommand.Scan(
                "us-east",
                List.of("orders"),
                Map.of("bootstrap.servers", "127.0.0.1:1"),
                taken.toString(),
                Duration.ofDays(1)));
        await().atMost(A_WHILE).until(() -> events.stream().anyMatch(event -> event instanceof WorkerEvent.Scanned));

        assertThat(events)
                .filteredOn(WorkerEvent.Scanned.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(WorkerEvent.Scanned.class, scanned -> {
                    assertThat(scanned.complete()).isFalse();
                    assertThat(scanned.note()).startsWith("the scan failed: ").contains("scan");
                });
        assertThat(events).anySatisfy(event -> assertThat(event).isInstanceOf(WorkerEvent.Failure.class));
        worker.send(STOP);
        assertThat(exit()).isZero();
    }

    @Test
    void aQuestionAboutLagIsAnsweredThoughNoBrokerAnswers() throws Exception {
        WorkerProcess worker = start();
        assertThat(worker.awaitReady(A_WHILE)).isTrue();
        worker.send(new WorkerCommand.ActivateConsumers(
                List.of("billing"), io.firedrill.scenario.RunbookStep.ActivateConsumers.Offsets.SYNCED));
        worker.send(new WorkerCommand.DrainStatus());
        await().atMost(A_WHILE).until(() -> events.stream().anyMatch(event -> event instanceof WorkerEvent.Drained));

        assertThat(events)
                .filteredOn(WorkerEvent.Drained.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(WorkerEvent.Drained.class, drained -> assertThat(drained.lag())
                        .containsExactly(Map.entry("billing", -1L)));
    }

    /** What the producer last said of itself. */
    private WorkerEvent.ProducerStats latest() {
        return events.stream()
                .filter(WorkerEvent.Stats.class::isInstance)
                .map(WorkerEvent.Stats.class::cast)
                .reduce((earlier, later) -> later)
                .map(stats -> stats.producers().get(0))
                .orElse(new WorkerEvent.ProducerStats(0, true, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void haltsWhenItsConductorIsGone() throws Exception {
        WorkerProcess worker = start();
        assertThat(worker.awaitReady(A_WHILE)).isTrue();
        process.getOutputStream().close();

        assertThat(exit()).isEqualTo(3);
        assertThat(JournalReader.read(folder.resolve("journal"), new FactSink() {})
                        .closed())
                .isFalse();
    }

    @Test
    void aJournalThatCannotBeMadeIsAFailureInWords() throws Exception {
        Files.writeString(folder.resolve("journal"), "a file where a folder should be");
        WorkerProcess worker = start();
        assertThat(worker.awaitEnd(A_WHILE)).isTrue();

        assertThat(exit()).isEqualTo(70);
        assertThat(ended.await(A_WHILE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(inOrder).isFalse();
        assertThat(events).first().isInstanceOfSatisfying(WorkerEvent.Failure.class, failure -> assertThat(
                        failure.text())
                .contains("journal"));
    }
}
