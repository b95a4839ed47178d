package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.ReplicationLag;
import io.firedrill.evidence.TimelineEvent.ReplicationStarted;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ServiceSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * T7 of a transition from us-east to us-west whose T0 is at 30 s, where the old direction lagged 4 s at most before the timeline began at
 * 20 s, and the way back was started at 50 s; and why services were left behind. Seconds stand for themselves.
 */
class ProtectionTest {
    private final ToldFacts told = new ToldFacts();
    private final TransitionFacts transition = ToldFacts.toWest(100 * SECOND);

    @BeforeEach
    void baseline() {
        told.events.add(new TimelineEvent.LoadStarted(10 * SECOND));
        told.events.add(new TimelineEvent.BaselineSteady(20 * SECOND, 15 * SECOND, 0, 0));
        told.events.add(new TimelineEvent.LoadStopped(100 * SECOND));
    }

    private void lag(String from, String to, long asked, long complete) {
        told.events.add(new ReplicationLag(complete * SECOND, asked * SECOND, from, to));
    }

    private void usual() {
        lag("us-east", "us-west", 16, 20);
        lag("us-east", "us-west", 12, 13);
    }

    private void started(long at) {
        told.events.add(new ReplicationStarted(at * SECOND, "us-west", "us-east", "to-west"));
    }

    private Story story() {
        return told.story(new SyntheticDrill().scenario());
    }

    private @Nullable Long t7() {
        Long at = Protection.after(story(), transition);
        return at == null ? null : Long.valueOf(at / SECOND);
    }

    @Test
    void protectedIsTheFirstCopyOfTheNewDirectionThatTookNoLongerThanUsual() {
        usual();
        started(50);
        lag("us-west", "us-east", 51, 56);
        lag("us-west", "us-east", 60, 64);
        lag("us-west", "us-east", 57, 61);
        assertThat(t7()).isEqualTo(61);
    }

    @Test
    void aCopyThatWasAskedForBeforeTheWayBackWasStartedIsNone_norOneThatWasCompleteOnceTheLoadHadStopped() {
        usual();
        started(50);
        lag("us-west", "us-east", 49, 51);
        lag("us-west", "us-east", 98, 100);
        assertThat(t7()).isNull();
        lag("us-west", "us-east", 50, 54);
        assertThat(t7()).isEqualTo(54);
    }

    @Test
    void whatWasCompleteOnceTheNextTransitionHadBegunProtectsNobodyAfterThisOne() {
        usual();
        started(50);
        lag("us-west", "us-east", 86, 90);
        assertThat(Protection.after(story(), ToldFacts.toWest(90 * SECOND))).isNull();
        assertThat(Protection.after(story(), ToldFacts.toWest(90 * SECOND + 1))).isEqualTo(90 * SECOND);
    }

    @Test
    void copiesOfOtherWaysProtectNobody() {
        usual();
        started(50);
        lag("us-east", "us-west", 51, 52);
        lag("us-west", "eu-north", 51, 52);
        lag("eu-north", "us-east", 51, 52);
        assertThat(t7()).isNull();
    }

    @Test
    void theWayBackMustHaveBeenStartedByThisTransition() {
        usual();
        lag("us-west", "us-east", 51, 52);
        started(29);
        told.events.add(new ReplicationStarted(40 * SECOND, "us-west", "eu-north", "to-west"));
        told.events.add(new ReplicationStarted(40 * SECOND, "eu-north", "us-east", "to-west"));
        assertThat(t7()).isNull();
        started(30);
        assertThat(t7()).isEqualTo(52);
    }

    @Test
    void ofAWayBackThatWasStartedTwiceTheFirstStartCounts() {
        usual();
        started(70);
        started(50);
        lag("us-west", "us-east", 51, 52);
        assertThat(t7()).isEqualTo(52);
    }

    @Test
    void usualIsWhatTheOldDirectionTookBeforeTheTimelineBegan() {
        started(50);
        lag("us-west", "us-east", 51, 52);
        lag("us-east", "us-west", 16, 21);
        lag("us-east", "eu-north", 16, 18);
        lag("eu-north", "us-west", 16, 18);
        assertThat(Protection.measured(story(), transition)).isFalse();
        assertThat(t7()).isNull();
        lag("us-east", "us-west", 16, 20);
        assertThat(Protection.measured(story(), transition)).isTrue();
        assertThat(t7()).isEqualTo(52);
    }

    private static Result.Transition with(Result.ServiceRto... services) {
        return new Result.Transition(
                "to-west", "failover", "us-east", "us-west", false, Map.of(), List.of(), null, null, List.of(services));
    }

    private static Result.ServiceRto service(String name, @Nullable Double millis, String... points) {
        Map<String, Double> reached = new LinkedHashMap<>();
        for (String point : points) {
            reached.put(point, 1.0);
        }
        return new Result.ServiceRto(name, millis, null, null, reached);
    }

    @Test
    void aServiceIsLeftBehindWhereNothingCanTakeItsPlaceOrNoStepSwitchedIt() {
        SyntheticDrill drill = new SyntheticDrill();
        drill.billingIn = List.of("us-east", "eu-north");
        Scenario scenario = drill.scenario();
        Map<String, ServiceSpec> services = scenario.services();
        assertThat(services.get("order-service").deployedIn()).contains("us-west");
        assertThat(LeftBehind.of(
                        scenario,
                        with(service("order-service", null), service("billing", null, "T3"), service("unknown", null))))
                .containsExactly(
                        "no step of to-west switched order-service to us-west",
                        "billing is deployed in us-east, eu-north only, so to-west leaves it down: nothing in us-west"
                                + " can take its place");
    }

    @Test
    void aServiceThatRecoveredOrWasSwitchedIsNotLeftBehindByTheRunbook() {
        SyntheticDrill drill = new SyntheticDrill();
        drill.billingIn = List.of("us-east");
        assertThat(LeftBehind.of(
                        drill.scenario(), with(service("billing", 5.0), service("order-service", null, "T0", "T3"))))
                .isEmpty();
    }
}
