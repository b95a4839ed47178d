package io.firedrill.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.firedrill.scenario.FaultAction.Need;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where no namespace can be had nothing is tested, and said so; with {@code -Dfiredrill.namespace.required=true}, as in CI, that fails. */
class NetworkNamespaceTest {
    /** Begins the lines that count; libraries say things as well. */
    static final String SEEN = "seen: ";

    @BeforeAll
    static void onlyWhereThereAreNamespaces() {
        Optional<String> unavailable = NetworkNamespace.unavailable();
        if (unavailable.isPresent()) {
            if (Boolean.getBoolean("firedrill.namespace.required")) {
                fail(unavailable.get());
            }
            System.err.println("NOT TESTED, packet loss: " + unavailable.get());
            Assumptions.abort(unavailable.get());
        }
    }

    private static String run(List<String> program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(NetworkNamespace.command(program))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void packetsAreDroppedThereAndComeLateOnceTheyAreNot() throws Exception {
        String said = run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LosingPackets.class.getName()));

        assertThat(said.lines().filter(line -> line.startsWith(SEEN)).map(line -> line.substring(SEEN.length())))
                .containsExactly(
                        "opened true",
                        "before 1",
                        "dropping times out",
                        "connecting times out",
                        "counted true",
                        "late 2",
                        "after 3",
                        "lossy true",
                        "clean 6",
                        "held false");
    }

    @Test
    void nothingOfItIsSeenOutside() throws Exception {
        String inside = run(List.of("sh", "-c", "readlink /proc/self/ns/net; cat /proc/net/dev | wc -l"));

        assertThat(inside)
                .contains("net:[")
                .doesNotContain(
                        Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString());
        assertThat(inside.lines().toList().get(1).strip())
                .as("loopback alone, below two lines of titles")
                .isEqualTo("3");
    }

    @Test
    void aPlanThatNeedsOneLacksNothingHere() {
        assertThat(Capabilities.lacking(Set.of(Need.NETWORK_NAMESPACE))).isEmpty();
        assertThat(Capabilities.lackingHere(Set.of(Need.NETWORK_NAMESPACE)))
                .singleElement()
                .asString()
                .contains("firedrill run");
    }
}
