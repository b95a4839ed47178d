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
import java.util.List;
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
        drill.replace(TimelineEvent.FaultApplied.class);
        drill.objectives.add(new Objective("false-failovers", new Objective.Limit.Count(0)));
        Result result = audit();
        assertThat(result.transitions().get(0).falseFailover()).isTrue();
        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void theHeadlineOfAPlannedTransitionIsTheLongestTimeWithoutWrites() throws IOException {
        drill.replace(TimelineEvent.FaultApplied.class);
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

    @Test
    void aStallWidensTheBarAndOneLongerThanTheMarginIsInconclusive() throws IOException {
        drill.stalls.add(new Stall(SyntheticDrill.WEST, 32 * SECOND, 700 * MILLI));
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(5))));
        drill.objectives.add(new Objective("rto.write", new Objective.Limit.Time(Duration.ofSeconds(30))));
        Result result = audit();
        assertThat(result.rto().plusMinusMillis()).isEqualTo(50 + 40 + 700);
        assertThat(result.objectives())
                .extracting(Result.ObjectiveResult::verdict)
                .containsExactly(Verdict.INCONCLUSIVE, Verdict.PASS);
    }

    @Test
    void consumersThatStayBehindAreCaughtUpLater() throws IOException {
        // The last 20 orders of us-east were copied in time, and are read in us-west only at 36 s.
        for (int k = 480; k < 500; k++) {
            SyntheticRecord record = drill.at(k);
            record.deliveries.clear();
            SyntheticRecord.Copy copy = record.copies.get(1);
            record.deliveries.add(new SyntheticRecord.Delivery(
                    copy.region(), copy.topic(), copy.partition(), copy.offset(), 36 * SECOND));
        }
        Result result = audit();
        assertThat(result.rto().serviceMillis()).isEqualTo(4528.0);
        assertThat(result.rto().fullMillis()).isEqualTo(6000.0);
    }

    @Test
    void latencyCountsFromTheIntendedTime() throws IOException {
        Result result = audit();
        assertThat(result.latency().get("acknowledged-baseline").p99()).isCloseTo(5, within(0.01));
        assertThat(result.latency().get("delivered-after").p50()).isCloseTo(8, within(0.01));
        assertThat(result.latency().get("acknowledged-baseline").count()).isEqualTo(375);
    }
}
