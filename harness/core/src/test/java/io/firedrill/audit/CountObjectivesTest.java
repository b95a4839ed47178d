package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.Troubles.Scope;
import io.firedrill.scenario.AnomalyClass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each objective that limits a number is held against the figure of its name, and against all that it can be. */
class CountObjectivesTest {

    @TempDir
    Path temp;

    private MadeUpFigures made;

    @BeforeEach
    void ofAWholeDrill() throws IOException {
        SyntheticDrill drill = new SyntheticDrill();
        made = new MadeUpFigures(drill.write(temp), drill.scenario());
    }

    private ObjectiveResult count(String name, long limit) {
        return made.countObjectives().count(name, limit);
    }

    private void lost(long records, long may, long bytes, long mayBytes, long forGood, long mayForGood) {
        made.transitions.clear();
        made.transition(
                MadeUpFigures.recovered(90), MadeUpFigures.lost(records, may, bytes, mayBytes, forGood, mayForGood));
    }

    private static void assertHeld(ObjectiveResult result, Verdict verdict, String measured) {
        assertThat(result.measured()).as(result.name()).isEqualTo(measured);
        assertThat(result.verdict()).as(result.name()).isEqualTo(verdict);
    }

    private static void assertUnmeasured(ObjectiveResult result, String why) {
        assertHeld(result, Verdict.INCONCLUSIVE, "not measured");
        assertThat(result.reason()).isEqualTo(why);
        assertThat(result.plusMinus()).isEmpty();
    }

    @Test
    void whatWasNotMeasuredIsInconclusiveAndSaysWhy() {
        made.transition(MadeUpFigures.recovered(90), null);
        String noSnapshot = "there is no transition with a failover snapshot";
        assertUnmeasured(count("rpo.records", 5), noSnapshot);
        assertUnmeasured(count("rpo.final", 5), noSnapshot);
        assertUnmeasured(count("rpo.bytes", 5), noSnapshot);
        String noOwner = "ownership of the keys is not known";
        assertUnmeasured(count("split-brain.writes", 5), noOwner);
        assertUnmeasured(count("conflict.writes", 5), noOwner);
        assertUnmeasured(count("conflict.keys", 5), noOwner);
        assertUnmeasured(count("anomalies.P1", 5), "this version does not measure it, or not from this evidence");
        assertThat(count("anomalies.P1", 5).limit()).isEqualTo("5");
        assertUnmeasured(made.countObjectives().ratio("duplicates.log", 0.5), "duplicates could not be counted");
        assertThat(made.countObjectives().ratio("duplicates.log", 0.5).limit()).isEqualTo("50%");
    }

    @Test
    void lostRecordsAreThoseThatAreCertainToThoseThatMayBeLostAsWell() {
        lost(3, 2, 0, 0, 0, 0);
        assertHeld(count("rpo.records", 2), Verdict.FAIL, "[3 .. 5]");
        assertHeld(count("rpo.records", 3), Verdict.INCONCLUSIVE, "[3 .. 5]");
        assertThat(count("rpo.records", 4).reason()).isEqualTo("the fate of 2 records is not known");
        assertHeld(count("rpo.records", 5), Verdict.PASS, "[3 .. 5]");
        lost(3, 0, 0, 0, 0, 0);
        assertHeld(count("rpo.records", 2), Verdict.FAIL, "3");
        assertHeld(count("rpo.records", 3), Verdict.PASS, "3");
    }

    @Test
    void lostBytesAreThoseThatAreCertainToThoseThatMayBeLostAsWell() {
        lost(3, 0, 560, 0, 0, 0);
        assertHeld(count("rpo.bytes", 560), Verdict.PASS, "560");
        assertHeld(count("rpo.bytes", 559), Verdict.FAIL, "560");
        lost(3, 2, 560, 100, 0, 0);
        assertHeld(count("rpo.bytes", 660), Verdict.PASS, "[560 .. 660]");
        assertHeld(count("rpo.bytes", 659), Verdict.INCONCLUSIVE, "[560 .. 660]");
        assertThat(count("rpo.bytes", 560).reason()).isEqualTo("the fate of 2 records is not known");
        assertHeld(count("rpo.bytes", 559), Verdict.FAIL, "[560 .. 660]");
    }

    @Test
    void whatIsLostForGoodIsWhatIsCertainToWhatMayBeAsWell() {
        lost(9, 5, 0, 0, 3, 1);
        assertHeld(count("rpo.final", 4), Verdict.PASS, "[3 .. 4]");
        assertHeld(count("rpo.final", 3), Verdict.INCONCLUSIVE, "[3 .. 4]");
        assertThat(count("rpo.final", 3).reason()).isEqualTo("the fate of 1 record is not known");
        assertHeld(count("rpo.final", 2), Verdict.FAIL, "[3 .. 4]");
    }

    @Test
    void writesAndKeysAreToldApart() {
        made.splitBrain = new Result.SplitBrain(7, 0, 0, null, null, 0, List.of(), List.of());
        made.conflicts = new Result.Conflicts(
                6,
                4,
                new Result.RegionalAuthority(0),
                new Result.LastWriterWins(0, List.of()),
                new Result.Merge(0, null));
        assertHeld(count("split-brain.writes", 7), Verdict.PASS, "7");
        assertHeld(count("split-brain.writes", 6), Verdict.FAIL, "7");
        assertHeld(count("conflict.writes", 6), Verdict.PASS, "6");
        assertHeld(count("conflict.writes", 5), Verdict.FAIL, "6");
        assertHeld(count("conflict.keys", 4), Verdict.PASS, "4");
        assertHeld(count("conflict.keys", 3), Verdict.FAIL, "4");
    }

    @Test
    void anAnomalyIsHeldAgainstTheCountOfItsClass() {
        made.counts.put(AnomalyClass.R1, new Anomalies.Count(2, List.of()));
        made.counts.put(AnomalyClass.R2, new Anomalies.Count(5, List.of()));
        assertHeld(count("anomalies.R2", 5), Verdict.PASS, "5");
        assertHeld(count("anomalies.R2", 4), Verdict.FAIL, "5");
        assertHeld(count("anomalies.R1", 2), Verdict.PASS, "2");
    }

    @Test
    void recordsLostAfterAcknowledgementAreThoseThatAreCertainToThoseThatMayBeAsWell() {
        made.counts.put(AnomalyClass.P1, new Anomalies.Count(2, List.of()));
        made.figures.put(AnomalyClass.P1, Map.of("mayRecords", 3.0));
        assertHeld(count("anomalies.P1", 1), Verdict.FAIL, "[2 .. 5]");
        assertHeld(count("anomalies.P1", 4), Verdict.INCONCLUSIVE, "[2 .. 5]");
        assertThat(count("anomalies.P1", 4).reason()).isEqualTo("the fate of 3 records is not known");
        assertHeld(count("anomalies.P1", 5), Verdict.PASS, "[2 .. 5]");
        made.figures.put(AnomalyClass.P1, Map.of("mayRecords", 0.0));
        assertHeld(count("anomalies.P1", 2), Verdict.PASS, "2");
    }

    @Test
    void sharesOfLogsAndOfDeliveriesAreToldApart() {
        made.duplicates(3, 1000, 20, 1000);
        CountObjectives objectives = made.countObjectives();
        ObjectiveResult log = objectives.ratio("duplicates.log", 0.003);
        assertHeld(log, Verdict.PASS, "0.3% (3)");
        assertThat(log.reason()).isEqualTo("0.3% (3) is within the limit of 0.3%");
        assertHeld(objectives.ratio("duplicates.log", 0.002), Verdict.FAIL, "0.3% (3)");
        assertHeld(objectives.ratio("duplicates.delivered", 0.02), Verdict.PASS, "2% (20)");
        assertHeld(objectives.ratio("duplicates.delivered", 0.01), Verdict.FAIL, "2% (20)");
    }

    @Test
    void aTroubleTouchesTheFiguresOfItsScope() {
        made.duplicates(3, 1000, 3, 1000);
        lost(0, 0, 0, 0, 0, 0);
        made.splitBrain = new Result.SplitBrain(0, 0, 0, null, null, 0, List.of(), List.of());
        made.troubles.add("of logs", Scope.DUPLICATES);
        CountObjectives objectives = made.countObjectives();
        assertThat(objectives.ratio("duplicates.log", 0.5).reason()).isEqualTo("of logs");
        assertThat(objectives.ratio("duplicates.delivered", 0.5).verdict()).isEqualTo(Verdict.PASS);
        made.troubles.add("of consumers", Scope.CONSUMERS);
        assertThat(objectives.ratio("duplicates.delivered", 0.5).reason()).isEqualTo("of consumers");
        assertThat(count("rpo.records", 0).verdict()).isEqualTo(Verdict.PASS);
        assertThat(count("split-brain.writes", 0).verdict()).isEqualTo(Verdict.PASS);
        made.troubles.add("of losses", Scope.LOSS);
        assertThat(count("rpo.records", 0).reason()).isEqualTo("of losses");
        assertThat(count("rpo.bytes", 0).reason()).isEqualTo("of losses");
        assertThat(count("split-brain.writes", 0).verdict()).isEqualTo(Verdict.PASS);
        made.troubles.add("of owners", Scope.OWNERSHIP);
        assertThat(count("split-brain.writes", 0).reason()).isEqualTo("of owners");
        assertThat(count("false-failovers", 0).verdict()).isEqualTo(Verdict.PASS);
        made.troubles.add("of times", Scope.TIME);
        assertThat(count("false-failovers", 0).reason()).isEqualTo("of times");
    }
}
