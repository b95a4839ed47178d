package io.firedrill.toxiproxy.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every case against this server, and against the real one where Go's tool chain can build it. Without {@code go} on the path
 * the second column is skipped here; {@code ci/toxiproxy-conformance} fails then.
 */
class ConformanceTest {

    @TestFactory
    Stream<DynamicTest> thisServerMeetsTheContract() {
        return tests(Candidate.embedded());
    }

    @TestFactory
    Stream<DynamicTest> theRealServerMeetsItOrDiffersForAReason() throws Exception {
        boolean go = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Path.of(folder, "go").toFile().canExecute());
        assumeTrue(go, "no go on the path to build the real server with");
        return tests(Candidate.real(build()));
    }

    private static Stream<DynamicTest> tests(Candidate candidate) {
        return Conformance.cases().stream()
                .map(one -> DynamicTest.dynamicTest(one.group() + ": " + one.name(), () -> {
                    String observed = one.observe(candidate);
                    if (candidate.meetsContract()) {
                        assertThat(observed).isEqualTo(one.contract());
                    } else {
                        assertThat(observed).matches(one.elsewhere());
                    }
                }));
    }

    private static Path build() throws Exception {
        Path script = Path.of(System.getProperty("firedrill.root"), "ci", "real-toxiproxy");
        Process process = new ProcessBuilder(script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(script + ": " + said).isZero();
        return Path.of(said.strip());
    }
}
