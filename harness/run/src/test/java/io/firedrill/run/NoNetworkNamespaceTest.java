package io.firedrill.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.scenario.PlatformKind;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a drill that drops packets is told on a machine that can't give it a network namespace: a JVM with a PATH of the test's own. */
class NoNetworkNamespaceTest {
    @TempDir
    private Path path;

    /** Prints what such a drill lacks here; its argument is the library's folder. */
    static final class Lacking {
        public static void main(String[] args) throws RefusedException {
            ScenarioReading reading =
                    new Library(Path.of(args[0])).read("link-blip", Map.of("timeline.0.partition.by", "drop"));
            Capabilities.lacking(((ScenarioReading.Read) reading).scenario(), PlatformKind.PROCESSES)
                    .forEach(sentence -> System.out.println(NetworkNamespaceTest.SEEN + sentence));
        }
    }

    private String lacking() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Lacking.class.getName(),
                        Path.of(System.getProperty("firedrill.root"), "scenarios")
                                .toString())
                .redirectErrorStream(true);
        builder.environment().put("PATH", path.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void whereAToolIsMissingTheSentenceNamesItAndSaysWhatToDo() throws Exception {
        assertThat(lacking())
                .contains(NetworkNamespaceTest.SEEN
                        + "a network namespace of the drill's own with a packet filter can't be had here (")
                .contains("setsid")
                .contains("it takes Linux with user namespaces, unshare (util-linux), ip (iproute2) and nft (nftables)")
                .contains("choose another mechanism, as `by: blackhole`");
    }

    @Test
    void whereTheSystemRefusesTheSentenceSaysWhy() throws Exception {
        Path setsid = path.resolve("setsid");
        Files.writeString(setsid, "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted'\nexit 1\n");
        Files.setPosixFilePermissions(setsid, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(lacking())
                .contains("can't be had here (unshare: unshare failed: Operation not permitted): it takes");
    }
}
