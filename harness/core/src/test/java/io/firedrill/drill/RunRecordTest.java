package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {

    @TempDir
    private Path root;

    private Process child;

    @BeforeEach
    void startAChild() throws IOException {
        child = new ProcessBuilder("cat").start();
    }

    @AfterEach
    void endTheChild() throws InterruptedException {
        child.destroyForcibly();
        child.waitFor(10, TimeUnit.SECONDS);
    }

    @Test
    void aChildThatComesAfterTheEndDoesNotBringTheRecordBack() throws IOException {
        RunFolder folder = new RunFolder(root);
        RunRecord record = RunRecord.open(folder, false);
        record.close();
        record.child("us-east/broker-1", child.toHandle());

        assertThat(root).isEmptyDirectory();
    }

    @Test
    void namesTheHarnessAndItsChildrenWhileTheyRun() throws IOException {
        RunFolder folder = new RunFolder(root);
        try (RunRecord record = RunRecord.open(folder, true)) {
            record.child("us-east/broker-1", child.toHandle());

            RunRecord.Content content = RunRecord.read(folder).orElseThrow();
            assertThat(content.alive()).isTrue();
            assertThat(content.keepData()).isTrue();
            assertThat(content.harness().pid())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(content.children()).extracting(RunRecord.One::name).containsExactly("us-east/broker-1");
            assertThat(content.children().get(0).running()).contains(child.toHandle());
        }
        assertThat(RunRecord.read(folder)).isEmpty();
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void aProcessThatMerelyGotTheSameIdIsAnother() {
        RunRecord.One now = RunRecord.One.of("cat", child.toHandle());

        assertThat(now.running()).isPresent();
        assertThat(new RunRecord.One("cat", now.pid(), now.startedMillis() - 60_000).running())
                .isEmpty();
        assertThat(new RunRecord.One("cat", now.pid(), -1).running()).isEmpty();
    }

    @Test
    void aDeadProcessIsNotRunning() throws InterruptedException {
        RunRecord.One dead = RunRecord.One.of("cat", child.toHandle());
        child.destroyForcibly();
        child.waitFor();

        assertThat(dead.running()).isEmpty();
    }

    @Test
    void aBrokenRecordIsAnErrorThatNamesTheFile() throws IOException {
        Files.writeString(root.resolve("harness.json"), "{\"harness\":");

        assertThatThrownBy(() -> RunRecord.read(new RunFolder(root)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("harness.json is not a record of a run");
    }
}
