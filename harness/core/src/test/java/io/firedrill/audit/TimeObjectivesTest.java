package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.DrillEnded;
import io.firedrill.scenario.AnomalyClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each objective that limits a time is held against the time of its name; none that nobody could have measured fails. */
class TimeObjectivesTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();
    private int runs;

    private MadeUpFigures made() throws IOException {
        return new MadeUpFigures(drill.write(temp.resolve("run-" + runs++)), drill.scenario());
    }

    private MadeUpFigures made(Result.Rto rto) throws IOException {
        MadeUpFigures made = made();
        made.transition(rto, null);
        return made;
    }

    private void brokenOff() {
        drill.replace(DrillEnded.class, new DrillEnded(70 * SECOND, "interrupted"));
    }

    private static ObjectiveResult of(MadeUpFigures made, String name, long limitMillis) {
        return made.timeObjectives().of(name, Duration.ofMillis(limitMillis));
    }

    private static ObjectiveResult recovered(MadeUpFigures made) {
        return made.timeObjectives().notRecovered(made.transitions.get(0));
    }

    @Test
    void eachObjectiveIsHeldAgainstTheTimeOfItsNameAndItsOwnErrorBar() throws IOException {
        MadeUpFigures made = made(MadeUpFigures.recovered(70));
        Map.of("rto.service", "1.00s", "rto.write", "2.00s", "rto.read", "3.00s", "rto.full", "4.00s")
                .forEach((name, measured) -> {
                    ObjectiveResult result = of(made, name, 30_000);
                    assertThat(result.measured()).as(name).isEqualTo(measured);
                    assertThat(result.verdict()).as(name).isEqualTo(Verdict.PASS);
                    assertThat(result.limit()).isEqualTo("30s");
                    assertThat(result.plusMinus()).as(name).isEqualTo(name.equals("rto.service") ? "0.07s" : "0.09s");
                });
        assertThat(of(made, "rto.protected", 30_000).measured()).isEqualTo("5.00s");
    }

    @Test
    void aTimeIsWithinItsLimitOrOverItWithAllOfItsErrorBar() throws IOException {
        MadeUpFigures made = made(MadeUpFigures.recovered(70));
        assertThat(of(made, "rto.service", 1070).verdict()).isEqualTo(Verdict.PASS);
        assertThat(of(made, "rto.service", 1069).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(of(made, "rto.service", 1069).reason()).isEqualTo("the limit lies within the error bar of 0.07s");
        assertThat(of(made, "rto.service", 930).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(of(made, "rto.service", 929).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(of(made, "rto.service", 929).reason())
                .isEqualTo("1000.0ms is more than the limit of 929ms, and the error bar does not reach down to it");
    }

    @Test
    void withoutATransitionThereIsNoTime_andTheReasonSaysWhatBecameOfIt() throws IOException {
        MadeUpFigures failed = made();
        assertThat(of(failed, "rto.service", 30_000).measured()).isEqualTo("not measured");
        assertThat(of(failed, "rto.service", 30_000).reason()).isEqualTo("the audit of to-west failed");
        drill.events.removeIf(event -> event instanceof TimelineEvent.Detected
                || event instanceof TimelineEvent.Decided
                || event instanceof TimelineEvent.StepFinished
                || event instanceof TimelineEvent.FaultApplied);
        MadeUpFigures none = made();
        assertThat(of(none, "rto.service", 30_000).reason()).isEqualTo("no transition took place");
        none.troubles.damage("cut", Troubles.Scope.TIME);
        assertThat(of(none, "rto.service", 30_000).reason())
                .isEqualTo("no transition can be told from evidence that is not whole");
    }

    private MadeUpFigures lost(long may) throws IOException {
        MadeUpFigures made = made();
        made.transition(MadeUpFigures.recovered(90), MadeUpFigures.lost(3, may, 0, 0, 0, 0));
        return made;
    }

    @Test
    void theAgeOfALossIsTheWorseOfTwo_andARangeWhileMoreMayBeLost() throws IOException {
        MadeUpFigures certain = lost(0);
        assertThat(of(certain, "rpo.time", 900).verdict()).isEqualTo(Verdict.PASS);
        assertThat(of(certain, "rpo.time", 900).measured()).isEqualTo("900.0ms");
        assertThat(of(certain, "rpo.time", 899).verdict()).isEqualTo(Verdict.FAIL);
        MadeUpFigures open = lost(2);
        assertThat(of(open, "rpo.time", 899).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(of(open, "rpo.time", 899).reason())
                .isEqualTo(
                        "[900.0ms .. 1000.0ms] is more than the limit of 899ms, and the error bar does not reach down"
                                + " to it");
        assertThat(of(open, "rpo.time", 900).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(of(open, "rpo.time", 900).measured()).isEqualTo("[900.0ms .. 1000.0ms]");
        assertThat(of(open, "rpo.time", 900).reason())
                .isEqualTo(
                        "the limit of 900ms lies within [900.0ms .. 1000.0ms] +- 0.0ms: the fate of 2 records is not known");
        assertThat(of(open, "rpo.time", 999).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(of(open, "rpo.time", 1000).verdict()).isEqualTo(Verdict.PASS);
        assertThat(of(open, "rpo.time", 1000).reason()).isEqualTo("[0.90s .. 1.00s] is within the limit of 1s");
        assertThat(of(made(MadeUpFigures.recovered(90)), "rpo.time", 900).reason())
                .isEqualTo("there is no transition with a failover snapshot");
    }

    @Test
    void whatWasNotReachedInADrillThatEndedInOrderFailsWhateverItsLimit() throws IOException {
        MadeUpFigures made = made(MadeUpFigures.notRecovered(30_000));
        for (String name : List.of("rto.service", "rto.write", "rto.read", "rto.full")) {
            ObjectiveResult result = made.timeObjectives().of(name, LONG);
            assertThat(result.verdict()).as(name).isEqualTo(Verdict.FAIL);
            assertThat(result.measured()).as(name).isEqualTo("> 30.00s");
            assertThat(result.reason()).as(name).isEqualTo("not reached within the time that was watched");
        }
        assertThat(recovered(made).name()).isEqualTo("to-west.recovered");
        assertThat(recovered(made).limit()).isEqualTo("30.00s");
        assertThat(recovered(made).measured()).isEqualTo("> 30.00s");
        assertThat(recovered(made).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(recovered(made).reason()).isEqualTo("to-west did not recover within the 30.00s that were watched");
    }

    @Test
    void whatWasNotReachedInADrillThatWasBrokenOffFailsIfItWasWatchedForLongerThanTheLimit() throws IOException {
        brokenOff();
        MadeUpFigures made = made(MadeUpFigures.notRecovered(30_000));
        assertThat(of(made, "rto.full", 29_999).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(of(made, "rto.full", 30_000).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(of(made, "rto.full", 30_000).reason())
                .isEqualTo("not reached in the time that was watched and in which our own processes ran, and that is no"
                        + " longer than the limit");
        assertThat(recovered(made).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(recovered(made).reason())
                .isEqualTo(
                        "to-west did not recover within the 30.00s that were watched, and the evidence ends before its"
                                + " time was over");
    }

    @Test
    void aDrillThatWasBrokenOffAfterTheTimeThatARecoveryMayTakeSaysAllThatThereIsToSay() throws IOException {
        brokenOff();
        assertThat(recovered(made(MadeUpFigures.notRecovered(120_000))).verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(recovered(made(MadeUpFigures.notRecovered(119_999))).verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(made(MadeUpFigures.notRecovered(120_000))
                        .timeObjectives()
                        .of("rto.full", LONG)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void aRecoveryCouldBeSeenAsLongAsOurStallsLeftTimeForASteadyWindow() throws IOException {
        drill.stall("harness", 33_000, 20_000, 0);
        assertThat(recovered(made(MadeUpFigures.notRecovered(30_000))).verdict())
                .isEqualTo(Verdict.FAIL);
        MadeUpFigures less = made(MadeUpFigures.notRecovered(29_999));
        assertThat(recovered(less).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(recovered(less).reason())
                .isEqualTo(
                        "to-west did not recover within the 30.00s that were watched, but our own processes stood still"
                                + " for so much of them that no recovery could have been seen");
        // Ten seconds are left, less a millisecond.
        assertThat(of(less, "rto.full", 9998).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(of(less, "rto.full", 9999).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void withoutStallsATimeThatIsShorterThanAWindowIsCertainlyOver() throws IOException {
        assertThat(recovered(made(MadeUpFigures.notRecovered(5000))).verdict()).isEqualTo(Verdict.FAIL);
    }

    private MadeUpFigures withoutJournal() throws IOException {
        RunFolder folder = drill.write(temp.resolve("run-" + runs++));
        Files.move(folder.journal("us-west", 1), temp.resolve("away-" + runs));
        return new MadeUpFigures(folder, drill.scenario());
    }

    @Test
    void whereALostJournalMayBeWhyNothingOfItsTimesIsCertain() throws IOException {
        MadeUpFigures made = withoutJournal();
        made.transition(MadeUpFigures.notRecovered(30_000), null);
        String why = "a worker's journal is damaged or missing, and what it lost may be why";
        assertThat(of(made, "rto.full", 20_000).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(of(made, "rto.full", 20_000).reason())
                .isEqualTo("not reached within the time that was watched, but " + why);
        assertThat(recovered(made).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(recovered(made).reason())
                .isEqualTo("to-west did not recover within the 30.00s that were watched, but " + why);
    }

    @Test
    void protectionIsToldByTheTimelineWhateverALostJournalHeld() throws IOException {
        MadeUpFigures made = withoutJournal();
        made.transition(MadeUpFigures.recovered(70), MadeUpFigures.lost(3, 0, 0, 0, 0, 0));
        assertThat(of(made, "rto.protected", 1000).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(of(made, "rto.read", 1000).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(of(made, "rpo.time", 100).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aServiceThatIsLeftBehindIsNamed() throws IOException {
        drill.billingIn = List.of("us-east");
        MadeUpFigures made = made();
        Result.ServiceRto down = new Result.ServiceRto("billing", null, null, null, Map.of("T3", 1.0));
        made.transitions.add(new Result.Transition(
                "to-west",
                "failover",
                "us-east",
                "us-west",
                false,
                Map.of(),
                List.of(),
                MadeUpFigures.notRecovered(30_000),
                null,
                List.of(down)));
        assertThat(recovered(made).reason())
                .isEqualTo(
                        "to-west did not recover within the 30.00s that were watched: billing is deployed in us-east only,"
                                + " so to-west leaves it down: nothing in us-west can take its place");
        assertThat(of(made, "rto.write", 1000).reason())
                .isEqualTo("no service that was active in us-east writes anything");
        assertThat(of(made, "rto.write", 1000).measured()).isEqualTo("not measured");
        assertThat(of(made, "rto.read", 1000).verdict()).isEqualTo(Verdict.FAIL);
    }

    private MadeUpFigures oldest(double millis, double plusMinus) throws IOException {
        MadeUpFigures made = made();
        made.counts.put(AnomalyClass.C7, new Anomalies.Count(1, List.of()));
        made.figures.put(
                AnomalyClass.C7,
                Map.of(
                        "maxMillis",
                        millis,
                        "maxPlusMinusMillis",
                        plusMinus,
                        "certainMillis",
                        millis - plusMinus,
                        "possibleMillis",
                        millis + plusMinus));
        return made;
    }

    @Test
    void theAgeOfTheOldestCopyIsHeldAgainstTheLimitWithItsErrorBar() throws IOException {
        assertThat(of(oldest(2100, 50), "anomalies.C7", 2000))
                .isEqualTo(new ObjectiveResult(
                        "anomalies.C7",
                        "2s",
                        "2.10s",
                        "0.05s",
                        Verdict.FAIL,
                        "2.10s is more than the limit of 2s, and the error bar does not reach down to it"));
        assertThat(of(oldest(2100, 100), "anomalies.C7", 2000).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(of(oldest(1900, 100), "anomalies.C7", 2000).verdict()).isEqualTo(Verdict.PASS);
        assertThat(of(oldest(1900, 101), "anomalies.C7", 2000).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whereNobodyReadACopyNothingSaysHowOldTheyAre() throws IOException {
        MadeUpFigures made = made();
        made.reasons.put(AnomalyClass.C7, "no group read a copy");
        assertThat(of(made, "anomalies.C7", 2000))
                .isEqualTo(FigureCheck.unmeasured("anomalies.C7", "2s", "no group read a copy"));
    }
}
