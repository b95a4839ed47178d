package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessSupervisorTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void reportsAnUnexpectedEndWithCodeAndLastWords() throws Exception {
        try (ProcessSupervisor supervisor = ProcessSupervisor.open()) {
            CompletableFuture<ChildExit> reported = new CompletableFuture<>();
            supervisor.onUnexpectedExit(reported::complete);
            supervisor.start(child("dies", "echo one; echo disk is full; exit 3"));
            ChildExit exit = reported.get(20, TimeUnit.SECONDS);
            assertThat(exit.code()).isEqualTo(3);
            assertThat(exit.lastLines()).containsExactly("one", "disk is full");
            assertThat(exit.describe())
                    .startsWith("dies ended with exit code 3; the last lines of its log dies.log:")
                    .endsWith("disk is full");
        }
    }

    @Test
    void anEndThatWasAskedForIsNoNews() throws Exception {
        try (ProcessSupervisor supervisor = ProcessSupervisor.open()) {
            CompletableFuture<ChildExit> reported = new CompletableFuture<>();
            supervisor.onUnexpectedExit(reported::complete);
            ChildProcess child = supervisor.start(child("killed", "exec sleep 60"));
            child.kill();
            assertThat(child.awaitExit(SOON).asked()).isTrue();
            ChildProcess done = supervisor.start(new ChildSpec(
                    "done",
                    List.of("true"),
                    folder.resolve("done.log"),
                    ChildSpec.Ending.WHEN_DONE,
                    ChildSpec.Streams.LOGGED));
            assertThat(done.awaitExit(SOON).asked()).isTrue();
            assertThat(reported).isNotDone();
        }
    }

    @Test
    void closingEndsEveryChild_theStoppedOnesToo() throws Exception {
        ProcessSupervisor supervisor = ProcessSupervisor.open();
        ChildProcess running = supervisor.start(child("running", "exec sleep 60"));
        ChildProcess stopped = supervisor.start(child("stopped", "exec sleep 60"));
        ChildProcess.pause(List.of(stopped));
        supervisor.close();
        assertThat(running.isAlive()).isFalse();
        assertThat(stopped.isAlive()).isFalse();
        assertThatThrownBy(() -> supervisor.start(child("late", "exec sleep 60")))
                .hasMessageContaining("the run is ending");
    }

    @Test
    void childrenAreDeafToTheTerminal() throws Exception {
        try (ProcessSupervisor supervisor = ProcessSupervisor.open()) {
            ChildProcess child = supervisor.start(child("deaf", "exec sleep 60"));
            new ProcessBuilder("sh", "-c", "kill -INT " + child.pid() + "; kill -HUP " + child.pid())
                    .start()
                    .waitFor();
            child.terminate();
            assertThat(child.awaitExit(SOON).code()).isEqualTo(128 + 15);
        }
    }

    private ChildSpec child(String name, String script) {
        return new ChildSpec(name, List.of("sh", "-c", script), folder.resolve(name + ".log"));
    }
}
