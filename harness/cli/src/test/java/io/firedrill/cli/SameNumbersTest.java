package io.firedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.run.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ci/same-numbers}, on results that hold what it compares. */
class SameNumbersTest {
    private static final String WHOLE =
            """
            {"verdict":"PASS","run":{"platform":"processes"},"objectives":[],"anomalies":{},"transitions":[],
             "rto":{"serviceMillis":14790.0,"writeMillis":14000.0,"readMillis":14500.0,"plusMinusMillis":60.0},
             "rpo":{"oldestMillis":10.0,"prefixMillis":20.0,"mostTimeMillis":30.0,"plusMinusMillis":5.0,"records":7,"strandedRecords":0,"finalRecords":0},
             "splitBrain":{"writes":0}}
            """;

    @TempDir
    private Path folder;

    private record Said(int exit, String text) {}

    private Said compare(String one, String other) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Installation.find()
                                .root()
                                .resolve("ci/SameNumbers.java")
                                .toString(),
                        run("one", one),
                        run("other", other),
                        "3")
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    private String run(String name, String result) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve("result.json"), result);
        return run.toString();
    }

    @Test
    void figuresThatLieApartByTheirBarsAndTheScatterAreTheSameAndThatIsSaid() throws Exception {
        Said said = compare(WHOLE, WHOLE.replace("14790.0", "17910.0"));

        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).startsWith("figures may lie apart by both of their bars, and by 3 s more");
    }

    @Test
    void figuresThatLieFartherApartAreNot() throws Exception {
        Said said = compare(WHOLE, WHOLE.replace("14790.0", "17911.0"));

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.text())
                .contains(
                        "differs: rto.serviceMillis: 3121.0 ms apart, with bars of 120.0 ms and a scatter of 3000.0 ms");
    }

    @Test
    void howFarALossReachesAtMostIsComparedToo() throws Exception {
        Said said = compare(WHOLE, WHOLE.replace("\"mostTimeMillis\":30.0", "\"mostTimeMillis\":3041.0"));

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.text()).contains("differs: rpo.mostTimeMillis: 3011.0 ms apart");
    }

    @Test
    void aFigureThatNeitherRunHasIsNoAgreement() throws Exception {
        String without = WHOLE.replace("\"readMillis\":14500.0", "\"readMillis\":null")
                .replace("\"splitBrain\":{\"writes\":0}", "\"splitBrain\":{}");

        Said said = compare(without, without);

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.text().lines().filter(line -> line.startsWith("differs: ")))
                .containsExactly(
                        "differs: rto.readMillis: not measured in either run",
                        "differs: split-brain writes: not measured in either run");
    }
}
