package io.firedrill.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.drill.RunRecord;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

    @TempDir
    private Path root;

    private RunFolder run;
    private Process child;

    @BeforeEach
    void aRunWithAChildAndData() throws IOException {
        run = new RunFolder(root);
        Files.createDirectories(run.data().resolve("broker-1/orders-0"));
        Files.writeString(run.data().resolve("broker-1/orders-0/00000.log"), "records");
        Files.writeString(run.timeline(), "");
        child = new ProcessBuilder("cat").start();
    }

    @AfterEach
    void endTheChild() throws InterruptedException {
        child.destroyForcibly();
        child.waitFor(10, TimeUnit.SECONDS);
    }

    @Test
    void aDeadRunLosesItsProcessesAndDataAndKeepsItsEvidence() throws IOException {
        record(start(child), false);

        Leftovers.Report report = Leftovers.clean(List.of(run));

        assertThat(report.ended()).containsExactly("us-east/broker-1 (" + child.pid() + ")");
        assertThat(report.removed()).containsExactly(run.data(), RunRecord.file(run));
        assertThat(report.problems()).isEmpty();
        assertThat(child.isAlive()).isFalse();
        assertThat(run.data()).doesNotExist();
        assertThat(run.timeline()).exists();
        assertThat(Leftovers.clean(List.of(run)).nothing()).isTrue();
    }

    @Test
    void dataThatWasToBeKeptStays() throws IOException {
        record(start(child), true);

        Leftovers.clean(List.of(run));

        assertThat(run.data().resolve("broker-1/orders-0/00000.log")).exists();
    }

    @Test
    void aStrangerWithTheSameIdIsNotTouched() throws IOException {
        record(start(child) - 3_600_000, false);

        assertThat(Leftovers.clean(List.of(run)).ended()).isEmpty();
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void aRunThatGoesOnIsLeftAlone() throws IOException {
        try (RunRecord record = RunRecord.open(run, false)) {
            record.child("us-east/broker-1", child.toHandle());

            assertThat(Leftovers.clean(List.of(run)).running()).containsExactly(root);
            assertThat(child.isAlive()).isTrue();
            assertThat(run.data()).exists();
        }
    }

    @Test
    void aRecordThatCantBeReadIsAProblemAndNoHarm() throws IOException {
        Files.writeString(RunRecord.file(run), "{");

        Leftovers.Report report = Leftovers.clean(List.of(run));

        assertThat(report.problems()).singleElement().asString().contains("could not be cleaned");
        assertThat(run.data()).exists();
    }

    // Its harness has an id that this machine can't have, so it is dead.
    private void record(long startedMillis, boolean keepData) throws IOException {
        Files.writeString(
                RunRecord.file(run),
                """
                {"harness":{"name":"harness","pid":4194999,"startedMillis":1},"keepData":%s,
                 "children":[{"name":"us-east/broker-1","pid":%d,"startedMillis":%d}]}
                """
                        .formatted(keepData, child.pid(), startedMillis));
    }

    private static long start(Process process) {
        return process.info().startInstant().orElseThrow().toEpochMilli();
    }
}
