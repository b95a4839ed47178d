package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.Anomaly;
import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.Troubles.Scope;
import io.firedrill.scenario.AnomalyClass;
import io.firedrill.scenario.Objective;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of anomalies in an active-passive drill: limits come from objectives or the pattern, verdicts from both and the evidence. */
class AnomalyRowsTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();
    private int runs;

    private void atMost(String name, Objective.Limit limit) {
        drill.objectives.add(new Objective(name, limit));
    }

    private MadeUpFigures made() throws IOException {
        return new MadeUpFigures(drill.write(temp.resolve("run-" + runs++)), drill.scenario());
    }

    private MadeUpFigures found(AnomalyClass anomaly, long count) throws IOException {
        MadeUpFigures made = made();
        made.counts.put(anomaly, new Anomalies.Count(count, List.of("one of them")));
        return made;
    }

    private static Anomaly row(MadeUpFigures made, AnomalyClass anomaly) {
        return made.rows().anomaly(anomaly);
    }

    @Test
    void whatWasNotMeasuredPassesNothingAndSaysWhy() throws IOException {
        MadeUpFigures made = made();
        made.reasons.put(AnomalyClass.R8, "nobody asked");
        made.figures.put(AnomalyClass.C7, Map.of("p50Millis", 3.0));
        Anomaly torn = row(made, AnomalyClass.R8);
        assertThat(torn.title()).isEqualTo("torn-transaction");
        assertThat(torn.unit()).isEqualTo("records");
        assertThat(torn.count()).isNull();
        assertThat(torn.reason()).isEqualTo("nobody asked");
        assertThat(torn.examples()).isEmpty();
        assertThat(torn.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(torn.figures()).isEmpty();
        assertThat(row(made, AnomalyClass.C7).figures()).containsEntry("p50Millis", 3.0);
        assertThat(row(made, AnomalyClass.C7).reason()).isEmpty();
        assertThat(made.rows().implied(AnomalyClass.R8)).isEmpty();
        assertThat(made.rows().all()).hasSize(AnomalyClass.values().length);
    }

    @Test
    void ofWhatIsForbiddenOneIsTooMany() throws IOException {
        MadeUpFigures made = found(AnomalyClass.R2, 1);
        assertThat(row(made, AnomalyClass.R2).limit()).isZero();
        assertThat(row(made, AnomalyClass.R2).rule()).isEqualTo("forbidden");
        assertThat(row(made, AnomalyClass.R2).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(row(made, AnomalyClass.R2).examples()).containsExactly("one of them");
        assertThat(row(made, AnomalyClass.R2).reason()).isEmpty();
        assertThat(made.rows().implied(AnomalyClass.R2))
                .contains(new ObjectiveResult(
                        "anomalies.R2",
                        "0",
                        "1",
                        "",
                        Verdict.FAIL,
                        "1 records of replication-hole: the pattern forbids it"));
        MadeUpFigures none = found(AnomalyClass.R2, 0);
        assertThat(row(none, AnomalyClass.R2).verdict()).isEqualTo(Verdict.PASS);
        assertThat(none.rows().implied(AnomalyClass.R2)).isEmpty();
    }

    @Test
    void whatMayBeOfAClassOnTopOfItsCountIsNoPassAndNoFail() throws IOException {
        MadeUpFigures made = found(AnomalyClass.P1, 0);
        made.figures.put(AnomalyClass.P1, Map.of("mayRecords", 1.0));
        assertThat(row(made, AnomalyClass.P1).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(row(made, AnomalyClass.P1).count()).isZero();
        ObjectiveResult implied = made.rows().implied(AnomalyClass.P1).orElseThrow();
        assertThat(implied.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(implied.measured()).isEqualTo("[0 .. 1]");
        assertThat(implied.reason())
                .isEqualTo("0 records of lost-acked: the pattern forbids it; but the fate of 1 record is not known");
        made.figures.put(AnomalyClass.P1, Map.of("mayRecords", 0.0));
        assertThat(row(made, AnomalyClass.P1).verdict()).isEqualTo(Verdict.PASS);
        assertThat(made.rows().implied(AnomalyClass.P1)).isEmpty();
        atMost("anomalies.P1", new Objective.Limit.Count(1));
        MadeUpFigures allowed = found(AnomalyClass.P1, 0);
        allowed.figures.put(AnomalyClass.P1, Map.of("mayRecords", 1.0));
        assertThat(row(allowed, AnomalyClass.P1).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void whatMayBeOfAClassOnTopOfItsCountStandsInWhatWasMissed() throws IOException {
        MadeUpFigures made = found(AnomalyClass.P1, 2);
        made.figures.put(AnomalyClass.P1, Map.of("mayRecords", 3.0));
        assertThat(made.rows().implied(AnomalyClass.P1).orElseThrow().measured())
                .isEqualTo("[2 .. 5]");
        assertThat(row(made, AnomalyClass.P1).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void ofWhatIsBoundedNoneIsAllowedWithoutAnObjective() throws IOException {
        MadeUpFigures made = found(AnomalyClass.X3, 2);
        assertThat(row(made, AnomalyClass.X3).rule()).isEqualTo("bounded");
        assertThat(row(made, AnomalyClass.X3).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(made.rows().implied(AnomalyClass.X3).map(ObjectiveResult::reason))
                .contains("2 records of zombie: the pattern bounds it, and the objectives allow none");
    }

    @Test
    void whatIsExpectedIsShownOnly() throws IOException {
        MadeUpFigures made = found(AnomalyClass.C5, 7);
        made.troubles.add("a drain did not end", Scope.CONSUMERS);
        assertThat(row(made, AnomalyClass.C5).limit()).isNull();
        assertThat(row(made, AnomalyClass.C5).verdict()).isEqualTo(Verdict.PASS);
        assertThat(made.rows().implied(AnomalyClass.C5)).isEmpty();
    }

    @Test
    void whatIsExpectedIsJudgedWhereAnObjectiveNamesIt() throws IOException {
        atMost("anomalies.C5", new Objective.Limit.Count(7));
        MadeUpFigures made = found(AnomalyClass.C5, 7);
        assertThat(row(made, AnomalyClass.C5).verdict()).isEqualTo(Verdict.PASS);
        made.troubles.add("a drain did not end", Scope.CONSUMERS);
        assertThat(row(made, AnomalyClass.C5).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(row(found(AnomalyClass.C5, 8), AnomalyClass.C5).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aTroubleOfItsScopeKeepsAClassFromPassing() throws IOException {
        MadeUpFigures made = found(AnomalyClass.R2, 0);
        made.troubles.add("of consumers", Scope.CONSUMERS);
        assertThat(row(made, AnomalyClass.R2).verdict()).isEqualTo(Verdict.PASS);
        made.troubles.add("of losses", Scope.LOSS);
        assertThat(row(made, AnomalyClass.R2).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whatIsOursIsNobodysAnomaly() throws IOException {
        MadeUpFigures made = found(AnomalyClass.R2, 1);
        made.troubles.ours("our own pause");
        assertThat(row(made, AnomalyClass.R2).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void theObjectiveOfAMeasureBoundsTheClassThatCountsTheSame() throws IOException {
        atMost("rpo.records", new Objective.Limit.Count(11));
        atMost("split-brain.writes", new Objective.Limit.Count(12));
        atMost("conflict.writes", new Objective.Limit.Count(13));
        atMost("rpo.final", new Objective.Limit.Count(14));
        MadeUpFigures made = found(AnomalyClass.R1, 12);
        assertThat(row(made, AnomalyClass.R1).limit()).isEqualTo(11);
        assertThat(row(made, AnomalyClass.P1).limit()).isZero();
        // What the pattern forbids is allowed by its name only.
        assertThat(row(made, AnomalyClass.X1).limit()).isZero();
        assertThat(row(made, AnomalyClass.X2).limit()).isZero();
        // Of the class itself no objective speaks, so that what is too much of it is a failure of its own.
        assertThat(made.rows().implied(AnomalyClass.R1).map(ObjectiveResult::reason))
                .contains("12 records of tail-unreplicated: the pattern bounds it, and the objectives allow no more"
                        + " than 11");
    }

    @Test
    void theObjectiveThatNamesAClassSpeaksForIt() throws IOException {
        atMost("rpo.records", new Objective.Limit.Count(11));
        atMost("anomalies.R1", new Objective.Limit.Count(2));
        MadeUpFigures made = found(AnomalyClass.R1, 3);
        assertThat(row(made, AnomalyClass.R1).limit()).isEqualTo(2);
        assertThat(row(made, AnomalyClass.R1).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(made.rows().implied(AnomalyClass.R1)).isEmpty();
    }

    @Test
    void aShareAllowsThatManyOfTheRecordsThatItIsOf() throws IOException {
        drill.idempotent = false;
        atMost("duplicates.log", new Objective.Limit.Ratio(0.29));
        atMost("duplicates.delivered", new Objective.Limit.Ratio(0.0199));
        MadeUpFigures made = found(AnomalyClass.P4, 30);
        made.duplicates(30, 100, 5, 1000);
        assertThat(row(made, AnomalyClass.P4).limit()).isEqualTo(29);
        assertThat(row(made, AnomalyClass.P4).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(row(made, AnomalyClass.R7).limit()).isEqualTo(19);
        assertThat(row(made, AnomalyClass.C3).limit()).isEqualTo(19);
    }

    @Test
    void aShareOfNothingAllowsAnything() throws IOException {
        atMost("duplicates.delivered", new Objective.Limit.Ratio(0.01));
        MadeUpFigures made = found(AnomalyClass.C3, 3);
        made.duplicates(0, 100, 0, 0);
        assertThat(row(made, AnomalyClass.C3).limit()).isNull();
        assertThat(row(made, AnomalyClass.C3).verdict()).isEqualTo(Verdict.PASS);
        assertThat(made.rows().implied(AnomalyClass.C3)).isEmpty();
        made.troubles.add("a drain did not end", Scope.CONSUMERS);
        assertThat(row(made, AnomalyClass.C3).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whereDuplicatesCouldNotBeCountedNobodyKnowsHowManyAShareAllows() throws IOException {
        atMost("duplicates.delivered", new Objective.Limit.Ratio(0.01));
        MadeUpFigures made = found(AnomalyClass.C3, 3);
        assertThat(row(made, AnomalyClass.C3).limit()).isZero();
        assertThat(row(made, AnomalyClass.C3).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        Optional<ObjectiveResult> implied = made.rows().implied(AnomalyClass.C3);
        assertThat(implied.map(ObjectiveResult::verdict)).contains(Verdict.INCONCLUSIVE);
        assertThat(implied.map(ObjectiveResult::reason))
                .contains(
                        "3 records of redelivered: the pattern bounds it, and the objectives allow none; but duplicates"
                                + " could not be counted, so nobody knows how many are allowed");
        // What is no share is not in doubt.
        assertThat(row(found(AnomalyClass.R2, 1), AnomalyClass.R2).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aCountOfEvidenceThatIsNotWholeSaysSo() throws IOException {
        MadeUpFigures made = found(AnomalyClass.R2, 1);
        made.troubles.damage("cut", Scope.TIME);
        assertThat(made.rows().implied(AnomalyClass.R2).map(ObjectiveResult::measured))
                .contains("1, of evidence that is not whole");
    }

    @Test
    void whatIsForbiddenIsAllowedByItsNameOnly() throws IOException {
        atMost("anomalies.X1", new Objective.Limit.Count(3));
        atMost("split-brain.writes", new Objective.Limit.Count(12));
        assertThat(row(found(AnomalyClass.X1, 3), AnomalyClass.X1).verdict()).isEqualTo(Verdict.PASS);
        MadeUpFigures made = found(AnomalyClass.X1, 4);
        assertThat(row(made, AnomalyClass.X1).limit()).isEqualTo(3);
        assertThat(row(made, AnomalyClass.X1).rule()).isEqualTo("forbidden");
        assertThat(row(made, AnomalyClass.X1).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(row(found(AnomalyClass.X2, 1), AnomalyClass.X2).verdict()).isEqualTo(Verdict.FAIL);
    }

    private MadeUpFigures old(long count, double oldest, double plusMinus) throws IOException {
        return old(count, oldest, plusMinus, oldest - plusMinus, oldest + plusMinus);
    }

    private MadeUpFigures old(long count, double oldest, double plusMinus, double certain, double possible)
            throws IOException {
        MadeUpFigures made = found(AnomalyClass.C7, count);
        made.figures.put(
                AnomalyClass.C7,
                Map.of(
                        "maxMillis", oldest,
                        "maxPlusMinusMillis", plusMinus,
                        "certainMillis", certain,
                        "possibleMillis", possible));
        return made;
    }

    /** The row, and the objective that is held against the same copy. */
    private static Verdict ofTheOldest(MadeUpFigures made) {
        Verdict verdict = row(made, AnomalyClass.C7).verdict();
        assertThat(made.timeObjectives()
                        .of("anomalies.C7", Duration.ofSeconds(2))
                        .verdict())
                .isEqualTo(verdict);
        return verdict;
    }

    @Test
    void ofCopiesOlderThanTheObjectiveOneIsTooManyUnlessOurOwnStallsMayBeWhy() throws IOException {
        atMost("anomalies.C7", new Objective.Limit.Time(Duration.ofSeconds(2)));
        assertThat(row(old(0, 1900, 0), AnomalyClass.C7).limit()).isZero();
        assertThat(ofTheOldest(old(0, 1900, 0))).isEqualTo(Verdict.PASS);
        assertThat(ofTheOldest(old(0, 1900, 101))).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(ofTheOldest(old(1, 2100, 99))).isEqualTo(Verdict.FAIL);
        assertThat(ofTheOldest(old(1, 2100, 100))).isEqualTo(Verdict.INCONCLUSIVE);
        // Another than the oldest by the clock was certainly too old, or may have been.
        assertThat(ofTheOldest(old(2, 2100, 500, 2001, 2600))).isEqualTo(Verdict.FAIL);
        assertThat(ofTheOldest(old(0, 1900, 0, 1900, 2001))).isEqualTo(Verdict.INCONCLUSIVE);
        // The objective speaks for it.
        assertThat(old(1, 2100, 0).rows().implied(AnomalyClass.C7)).isEmpty();
    }

    @Test
    void withoutTheStallsOfAWorkerNobodyKnowsTheErrorBarOfTheOldestCopy() throws IOException {
        atMost("anomalies.C7", new Objective.Limit.Time(Duration.ofSeconds(2)));
        drill.stalls.remove("worker-us-west-1");
        assertThat(ofTheOldest(old(0, 1900, 0))).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(ofTheOldest(old(1, 2100, 0))).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(old(0, 1900, 0)
                        .timeObjectives()
                        .of("anomalies.C7", Duration.ofSeconds(2))
                        .reason())
                .isEqualTo(
                        "nothing says when every process of ours stood still, so nobody knows how wide the error bar is");
    }
}
