package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.firedrill.audit.Result.Phase;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.Objective;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures computed by hand from {@link SyntheticDrill}'s description. */
class RecoveryTimeTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();

    private Result audit() throws IOException {
        return drill.audit(temp.resolve("run"));
    }

    @Test
    void aDrillInWhichNothingGoesWrongPasses() throws IOException {
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(30))));
        drill.objectives.add(new Objective("rpo.records", new Objective.Limit.Count(0)));
        Result result = audit();
        assertThat(result.troubles()).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
        assertThat(result.objectives())
                .extracting(Result.ObjectiveResult::measured)
                .containsExactly("4.53s", "0");
    }

    @Test
    void theLongestGapOfTheWholeDrillNeedsNoTransition() throws IOException {
        Result result = audit();
        assertThat(result.sends()).isNotNull();
        assertThat(result.sends().longestAckGapMillis())
                .containsEntry("orders/1", 4640.0)
                .hasSize(4);
    }

    /** Of partition 1: from 29.885 s to 34.525 s. */
    @Test
    void theLongestGapIsAsWideAsTheLongestOfTheBaselineAndTheStallsInIt() throws IOException {
        drill.stall("worker-us-east-1", 29_000, 700, 0);
        drill.stall("worker-us-east-1", 31_000, 60, 0);
        drill.stall("harness", 31_040, 70, 0);
        drill.stall("worker-us-west-1", 34_600, 80, 0);
        Result result = audit();
        assertThat(result.sends().longestAckGapPlusMinusMillis())
                .containsEntry("orders/1", 160.0 + 110)
                .hasSize(4);
        assertThat(result.rto().longestAckGapPlusMinusMillis())
                .containsEntry("orders/1", 160.0 + 110)
                .hasSize(4);
    }

    @Test
    void pointsAreTheOnesOfTheSpecification() throws IOException {
        Result.Transition transition = audit().transitions().get(0);
        assertThat(transition.kind()).isEqualTo("failover");
        assertThat(transition.points())
                .containsEntry("T0lo", 10_000.0)
                .containsEntry("T0hi", 10_050.0)
                .containsEntry("T1", 11_000.0)
                .containsEntry("T2", 11_100.0)
                .containsEntry("T3", 14_400.0)
                // slots 610 to 613 go to partitions 2, 3, 0, 1; the last of them is due at 34.52 s
                .containsEntry("T4w", 14_525.0)
                .containsEntry("T4r", 14_528.0)
                // 2 bad slots of 250 are within 1 %, so the first good window starts at 34.32 s: before T4
                .containsEntry("T5", 14_528.0)
                .containsEntry("T6", 14_528.0)
                .doesNotContainKey("T7");
    }

    @Test
    void theFiguresCountFromT0() throws IOException {
        Result.Rto rto = audit().rto();
        assertThat(rto).isNotNull();
        assertThat(rto.recovered()).isTrue();
        assertThat(rto.serviceMillis()).isEqualTo(4528.0);
        assertThat(rto.writeMillis()).isEqualTo(4525.0);
        assertThat(rto.readMillis()).isEqualTo(4528.0);
        assertThat(rto.fullMillis()).isEqualTo(4528.0);
        assertThat(rto.protectedMillis()).isNull();
        assertThat(rto.plusMinusMillis()).isEqualTo(50 + 40);
        assertThat(rto.unserved()).isEqualTo(110);
        // partition 1: slot 497 (29.885 s) to slot 613 (34.525 s)
        assertThat(rto.longestAckGapMillis()).containsEntry("orders/1", 4640.0).hasSize(4);
    }

    @Test
    void aPartitionThatTheTargetDoesNotHaveIsNoOutageThereAndItsKeysCountWhereTheyGo() throws IOException {
        drill.raise(300);
        Result result = audit();
        assertThat(result.troubles()).isEmpty();
        assertThat(result.rto().recovered()).isTrue();
        assertThat(result.rto().writeMillis()).isEqualTo(4525.0);
        assertThat(result.rto().readMillis()).isEqualTo(4528.0);
        assertThat(result.rto().serviceMillis()).isEqualTo(4528.0);
        // slot 495 (29.805 s) to T0
        assertThat(result.rto().longestAckGapMillis()).containsEntry("orders/4", 195.0);
        assertThat(result.rpo().records()).isZero();
    }

    @Test
    void aPartitionOfTheTargetThatNobodyScannedIsAwaited() throws IOException {
        drill.raise(300);
        drill.scanWest = false;
        assertThat(audit().rto().recovered()).isFalse();
    }

    @Test
    void aSendThatFailedCountsToThePartitionThatItsKeyHasInThatRegion() throws IOException {
        drill.raise(0);
        SyntheticRecord failed = drill.at(615);
        failed.outcome = Sends.UNKNOWN;
        failed.copies.clear();
        failed.deliveries.clear();
        // Partition 3 of us-west has one bad send of 62: more than 1 %. The first window without it starts at slot 616.
        assertThat(audit().rto().serviceMillis()).isEqualTo(4640.0);
    }

    @Test
    void thePhasesAddUpToTheHeadline() throws IOException {
        Result.Transition transition = audit().transitions().get(0);
        assertThat(transition.phases())
                .extracting(Phase::name, Phase::millis)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("detection", 1000.0),
                        org.assertj.core.api.Assertions.tuple("decision", 100.0),
                        org.assertj.core.api.Assertions.tuple("fence", 2000.0),
                        org.assertj.core.api.Assertions.tuple("activate-consumers", 700.0),
                        org.assertj.core.api.Assertions.tuple("switch-producers", 600.0),
                        org.assertj.core.api.Assertions.tuple("reconnection", 128.0),
                        org.assertj.core.api.Assertions.tuple("stabilisation", 0.0));
        assertThat(transition.phases().stream().mapToDouble(Phase::millis).sum())
                .isCloseTo(4528, within(0.001));
    }

    @Test
    void aServiceThatIsSlowAfterTheSwitchRecoversWhenItIsFast() throws IOException {
        // 34.4 s to 38.4 s: acknowledged 1.5 s after the intended time
        for (int k = 610; k < 710; k++) {
            SyntheticRecord record = drill.at(k);
            record.endedAt = record.intended + 1500 * MILLI;
            SyntheticRecord.Delivery delivery = record.deliveries.remove(0);
            record.deliveries.add(new SyntheticRecord.Delivery(
                    delivery.region(), delivery.topic(), delivery.partition(), delivery.offset(), record.endedAt));
        }
        Result result = audit();
        // Partitions get 62 or 63 of a window's slots; one bad one is more than 1 %. Slot 709 is of partition 1, so the
        // first
        // window without a bad send starts at slot 710.
        assertThat(result.rto().serviceMillis()).isEqualTo(8400.0);
        assertThat(result.transitions().get(0).phases().get(6).millis()).isPositive();
    }

    @Test
    void aServiceThatNeverRecoversIsAFailureAndHasNoNumber() throws IOException {
        drill.records.removeIf(record -> record.region == SyntheticDrill.WEST);
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(30))));
        Result result = audit();
        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.rto().recovered()).isFalse();
        assertThat(result.rto().serviceMillis()).isNull();
        assertThat(result.rto().windowMillis()).isEqualTo(30_000);
        assertThat(result.objectives().get(0).measured()).isEqualTo("> 30.00s");
    }

    @Test
    void aDrillBrokenOffBeforeItsLimitSaysNothingOfTheRecovery() throws IOException {
        drill.records.removeIf(record -> record.region == SyntheticDrill.WEST);
        drill.events.removeIf(event -> event instanceof TimelineEvent.DrillEnded);
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(60))));
        Result result = audit();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aDrillBrokenOffAfterItsLimitHasMissedIt() throws IOException {
        drill.records.removeIf(record -> record.region == SyntheticDrill.WEST);
        drill.events.removeIf(event -> event instanceof TimelineEvent.DrillEnded);
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(20))));
        assertThat(audit().objectives().get(0).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void onePartitionWithoutAcknowledgementsKeepsTheServiceDown() throws IOException {
        drill.records.removeIf(record -> record.region == SyntheticDrill.WEST && record.partition == 2);
        Result result = audit();
        assertThat(result.rto().recovered()).isFalse();
        assertThat(result.rto().writeMillis()).isNull();
    }

    @Test
    void aFailoverThatNoFaultCalledForIsFalse() throws IOException {
        drill.noFault();
        drill.objectives.add(new Objective("false-failovers", new Objective.Limit.Count(0)));
        Result result = audit();
        assertThat(result.transitions().get(0).falseFailover()).isTrue();
        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aFailoverThatOurOwnPauseMayHaveCalledForIsNotCertainlyFalse() throws IOException {
        drill.noFault();
        drill.metered("toxiproxy-answers", "toxiproxy", "harness");
        drill.stall("toxiproxy-answers", 30_500, 900, 0);
        drill.objectives.add(new Objective("false-failovers", new Objective.Limit.Count(0)));
        Result.ObjectiveResult objective = audit().objectives().get(0);
        assertThat(objective.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(objective.measured()).isEqualTo("[0 .. 1]");
        assertThat(objective.reason()).contains("our own processes stood still");
    }

    @Test
    void aBrokerWithoutAFreeProcessorIsWhatTheDetectorLookedAt_andExcusesNoFalseFailover() throws IOException {
        drill.noFault();
        drill.stall("us-west-broker-1", 30_500, 900, 0);
        drill.objectives.add(new Objective("false-failovers", new Objective.Limit.Count(0)));
        Result result = audit();
        assertThat(result.objectives().get(0).measured()).isEqualTo("1");
        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aFailoverIsNotCertainlyFalseWhereNobodySaysWhoStoodStill() throws IOException {
        drill.noFault();
        drill.stalls.remove("worker-us-west-1");
        drill.objectives.add(new Objective("false-failovers", new Objective.Limit.Count(0)));
        assertThat(audit().objectives().get(0).measured()).isEqualTo("[0 .. 1]");
    }

    @Test
    void whatAFailoverOfOurOwnDoingBroughtAboutIsNobodysFailure() throws IOException {
        drill.records.removeIf(record -> record.region == SyntheticDrill.WEST);
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(5))));
        drill.noFault();
        drill.metered("toxiproxy-answers", "toxiproxy", "harness");
        drill.stall("toxiproxy-answers", 30_500, 900, 0);
        Result result = audit();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.objectives().get(0).reason()).contains("; but to-west: our own processes stood still for");
        assertThat(result.anomalies().values())
                .extracting(Result.Anomaly::verdict)
                .doesNotContain(Verdict.FAIL);
    }

    @Test
    void aProxyServerThatEndedOrHungFailsNobody() throws IOException {
        drill.records.removeIf(record -> record.region == SyntheticDrill.WEST);
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(5))));
        drill.events.add(new TimelineEvent.Trouble(
                31 * SECOND, TimelineEvent.Trouble.PROXY_SERVER, "it has not answered for 5100 ms"));
        assertThat(audit().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aProxyServerThatNeverAnsweredAgainIsNoOutageOfKafkas() throws IOException {
        drill.records.removeIf(record -> record.region == SyntheticDrill.WEST);
        drill.metered("toxiproxy-answers", "toxiproxy", "harness");
        for (int second = 29; second < 70; second++) {
            drill.stall("toxiproxy-answers", second * 1000L, 1000, 0);
        }
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(5))));
        Result result = audit();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.objectives())
                .extracting(Result.ObjectiveResult::verdict)
                .doesNotContain(Verdict.FAIL);
    }

    @Test
    void theHeadlineOfAPlannedTransitionIsTheLongestTimeWithoutWrites() throws IOException {
        drill.noFault();
        drill.detect = new io.firedrill.scenario.FailoverSpec.Detect.ByHand();
        Result.Transition transition = audit().transitions().get(0);
        assertThat(transition.kind()).isEqualTo("switchover");
        assertThat(transition.falseFailover()).isFalse();
        assertThat(transition.points()).containsEntry("T0", 11_100.0); // the fence began
        assertThat(transition.rto().serviceMillis()).isEqualTo(4640.0);
    }

    @Test
    void aFaultWithoutAnObservedEffectIsInconclusive() throws IOException {
        drill.replace(
                TimelineEvent.FaultApplied.class,
                new TimelineEvent.FaultApplied(
                        30_100 * MILLI,
                        new FaultReceipt(
                                "kill-region",
                                "us-east",
                                "",
                                "SIGKILL",
                                30 * SECOND,
                                30_020 * MILLI,
                                List.of(),
                                false,
                                0,
                                0,
                                "the canary kept answering"),
                        "to-west"));
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(30))));
        Result result = audit();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.objectives().get(0).reason()).contains("the canary kept answering");
    }

    private Verdict service(long limitMillis) throws IOException {
        drill.objectives.clear();
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofMillis(limitMillis))));
        return drill.audit(temp.resolve("limit-" + limitMillis))
                .objectives()
                .get(0)
                .verdict();
    }

    @Test
    void aFigureWhoseErrorBarReachesOverTheLimitIsInconclusive() throws IOException {
        // 4528 ms +- 90 ms
        assertThat(service(4618)).isEqualTo(Verdict.PASS);
        assertThat(service(4617)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(service(4528)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(service(4438)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(service(4437)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void stallsOfSeveralProcessesAtOnceWidenOnce() throws IOException {
        drill.stall("worker-us-west-1", 32_000, 300, 0);
        drill.stall("harness", 32_100, 300, 250);
        drill.stall("us-west-broker-1", 32_050, 100, 0);
        drill.stall("harness", 33_000, 60, 0);
        Result result = audit();
        assertThat(result.rto().plusMinusMillis()).isEqualTo(90 + 400 + 60);
        assertThat(result.warnings()).anySatisfy(text -> assertThat(text)
                .startsWith("to-west: processes stood still")
                .contains("460 ms in all")
                .endsWith("harness 360 ms, us-west worker 1 300 ms, us-west broker 1 100 ms"));
    }

    @Test
    void aStallThatBeganBeforeT0CountsWhole_andOneThatDoesNotReachItNot() throws IOException {
        drill.stall("harness", 29_000, 900, 0);
        drill.stall("harness", 29_920, 100, 0);
        drill.stall("harness", 34_600, 5000, 0);
        assertThat(audit().rto().plusMinusMillis()).isEqualTo(90 + 100);
    }

    @Test
    void aGarbageCollectionOfABrokerIsKafkasOwn_andItsStarvationIsNot() throws IOException {
        drill.stall("us-west-broker-1", 32_000, 700, 600);
        Result result = audit();
        assertThat(result.rto().plusMinusMillis()).isEqualTo(90 + 100);
        assertThat(result.warnings()).anySatisfy(text -> assertThat(text)
                .contains("garbage collections of Kafka's own processes")
                .endsWith("us-west broker 1 600 ms"));
    }

    @Test
    void aStallThatAFaultOrderedIsTheFault() throws IOException {
        drill.events.add(paused(31 * SECOND));
        drill.events.add(new TimelineEvent.FaultLifted(
                32 * SECOND, 32 * SECOND, "pause-broker", "us-west", true, "it answers again"));
        drill.stall("us-west-broker-1", 31_001, 990, 0);
        drill.stall("us-west-broker-1", 33_000, 70, 0);
        assertThat(audit().rto().plusMinusMillis()).isEqualTo(90 + 70);
    }

    @Test
    void aStallAfterTheFaultWasTakenBackIsNotItsDoing_thoughThatIsProvedLater() throws IOException {
        drill.events.add(paused(31 * SECOND));
        drill.events.add(
                new TimelineEvent.FaultLifted(34 * SECOND, 32 * SECOND, "pause-broker", "us-west", true, "in sync"));
        drill.stall("us-west-broker-1", 31_001, 990, 0);
        drill.stall("us-west-broker-1", 33_000, 70, 0);
        assertThat(audit().rto().plusMinusMillis()).isEqualTo(90 + 70);
    }

    @Test
    void aPauseOfABrokerThatWasChosenByItsRoleIsTheFaultToo() throws IOException {
        drill.events.add(struck("pause-broker", 31 * SECOND, "us-west broker 1, the leader of orders/0"));
        drill.events.add(new TimelineEvent.FaultLifted(
                32 * SECOND, 32 * SECOND, "pause-broker", "us-west", true, "it answers again"));
        drill.stall("us-west-broker-1", 31_001, 990, 0);
        assertThat(audit().rto().plusMinusMillis()).isEqualTo(90);
    }

    @Test
    void aBrokerWhoseNumberOnlyBeginsLikeThatOfThePausedOneWasNotPaused() throws IOException {
        drill.events.add(struck("pause-broker", 31 * SECOND, "us-west broker 10, the leader of orders/0"));
        drill.stall("us-west-broker-1", 31_001, 990, 0);
        assertThat(audit().rto().plusMinusMillis()).isEqualTo(90 + 990);
    }

    @Test
    void aRestartOrdersNoStallOnceItIsDone() throws IOException {
        drill.asks("restart-broker", "us-west", false);
        drill.events.add(struck("restart-broker", 31 * SECOND, "us-west broker 1"));
        drill.stall("us-west-broker-1", 33_000, 70, 0);
        assertThat(audit().rto().plusMinusMillis()).isEqualTo(90 + 70);
    }

    private static TimelineEvent.FaultApplied paused(long at) {
        return struck("pause-broker", at, "us-west broker 1");
    }

    private static TimelineEvent.FaultApplied struck(String fault, long at, String touched) {
        return new TimelineEvent.FaultApplied(
                at + MILLI,
                new FaultReceipt(
                        fault,
                        "us-west",
                        "",
                        "SIGSTOP",
                        at,
                        at + MILLI,
                        List.of(touched),
                        true,
                        at,
                        at + MILLI,
                        "it stopped answering"),
                "");
    }

    @Test
    void eachFigureBearsTheStallsOfItsOwnInterval() throws IOException {
        readOnlyAt36();
        drill.stall("harness", 35_000, 800, 0);
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(5))));
        drill.objectives.add(new Objective("rto.full", new Objective.Limit.Time(Duration.ofMillis(6500))));
        Result result = audit();
        assertThat(result.rto().plusMinusMillis()).isEqualTo(90);
        assertThat(result.objectives())
                .extracting(Result.ObjectiveResult::plusMinus, Result.ObjectiveResult::verdict)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("0.09s", Verdict.PASS),
                        org.assertj.core.api.Assertions.tuple("0.89s", Verdict.INCONCLUSIVE));
    }

    @Test
    void aRecoveryThatOurOwnPauseHidIsNoFailure() throws IOException {
        drill.records.removeIf(record -> record.region == SyntheticDrill.WEST);
        drill.stall("worker-us-west-1", 33_000, 25_000, 0);
        assertThat(service(30_000)).isEqualTo(Verdict.INCONCLUSIVE);
        Result result = audit();
        assertThat(result.rto().recovered()).isFalse();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.objectives())
                .filteredOn(objective -> objective.name().equals("to-west.recovered"))
                .singleElement()
                .satisfies(objective -> assertThat(objective.reason()).contains("our own processes stood still"));
        // However long they stood still: what was watched beside it is more than this limit.
        assertThat(service(3000)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aServiceThatExistsOnlyInTheLostRegionIsNotRecovered_andTheReportSaysWhy() throws IOException {
        drill.billingIn = List.of("us-east");
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(30))));
        Result result = audit();
        assertThat(result.rto().recovered()).isFalse();
        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        String why = "billing is deployed in us-east only";
        assertThat(result.warnings()).anySatisfy(text -> assertThat(text).contains(why));
        assertThat(result.objectives())
                .filteredOn(objective -> objective.name().equals("to-west.recovered"))
                .singleElement()
                .satisfies(objective -> assertThat(objective.reason()).contains(why));
        // The others' figures stand beside it.
        assertThat(result.rto().writeMillis()).isEqualTo(4525.0);
    }

    @Test
    void aServiceThatNoStepSwitchedIsNotRecovered_andTheReportSaysWhy() throws IOException {
        drill.events.removeIf(event ->
                event instanceof TimelineEvent.StepFinished step && step.step().equals("activate-consumers"));
        Result result = audit();
        assertThat(result.rto().recovered()).isFalse();
        assertThat(result.warnings()).contains("no step of to-west switched billing to us-west");
    }

    @Test
    void protectionIsNotMeasured_andTheReasonSaysWhatIsMissing() throws IOException {
        drill.bothWays = false;
        drill.objectives.add(new Objective("rto.protected", new Objective.Limit.Time(Duration.ofSeconds(90))));
        Result.ObjectiveResult protection = audit().objectives().get(0);
        assertThat(protection.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(protection.reason()).startsWith("the scenario has no replication us-west->us-east");
    }

    private void lag(String from, String to, long startedMillis, long millis) {
        drill.events.add(new TimelineEvent.ReplicationLag(
                (startedMillis + millis) * SyntheticDrill.MILLI, startedMillis * SyntheticDrill.MILLI, from, to));
    }

    /** The way back is started at 51 s and keeps up as usual from 53 s on; usual is at most 400 ms. */
    private void wayBack() {
        lag("us-east", "us-west", 18_000, 250);
        lag("us-east", "us-west", 19_000, 400);
        drill.events.add(
                new TimelineEvent.ReplicationStarted(51 * SyntheticDrill.SECOND, "us-west", "us-east", "to-west"));
        lag("us-west", "us-east", 51_500, 1000);
        lag("us-west", "us-east", 53_000, 390);
        lag("us-west", "us-east", 54_000, 100);
    }

    @Test
    void protectedAgainIsWhenTheNewDirectionLagsNoMoreThanTheOldOneDid() throws IOException {
        wayBack();
        drill.objectives.add(new Objective("rto.protected", new Objective.Limit.Time(Duration.ofSeconds(30))));
        Result result = audit();

        assertThat(result.rto().protectedMillis()).isEqualTo(23_390.0);
        assertThat(result.transitions().get(0).points()).containsEntry("T7", 33_390.0);
        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void aWayBackThatNeverKeepsUpDoesNotProtect() throws IOException {
        wayBack();
        drill.events.removeIf(event -> event instanceof TimelineEvent.ReplicationLag lag
                && lag.from().equals("us-west")
                && lag.at() - lag.startedAt() < 400 * SyntheticDrill.MILLI);
        // The load ends 30 s after T0: of a later moment nothing is known.
        for (int limit : new int[] {20, 29, 30, 90}) {
            drill.objectives.add(new Objective("rto.protected", new Objective.Limit.Time(Duration.ofSeconds(limit))));
        }
        Result result = audit();

        assertThat(result.rto().protectedMillis()).isNull();
        assertThat(result.objectives())
                .extracting(Result.ObjectiveResult::verdict)
                .containsExactly(Verdict.FAIL, Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE);
        assertThat(result.objectives())
                .extracting(Result.ObjectiveResult::measured)
                .containsOnly("> 30.00s");
    }

    @Test
    void withoutABaselineOfLagNothingIsSaidOfProtection() throws IOException {
        wayBack();
        drill.events.removeIf(event ->
                event instanceof TimelineEvent.ReplicationLag lag && lag.from().equals("us-east"));
        drill.objectives.add(new Objective("rto.protected", new Objective.Limit.Time(Duration.ofSeconds(90))));
        Result.ObjectiveResult protection = audit().objectives().get(0);

        assertThat(protection.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(protection.reason()).contains("how far replication lags");
    }

    @Test
    void gapsOfTheWarmUpHideNoOutageOfReads() throws IOException {
        // Nothing was read from 10.2 s until 15 s, when the baseline begins: longer than the outage.
        for (int k = 5; k < 125; k++) {
            drill.at(k).deliveries.clear();
        }
        assertThat(audit().rto().readMillis()).isEqualTo(4528.0);
    }

    /** us-east goes on until its keys are taken away: no partition fails before. */
    private void eastGoesOn() {
        for (int k = 500; k < 595; k++) {
            drill.records.add(drill.good(SyntheticDrill.EAST, SyntheticDrill.slot(k), k));
        }
    }

    @Test
    void partitionsThatNeverFailedHaveNoOutage() throws IOException {
        eastGoesOn();
        assertThat(audit().rto().writeMillis()).isZero();
    }

    @Test
    void aSendThatWasLeftOutAfterT0IsAnOutageOfWhateverPartitionItWasFor() throws IOException {
        eastGoesOn();
        drill.records.remove(drill.at(402)); // sends to partition 2 are up to 320 ms apart
        drill.records.remove(drill.at(502)); // 30.08 s, partition 2; its next is slot 506, 190 ms after T0
        assertThat(audit().rto().writeMillis()).isEqualTo(245.0);
    }

    @Test
    void aSendOfWhichNobodyKnowsThePartitionIsAnOutageOfWhateverPartitionItWasFor() throws IOException {
        eastGoesOn();
        drill.records.remove(drill.at(402));
        SyntheticRecord known = drill.at(502);
        drill.records.remove(known);
        // Of a key that was never acknowledged.
        SyntheticRecord lost = new SyntheticRecord(known.region, known.sequence, 1000, 2, known.intended);
        lost.invoked = known.invoked;
        lost.outcome = Sends.SILENT;
        drill.records.add(lost);
        assertThat(audit().rto().writeMillis()).isEqualTo(245.0);
    }

    @Test
    void aSendOfWhichNobodyKnowsThePartitionAndThatT0CutOffIsAnOutageOfEach() throws IOException {
        eastGoesOn();
        SyntheticRecord known = drill.at(499);
        drill.records.remove(known);
        SyntheticRecord lost = new SyntheticRecord(known.region, known.sequence, 1000, 3, known.intended);
        lost.invoked = known.invoked;
        lost.outcome = Sends.UNKNOWN;
        lost.endedAt = 31 * SECOND;
        drill.records.add(lost);
        assertThat(audit().rto().writeMillis()).isPositive();
    }

    @Test
    void whereNobodyWhoWasMovedReadsThereIsNoTimeToRead() throws IOException {
        drill.billingIn = List.of("us-west", "us-east");
        drill.objectives.add(new Objective("rto.read", new Objective.Limit.Time(Duration.ofSeconds(5))));
        Result.ObjectiveResult read = audit().objectives().get(0);
        assertThat(read.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(read.measured()).isEqualTo("not measured");
        assertThat(read.reason()).isEqualTo("no service that was active in us-east reads anything");
    }

    @Test
    void aSendThatT0CutOffIsAnOutageOfItsPartition() throws IOException {
        eastGoesOn();
        SyntheticRecord cut = drill.at(499); // 29.96 s, partition 3; its next is slot 503, 70 ms after T0
        cut.outcome = Sends.UNKNOWN;
        cut.endedAt = 31 * SECOND;
        assertThat(audit().rto().writeMillis()).isEqualTo(125.0);
    }

    @Test
    void aStallWidensTheBarAndOneLongerThanTheMarginIsInconclusive() throws IOException {
        drill.stall("worker-us-west-1", 32_000, 700, 0);
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(5))));
        drill.objectives.add(new Objective("rto.write", new Objective.Limit.Time(Duration.ofSeconds(30))));
        Result result = audit();
        assertThat(result.rto().plusMinusMillis()).isEqualTo(50 + 40 + 700);
        assertThat(result.objectives())
                .extracting(Result.ObjectiveResult::verdict)
                .containsExactly(Verdict.INCONCLUSIVE, Verdict.PASS);
    }

    /** The last 20 orders of us-east were copied in time, and are read in us-west only at 36 s. */
    private void readOnlyAt36() {
        Arrays.fill(drill.mirrorStarts, 120);
        for (int k = 480; k < 500; k++) {
            SyntheticRecord record = drill.at(k);
            record.deliveries.clear();
            SyntheticRecord.Copy copy = record.copies.get(1);
            record.deliveries.add(new SyntheticRecord.Delivery(
                    copy.region(), copy.topic(), copy.partition(), copy.offset(), 36 * SECOND));
        }
    }

    @Test
    void consumersThatStayBehindAreCaughtUpLater() throws IOException {
        readOnlyAt36();
        Result result = audit();
        assertThat(result.rto().serviceMillis()).isEqualTo(4528.0);
        assertThat(result.rto().fullMillis()).isEqualTo(6000.0);
    }

    @Test
    void whatIsLaterThanTheTimeThatWasWatchedHasNoNumber() {
        ServiceRecovery late = new ServiceRecovery("billing", 14L, 15L, 16L, true, true);
        assertThat(late.within(10, 6)).isEqualTo(late);
        assertThat(late.within(10, 5)).isEqualTo(new ServiceRecovery("billing", 14L, 15L, null, true, true));
        assertThat(late.within(10, 4)).isEqualTo(new ServiceRecovery("billing", 14L, null, null, true, true));
        assertThat(late.within(10, 3)).isEqualTo(new ServiceRecovery("billing", null, null, null, true, true));
    }

    @Test
    void whatComesOnlyOnceTheWayBackHasBegunIsNotTheFailoversRecovery() throws IOException {
        drill.wayBack();
        long since = 55 * SECOND;
        drill.records.removeIf(
                record -> record.region == SyntheticDrill.WEST && record.partition == 2 && record.intended < since);
        Result.Transition failover = audit().transitions().get(0);
        assertThat(failover.points()).doesNotContainKeys("T4w", "T5");
        assertThat(failover.rto().writeMillis()).isNull();
        assertThat(failover.rto().windowMillis()).isEqualTo(25_000);
    }

    @Test
    void whatComesBeforeTheWayBackBeginsIs() throws IOException {
        drill.wayBack();
        long last = SyntheticDrill.slot(1122);
        assertThat(drill.at(1122).partition).isEqualTo(2);
        drill.records.removeIf(
                record -> record.region == SyntheticDrill.WEST && record.partition == 2 && record.intended < last);
        // Due at 54.88 s and acknowledged 5 ms later.
        assertThat(audit().transitions().get(0).rto().writeMillis()).isEqualTo(24_885.0);
    }

    @Test
    void consumersThatStayBehindUntilTheEndNeverCatchUp() throws IOException {
        readOnlyAt36();
        for (int k = 480; k < 500; k++) {
            drill.at(k).notDelivered();
        }
        drill.objectives.add(new Objective("rto.full", new Objective.Limit.Time(Duration.ofSeconds(5))));
        Result result = audit();
        assertThat(result.rto().serviceMillis()).isEqualTo(4528.0);
        assertThat(result.rto().fullMillis()).isNull();
        assertThat(result.objectives().get(0).measured()).startsWith("> ");
    }

    @Test
    void whatTheRegionThatIsReadNowDoesNotHoldKeepsNobodyBehind() throws IOException {
        readOnlyAt36();
        for (int k = 480; k < 500; k++) {
            drill.at(k).notDelivered();
            drill.at(k).notMirrored();
        }
        assertThat(audit().rto().fullMillis()).isEqualTo(4528.0);
    }

    @Test
    void eachServiceHasItsOwnPoints() throws IOException {
        List<Result.ServiceRto> services = audit().transitions().get(0).services();
        assertThat(services)
                .extracting(Result.ServiceRto::service, Result.ServiceRto::points)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(
                                "order-service",
                                Map.of(
                                        "T0", 10_000.0, "T1", 11_000.0, "T2", 11_100.0, "T3", 14_400.0, "T4", 14_525.0,
                                        "T5", 14_525.0)),
                        org.assertj.core.api.Assertions.tuple(
                                "billing",
                                Map.of(
                                        "T0", 10_000.0, "T1", 11_000.0, "T2", 11_100.0, "T3", 13_800.0, "T4", 14_528.0,
                                        "T5", 14_528.0)));
        assertThat(services)
                .extracting(
                        Result.ServiceRto::serviceMillis, Result.ServiceRto::writeMillis, Result.ServiceRto::readMillis)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(4525.0, 4525.0, null),
                        org.assertj.core.api.Assertions.tuple(4528.0, null, 4528.0));
    }

    @Test
    void withoutATransitionLatencyIsTheBaselinesToTheEnd() throws IOException {
        drill.events.removeIf(event -> event instanceof TimelineEvent.Detected
                || event instanceof TimelineEvent.Decided
                || event instanceof TimelineEvent.StepFinished
                || event instanceof TimelineEvent.FaultApplied);
        Result result = audit();
        assertThat(result.transitions()).isEmpty();
        // From slot 125 on, which is due when the window of the baseline begins.
        assertThat(result.latency().get("acknowledged-baseline").count()).isEqualTo(1250 - 110 - 125);
        assertThat(result.latency()).doesNotContainKey("acknowledged-outage");
    }

    @Test
    void latencyCountsFromTheIntendedTime() throws IOException {
        Result result = audit();
        assertThat(result.latency().get("acknowledged-baseline").p99()).isCloseTo(5, within(0.01));
        assertThat(result.latency().get("delivered-after").p50()).isCloseTo(8, within(0.01));
        assertThat(result.latency().get("acknowledged-baseline").count()).isEqualTo(375);
    }
}
