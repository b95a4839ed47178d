package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which transitions a timeline tells of, and between which times. Seconds stand for themselves. */
class TransitionReaderTest {
    private static final long LOAD_STOPPED = 100 * SECOND;

    private final List<TimelineEvent> events = new ArrayList<>();
    private final Map<String, FailoverSpec> failovers = new LinkedHashMap<>();
    private final SyntheticDrill drill = new SyntheticDrill();

    TransitionReaderTest() {
        failover("to-west", "us-east", "us-west", probe());
    }

    private static FailoverSpec.Detect probe() {
        return new FailoverSpec.Detect.Probe("us-west", Duration.ofMillis(250), 4, Duration.ofSeconds(1));
    }

    private void failover(String name, String from, String to, FailoverSpec.Detect detect) {
        failovers.put(name, new FailoverSpec(from, to, detect, new FailoverSpec.Decide.Automatic(), List.of()));
    }

    private List<TransitionFacts> read() {
        Scenario of = drill.scenario();
        Scenario scenario = new Scenario(
                of.name(),
                of.title(),
                of.pattern(),
                of.regions(),
                of.links(),
                of.topics(),
                of.replication(),
                of.services(),
                failovers,
                of.timeline(),
                of.objectives(),
                of.settings());
        return TransitionReader.read(new Timeline(events, List.of(), false), scenario, LOAD_STOPPED);
    }

    private TransitionFacts only() {
        List<TransitionFacts> found = read();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private void fault(String answers, long applied, long effect, boolean observed) {
        FaultReceipt receipt = new FaultReceipt(
                "kill-region",
                "us-east",
                "",
                "SIGKILL",
                applied * SECOND,
                (applied + 1) * SECOND,
                List.of(),
                observed,
                effect * SECOND,
                (effect + 2) * SECOND,
                "");
        events.add(new TimelineEvent.FaultApplied((applied + 3) * SECOND, receipt, answers));
    }

    private void detected(String failover, long at) {
        events.add(new TimelineEvent.Detected(at * SECOND, failover, "probe"));
    }

    private void step(String failover, int index, String key, long from, long to, String outcome) {
        events.add(new TimelineEvent.StepFinished(to * SECOND, from * SECOND, failover, index, key, outcome, ""));
    }

    @Test
    void ofWhatTheTimelineSaysNothingThereIsNoTransition() {
        detected("another", 30);
        step("another", 0, "fence", 31, 32, "done");
        fault("another", 10, 10, true);
        events.add(new TimelineEvent.Decided(33 * SECOND, "another", ""));
        assertThat(read()).isEmpty();
    }

    @Test
    void anythingOfATransitionIsEnoughForIt() {
        events.add(new TimelineEvent.Decided(33 * SECOND, "to-west", ""));
        assertThat(only().t0From()).isEqualTo(33 * SECOND);
        events.clear();
        step("to-west", 0, "fence", 31, 32, "done");
        assertThat(only().t0From()).isEqualTo(31 * SECOND);
        events.clear();
        detected("to-west", 30);
        assertThat(only().t0From()).isEqualTo(30 * SECOND);
        assertThat(only().t0To()).isEqualTo(30 * SECOND);
        assertThat(only().falseFailover()).isTrue();
        assertThat(only().kind()).isEqualTo("failover");
        events.clear();
        fault("to-west", 10, 11, true);
        assertThat(only().t0From()).isEqualTo(11 * SECOND);
        assertThat(only().falseFailover()).isFalse();
        assertThat(only().detected()).isEmpty();
    }

    @Test
    void t0IsTheIntervalInWhichTheFaultTookEffect_orOfItsCallWhenNobodySawAny() {
        detected("to-west", 30);
        fault("to-west", 20, 25, true);
        assertThat(only().t0From()).isEqualTo(25 * SECOND);
        assertThat(only().t0To()).isEqualTo(27 * SECOND);
        events.clear();
        fault("to-west", 20, 25, false);
        assertThat(only().t0From()).isEqualTo(20 * SECOND);
        assertThat(only().t0To()).isEqualTo(21 * SECOND);
    }

    @Test
    void ofSeveralFaultsTheFirstWithAnEffectIsTheOneThatIsAnswered() {
        detected("to-west", 30);
        fault("to-west", 10, 10, false);
        fault("to-west", 15, 16, true);
        fault("to-west", 12, 13, true);
        assertThat(only().t0From()).isEqualTo(13 * SECOND);
    }

    @Test
    void aFaultThatWasAppliedAfterTheRegionHadBeenDeclaredDownIsNotWhatIsAnswered() {
        detected("to-west", 30);
        fault("to-west", 30, 30, true);
        assertThat(only().falseFailover()).isFalse();
        events.clear();
        detected("to-west", 30);
        fault("to-west", 31, 31, true);
        assertThat(only().falseFailover()).isTrue();
        assertThat(only().t0From()).isEqualTo(30 * SECOND);
    }

    @Test
    void aPlannedTransitionBeginsWithTheFirstStepThatWithholdsWrites() {
        failover("to-west", "us-east", "us-west", new FailoverSpec.Detect.ByHand());
        events.add(new TimelineEvent.Decided(33 * SECOND, "to-west", ""));
        step("to-west", 0, "await-lag", 34, 35, "done");
        assertThat(only().t0From()).isEqualTo(33 * SECOND);
        step("to-west", 2, "switch-producers", 40, 41, "done");
        step("to-west", 1, "fence", 36, 37, "done");
        assertThat(only().t0From()).isEqualTo(36 * SECOND);
        assertThat(only().kind()).isEqualTo("switchover");
        assertThat(only().planned()).isTrue();
        assertThat(only().falseFailover()).isFalse();
        assertThat(only().steps())
                .extracting(TimelineEvent.StepFinished::step)
                .containsExactly("await-lag", "fence", "switch-producers");
        fault("to-west", 20, 21, true);
        assertThat(only().kind()).isEqualTo("failover");
        assertThat(only().planned()).isFalse();
    }

    @Test
    void theFenceAndTheSnapshotAreThoseOfThisTransition() {
        fault("to-west", 20, 25, true);
        events.add(new TimelineEvent.FenceConfirmed(24 * SECOND, "us-east"));
        events.add(new TimelineEvent.FenceConfirmed(26 * SECOND, "us-west"));
        events.add(new TimelineEvent.SnapshotTaken(27 * SECOND, 27 * SECOND, "another", "us-west", Map.of()));
        assertThat(only().fenced()).isEmpty();
        assertThat(only().snapshot()).isEmpty();
        events.add(new TimelineEvent.FenceConfirmed(29 * SECOND, "us-east"));
        events.add(new TimelineEvent.FenceConfirmed(28 * SECOND, "us-east"));
        events.add(new TimelineEvent.SnapshotTaken(28 * SECOND, 28 * SECOND, "to-west", "us-west", Map.of()));
        assertThat(only().fenced()).hasValue(28 * SECOND);
        assertThat(only().snapshot())
                .hasValueSatisfying(taken -> assertThat(taken.at()).isEqualTo(28 * SECOND));
    }

    @Test
    void aServiceIsSwitchedWhenTheTimelineSaysSo_orElseWhenTheStepOfItsKindIsDone() {
        fault("to-west", 20, 25, true);
        assertThat(only().switched()).isEmpty();
        step("to-west", 0, "activate-consumers", 30, 31, "failed");
        step("to-west", 1, "activate-consumers", 32, 33, "done");
        step("to-west", 2, "switch-producers", 34, 35, "done");
        assertThat(only().switched()).isEqualTo(Map.of("billing", 33 * SECOND, "order-service", 35 * SECOND));
        events.add(new TimelineEvent.ServiceSwitched(40 * SECOND, "another", "billing", "us-west"));
        events.add(new TimelineEvent.ServiceSwitched(36 * SECOND, "to-west", "order-service", "us-west"));
        assertThat(only().switched()).isEqualTo(Map.of("billing", 33 * SECOND, "order-service", 36 * SECOND));
        drill.billingIn = List.of("us-east");
        assertThat(only().switched()).containsOnlyKeys("order-service");
    }

    @Test
    void transitionsStandInTheOrderOfT0AndEachEndsWhereTheNextBegins() {
        failover("back", "us-west", "us-east", new FailoverSpec.Detect.ByHand());
        failover("again", "us-east", "us-west", probe());
        step("back", 0, "fence", 50, 51, "done");
        fault("to-west", 20, 25, true);
        detected("again", 90);
        List<TransitionFacts> found = read();
        assertThat(found).extracting(TransitionFacts::name).containsExactly("to-west", "back", "again");
        assertThat(found).extracting(TransitionFacts::until).containsExactly(50 * SECOND, 90 * SECOND, LOAD_STOPPED);
        assertThat(found).extracting(TransitionFacts::kind).containsExactly("failover", "failback", "failback");
    }

    @Test
    void aSecondTransitionTheSameWayIsNoFailback() {
        failover("further", "us-west", "eu-north", probe());
        failover("again", "us-east", "us-west", probe());
        fault("to-west", 20, 25, true);
        detected("further", 40);
        detected("again", 110);
        List<TransitionFacts> found = read();
        assertThat(found).extracting(TransitionFacts::kind).containsOnly("failover");
        // Nothing is watched once the load has stopped.
        assertThat(found).extracting(TransitionFacts::until).containsExactly(40 * SECOND, LOAD_STOPPED, LOAD_STOPPED);
    }

    @Test
    void theOrderIsThatOfT0_notOfTheScenario_andOfTwoAtOnceThatOfTheNames() {
        failover("back", "us-west", "us-east", probe());
        failover("again", "us-east", "us-west", probe());
        detected("to-west", 40);
        detected("back", 20);
        detected("again", 20);
        assertThat(read()).extracting(TransitionFacts::name).containsExactly("again", "back", "to-west");
    }

    @Test
    void aFenceThatIsConfirmedAtT0IsThisTransitions() {
        fault("to-west", 20, 25, true);
        events.add(new TimelineEvent.FenceConfirmed(25 * SECOND, "us-east"));
        assertThat(only().fenced()).hasValue(25 * SECOND);
    }
}
