package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.firedrill.audit.Result.Phase;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How points, phases and the window of a recovery follow from each other. {@link SyntheticDrill}'s T0 is at 30 s, its T5 4528 ms later. */
class RecoveryPhasesTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();
    private Duration atMost = Duration.ofMinutes(2);
    private int runs;

    private Result audit() throws IOException {
        Scenario of = drill.scenario();
        Scenario.Settings settings = of.settings();
        return Auditor.audit(
                drill.write(temp.resolve("run-" + runs++)),
                new Scenario(
                        of.name(),
                        of.title(),
                        of.pattern(),
                        of.regions(),
                        of.links(),
                        of.topics(),
                        of.replication(),
                        of.services(),
                        of.failovers(),
                        of.timeline(),
                        of.objectives(),
                        new Scenario.Settings(
                                settings.stability(),
                                settings.baselineAtMost(),
                                settings.recoveryWindow(),
                                settings.latencyLimit(),
                                atMost,
                                settings.drain(),
                                settings.seed())));
    }

    private Result.Transition transition() throws IOException {
        return audit().transitions().get(0);
    }

    private void without(Class<? extends TimelineEvent> kind) {
        drill.events.removeIf(kind::isInstance);
    }

    @Test
    void aRecoveryMayTakeAsLongAsTheScenarioAllows() throws IOException {
        atMost = Duration.ofMillis(4528);
        Result.Rto rto = transition().rto();
        assertThat(rto.recovered()).isTrue();
        assertThat(rto.windowMillis()).isEqualTo(4528);
    }

    @Test
    void aRecoveryThatTookLongerIsNone() throws IOException {
        atMost = Duration.ofMillis(4527);
        Result.Transition transition = transition();
        assertThat(transition.rto().recovered()).isFalse();
        assertThat(transition.rto().serviceMillis()).isNull();
        assertThat(transition.rto().fullMillis()).isNull();
        assertThat(transition.rto().writeMillis()).isEqualTo(4525);
        assertThat(transition.rto().readMillis()).isNull();
        assertThat(transition.services())
                .extracting(Result.ServiceRto::readMillis)
                .containsOnlyNulls();
        assertThat(transition.points()).doesNotContainKeys("T5", "T6").containsEntry("T4r", 14_528.0);
        assertThat(transition.services())
                .extracting(Result.ServiceRto::service, Result.ServiceRto::serviceMillis)
                .containsExactly(tuple("order-service", 4525.0), tuple("billing", null));
        // The service that did not recover is told of: with its reconnection, and without a time at which it was
        // steady.
        assertThat(transition.phases())
                .extracting(Phase::name)
                .endsWith("switch-producers", "reconnection")
                .doesNotContain("stabilisation");
    }

    @Test
    void theErrorBarOfWhatDidNotRecoverBearsTheStallsOfAllThatWasWatched() throws IOException {
        atMost = Duration.ofMillis(4527);
        drill.stall("harness", 34_527, 60, 0);
        assertThat(transition().rto().plusMinusMillis()).isEqualTo(150);
        drill.stall("harness", 35_000, 60, 0);
        assertThat(transition().rto().plusMinusMillis()).isEqualTo(150);
    }

    @Test
    void aWindowEndsWithTheLoad() throws IOException {
        assertThat(transition().rto().windowMillis()).isEqualTo(30_000);
    }

    @Test
    void phasesLieEndToEndFromT0() throws IOException {
        List<Phase> phases = transition().phases();
        double end = 10_000;
        for (Phase phase : phases) {
            assertThat(phase.startMillis()).isCloseTo(end, within(0.001));
            end += phase.millis();
        }
        assertThat(end).isCloseTo(14_528, within(0.001));
        assertThat(phases)
                .extracting(Phase::outcome)
                .containsExactly("done", "done", "unreachable", "done", "done", "done", "done");
        assertThat(phases.get(6).note()).isEqualTo("until the start of the first steady window of billing");
        assertThat(phases.get(5).note()).isEqualTo("until every partition took and delivered a record again");
    }

    @Test
    void whatNobodyDetectedOrDecidedIsNoPhase() throws IOException {
        without(TimelineEvent.Detected.class);
        without(TimelineEvent.Decided.class);
        Result.Transition transition = transition();
        assertThat(transition.phases())
                .extracting(Phase::name, Phase::millis)
                .startsWith(tuple("fence", 3100.0), tuple("activate-consumers", 700.0));
        assertThat(transition.points()).doesNotContainKeys("T1", "T2");
        assertThat(transition.services().get(0).points())
                .containsEntry("T1", 10_000.0)
                .containsEntry("T2", 10_000.0);
    }

    @Test
    void aPointIsNeverBeforeTheOneBeforeIt() throws IOException {
        drill.replace(TimelineEvent.Detected.class, new TimelineEvent.Detected(31_500 * MILLI, "to-west", "probe"));
        Result.Transition transition = transition();
        assertThat(transition.points()).containsEntry("T1", 11_500.0).containsEntry("T2", 11_100.0);
        assertThat(transition.services().get(0).points())
                .containsEntry("T1", 11_500.0)
                .containsEntry("T2", 11_500.0);
        assertThat(transition.phases())
                .extracting(Phase::name, Phase::millis)
                .startsWith(tuple("detection", 1500.0), tuple("decision", 0.0), tuple("fence", 1600.0));
    }

    @Test
    void aStepThatEndedAfterTheServiceWasSteadyGoesNoFurtherThanThat() throws IOException {
        drill.events.add(new TimelineEvent.StepFinished(
                50 * SECOND, 34_400 * MILLI, "to-west", 3, "start-replication", "done", "slow"));
        List<Phase> phases = transition().phases();
        assertThat(phases)
                .extracting(Phase::name, Phase::millis)
                .endsWith(tuple("start-replication", 128.0), tuple("reconnection", 0.0), tuple("stabilisation", 0.0));
        assertThat(phases.get(5).note()).isEqualTo("slow");
    }

    @Test
    void aTransitionFromARegionInWhichNobodyWasActiveMovesNobody() throws IOException {
        drill.events.add(new TimelineEvent.ServiceSwitched(25 * SECOND, "before", "order-service", "us-west"));
        drill.events.add(new TimelineEvent.ServiceSwitched(25 * SECOND, "before", "billing", "us-west"));
        Result.Transition transition = transition();
        assertThat(transition.services()).isEmpty();
        assertThat(transition.phases()).isEmpty();
        assertThat(transition.points()).containsOnlyKeys("T0lo", "T0", "T0hi", "T1", "T2");
        assertThat(transition.rto().recovered()).isFalse();
        assertThat(transition.rto().serviceMillis()).isNull();
        assertThat(transition.rto().writeMillis()).isNull();
    }

    @Test
    void aServiceOfWhichTheScenarioSaysNothingIsPartOfTheTransition() throws IOException {
        drill.groupOf("reporting");
        assertThat(transition().services())
                .extracting(Result.ServiceRto::service)
                .containsExactly("order-service", "reporting");
    }

    @Test
    void unservedIsWhatWasIntendedFromT0OnAndNobodyAcknowledged() throws IOException {
        assertThat(transition().rto().unserved()).isEqualTo(SyntheticDrill.FIRST_WEST - SyntheticDrill.LAST_EAST - 1);
    }

    @Test
    void aPlannedTransitionThatDidNotRecoverHasNoFigure() throws IOException {
        drill.noFault();
        drill.detect = new FailoverSpec.Detect.ByHand();
        drill.records.removeIf(record -> record.region == SyntheticDrill.WEST);
        Result.Rto rto = transition().rto();
        assertThat(rto.recovered()).isFalse();
        assertThat(rto.serviceMillis()).isNull();
        assertThat(rto.longestAckGapMillis()).hasSize(4);
    }
}
