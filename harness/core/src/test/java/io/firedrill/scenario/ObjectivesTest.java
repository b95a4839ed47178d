package io.firedrill.scenario;

import static io.firedrill.scenario.Fixtures.problems;
import static io.firedrill.scenario.Fixtures.regionLossWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits, the reasons for them, and that nothing which the pattern forbids is allowed without one. */
class ObjectivesTest {
    private static List<Objective> with(String objective) {
        return Fixtures.read(regionLossWith("rpo.records: 500", objective)).objectives();
    }

    private static String only(String objective) {
        List<ScenarioProblem> problems = problems(regionLossWith("rpo.records: 500", objective));
        assertThat(problems).hasSize(1);
        return problems.get(0).message() + "; allowed: " + problems.get(0).allowed();
    }

    @Test
    void aLimitStandsAloneOrWithItsReason() {
        assertThat(with("rpo.records: 7")).contains(new Objective("rpo.records", new Objective.Limit.Count(7), ""));
        assertThat(with("rpo.records: { at-most: 7, because: the contract says so }"))
                .contains(new Objective("rpo.records", new Objective.Limit.Count(7), "the contract says so"));
        assertThat(with("rto.read: { at-most: 20s }"))
                .contains(new Objective("rto.read", new Objective.Limit.Time(Duration.ofSeconds(20)), ""));
    }

    @Test
    void whatThePatternForbidsIsAllowedByNameAndWithAReason() {
        assertThat(only("anomalies.R2: 5"))
                .isEqualTo(
                        "objectives.anomalies.R2 allows 5 of R2 (replication-hole), which active-passive forbids; allowed: 0,"
                                + " or by name and with the reason: anomalies.R2: { at-most: 5, because: ... }");
        assertThat(only("anomalies.R2: { at-most: 5 }")).startsWith("objectives.anomalies.R2 allows 5 of R2");
        assertThat(with("anomalies.R2: { at-most: 5, because: it is what is shown }"))
                .contains(new Objective("anomalies.R2", new Objective.Limit.Count(5), "it is what is shown"));
        assertThat(with("anomalies.R2: 0")).contains(new Objective("anomalies.R2", new Objective.Limit.Count(0)));
    }

    @Test
    void whatIsBoundedOrExpectedNeedsNoReason() {
        assertThat(with("anomalies.R1: 5")).contains(new Objective("anomalies.R1", new Objective.Limit.Count(5)));
        assertThat(with("anomalies.C5: 5")).contains(new Objective("anomalies.C5", new Objective.Limit.Count(5)));
    }

    @Test
    void whatTheDrillItselfMakesPossibleNeedsNoReason() {
        assertThat(only("anomalies.P1: 5")).startsWith("objectives.anomalies.P1 allows 5 of P1 (lost-acked)");
        String text = regionLossWith("rpo.records: 500", "anomalies.P1: 5");
        assertThat(Fixtures.read(text.replace("disks: kept", "disks: unflushed-lost"))
                        .objectives())
                .contains(new Objective("anomalies.P1", new Objective.Limit.Count(5)));
        // Where the drill could not be read, nobody knows what it makes possible.
        assertThat(problems(text.replace("disks: kept", "disks: molten"))).hasSize(1);
    }

    @Test
    void theMeasureThatCountsTheSameDoesNotAllowItEither() {
        String writes = regionLossWith("split-brain.writes: 0", "split-brain.writes: 3");
        assertThat(problems(writes))
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.message())
                                .isEqualTo(
                                        "objectives.split-brain.writes allows 3 of X1 (split-brain-write), which active-passive forbids"));
        assertThat(problems(regionLossWith("rpo.records: 500", "conflict.writes: 3")))
                .hasSize(1);
        assertThat(Fixtures.read(writes.replace(
                                "split-brain.writes: 3",
                                "split-brain.writes: 3\n  anomalies.X1: { at-most: 3, because: nobody fences here }"))
                        .objectives())
                .contains(new Objective("anomalies.X1", new Objective.Limit.Count(3), "nobody fences here"));
    }

    @Test
    void theAgeOfACopyIsATime() {
        assertThat(with("anomalies.C7: 2s"))
                .contains(new Objective("anomalies.C7", new Objective.Limit.Time(Duration.ofSeconds(2))));
        assertThat(only("anomalies.C7: 5")).contains("objectives.anomalies.C7 is the number 5");
    }

    @Test
    void aReasonIsAText() {
        assertThat(only("anomalies.R2: { at-most: 5, because: '' }")).contains("because");
        assertThat(only("anomalies.R2: { at-most: 5, becuase: x }")).contains("unknown key 'becuase'");
        assertThat(only("anomalies.R2: { because: x }")).contains("lacks 'at-most'");
    }

    /** Of a drill that took place nobody can ask for the reason any more. */
    @Test
    void whatARecordedDrillAllowedItAllowed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(file, regionLossWith("rpo.records: 500", "anomalies.R2: 5"));
        assertThat(new ScenarioReader().read(file)).isInstanceOf(ScenarioReading.Refused.class);
        ScenarioReading recorded = ScenarioReader.ofEvidence().read(file);
        assertThat(((ScenarioReading.Read) recorded).scenario().objectives())
                .contains(new Objective("anomalies.R2", new Objective.Limit.Count(5)));
        Files.writeString(file, regionLossWith("rpo.records: 500", "anomalies.R77: 5"));
        assertThat(ScenarioReader.ofEvidence().read(file)).isInstanceOf(ScenarioReading.Refused.class);
    }
}
