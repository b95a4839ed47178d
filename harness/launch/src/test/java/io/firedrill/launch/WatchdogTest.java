package io.firedrill.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogTest {
    @TempDir
    Path folder;

    @Test
    void killsWhatIsStillWatchedWhenTheHarnessEnds() throws Exception {
        Process watched = sleeper();
        Process forgotten = sleeper();
        try (Watchdog watchdog = Watchdog.start()) {
            watchdog.watch(watched.pid());
            watchdog.watch(forgotten.pid());
            watchdog.forget(forgotten.pid());
        }
        assertThat(watched.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(watched.exitValue()).isEqualTo(128 + 9);
        assertThat(forgotten.isAlive()).isTrue();
        forgotten.destroyForcibly();
    }

    @Test
    void killsAStoppedProcess() throws Exception {
        Process stopped = sleeper();
        new ProcessBuilder("sh", "-c", "kill -STOP " + stopped.pid()).start().waitFor();
        try (Watchdog watchdog = Watchdog.start()) {
            watchdog.watch(stopped.pid());
        }
        assertThat(stopped.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void survivesTheSignalsThatEndAHarness() throws Exception {
        Process watched = sleeper();
        try (Watchdog watchdog = Watchdog.start()) {
            long pid = watchdog.handle().pid();
            new ProcessBuilder("sh", "-c", "kill -INT " + pid + "; kill -HUP " + pid + "; kill -TERM " + pid)
                    .start()
                    .waitFor();
            watchdog.watch(watched.pid());
            assertThat(watchdog.handle().isAlive()).isTrue();
        }
        assertThat(watched.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void removesAnnouncedDirectoriesAndNoOther() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data of a * run"));
        Files.writeString(data.resolve("segment.log"), "x");
        Path unmarked = Files.createDirectories(folder.resolve("unmarked"));
        try (Watchdog watchdog = Watchdog.start()) {
            watchdog.removeAtEnd(data);
            watchdog.removeAtEnd(unmarked);
            Files.delete(unmarked.resolve(Watchdog.REMOVABLE_MARK));
        }
        assertThat(data).doesNotExist();
        assertThat(unmarked).exists();
    }

    @Test
    void runsWhatIsToRunAtTheEndAndNotWhatIsDone() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data of a run"));
        Path ran = folder.resolve("ran");
        Path sweep = Files.writeString(data.resolve("sweep it.sh"), "ls '" + data + "' >'" + ran + "'\n");
        Path done = Files.writeString(folder.resolve("done.sh"), "touch '" + folder.resolve("spared") + "'\n");
        try (Watchdog watchdog = Watchdog.start()) {
            watchdog.removeAtEnd(data);
            watchdog.runAtEnd(done);
            watchdog.runAtEnd(sweep);
            watchdog.spare(done);
        }
        assertThat(ran).as("before the directory was removed").content().contains("sweep it.sh");
        assertThat(folder.resolve("spared")).doesNotExist();
        assertThat(data).doesNotExist();
    }

    @Test
    void actsWhenTheHarnessIsKilled() throws Exception {
        Process harness = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HarnessStandIn.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String pid = harness.inputReader().readLine();
        ProcessHandle child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        harness.destroyForcibly().waitFor();
        Awaitility.await().until(() -> !child.isAlive());
    }

    /** Starts one watched child that is stopped, prints its pid and stays. */
    public static final class HarnessStandIn {
        public static void main(String[] args) throws Exception {
            Process child = sleeper();
            Watchdog.start().watch(child.pid());
            new ProcessBuilder("sh", "-c", "kill -STOP " + child.pid()).start().waitFor();
            System.out.println(child.pid());
            child.waitFor();
        }
    }

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "60").start();
    }
}
