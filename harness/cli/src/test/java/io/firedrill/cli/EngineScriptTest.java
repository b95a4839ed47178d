package io.firedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.run.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ci/engine stop}, by which root ends a process, with a docker that says what it is told to. */
@EnabledOnOs(OS.LINUX)
class EngineScriptTest {
    @TempDir
    private Path root;

    private Path noted;
    private Process process;

    @BeforeEach
    void aCheckout() throws IOException {
        Files.createDirectories(root.resolve("ci"));
        Files.copy(Installation.find().root().resolve("ci/engine"), root.resolve("ci/engine"));
        noted = Files.createDirectories(root.resolve("target/engine")).resolve("dockerd.pid");
        tool("docker", "");
        tool("sleep", "");
    }

    @AfterEach
    void end() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    private void tool(String name, String script) throws IOException {
        Path tool = Files.createDirectories(root.resolve("tools")).resolve(name);
        Files.writeString(tool, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Starts a process whose number is in the file of the engine's. */
    private void runs(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "read -r line", "dockerd"));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).start();
        Files.writeString(noted, process.pid() + "\n");
    }

    private String stop() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("sh", root.resolve("ci/engine").toString(), "stop").redirectErrorStream(true);
        builder.environment().merge("PATH", root.resolve("tools") + ":", (old, ours) -> ours + old);
        Process script = builder.start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void theOneThatItStartedIsEnded() throws Exception {
        runs("--pidfile", noted.toString());

        assertThat(stop()).isEmpty();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aProcessThatMerelyGotItsNumberIsNotTouched() throws Exception {
        runs("--pidfile", "/run/docker.pid");

        assertThat(stop()).isEmpty();
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void oneThatSomebodyUsesIsLeftRunningAndThatIsSaid() throws Exception {
        runs("--pidfile", noted.toString());
        tool("docker", "echo 'shop (postgres:16)'");

        assertThat(stop()).startsWith("engine: left running").contains("shop (postgres:16)");
        assertThat(process.isAlive()).isTrue();
    }
}
