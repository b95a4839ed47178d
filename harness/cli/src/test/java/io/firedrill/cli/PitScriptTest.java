package io.firedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.run.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ci/pit} makes of the files that PIT leaves. */
@EnabledOnOs(OS.LINUX)
class PitScriptTest {
    @TempDir
    private Path root;

    private record Ended(int code, String said) {}

    private Ended table(String... outcomes) throws IOException, InterruptedException {
        Files.createDirectories(root.resolve("ci"));
        Files.copy(Installation.find().root().resolve("ci/pit"), root.resolve("ci/pit"));
        Files.writeString(root.resolve("ci/pit-groups"), "rpo: RecoveryPoint\n  by RecoveryPointTest\n");
        StringBuilder csv = new StringBuilder();
        for (String outcome : outcomes) {
            csv.append("A.java,io.firedrill.audit.A,Mutator,method,7,")
                    .append(outcome)
                    .append(",test\n");
        }
        Path known = Files.createDirectories(root.resolve("harness/core/target/pit"));
        Files.writeString(known.resolve("rpo.csv"), csv);
        Process process = new ProcessBuilder("bash", root.resolve("ci/pit").toString(), "--table")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }

    private static String[] outcomes(int noticed, int survived) {
        String[] outcomes = new String[noticed + survived];
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = i < noticed ? i == 0 ? "TIMED_OUT" : "KILLED" : i % 2 == 0 ? "SURVIVED" : "NO_COVERAGE";
        }
        return outcomes;
    }

    @Test
    void nineInTenAreEnough() throws Exception {
        Ended ended = table(outcomes(18, 2));

        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.said())
                .contains("| rpo | RecoveryPointTest | 20 | 18 | 1 | 90.0 % |", "| all | | 20 | 18 | 1 |");
    }

    @Test
    void lessIsAFailureThatSaysSo() throws Exception {
        Ended ended = table(outcomes(17, 3));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.said())
                .contains("ci/pit: fewer than 90 % of the mutations were noticed: | all | | 20 | 17 | 1 | 85.0 % |");
    }

    @Test
    void whatRoundsToEnoughIsNotEnough() throws Exception {
        Ended ended = table(outcomes(1_799, 200));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.said()).contains("| 90.0 % |");
    }
}
