package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A clock of the timeline that goes backwards. */
class TimelineOrderTest {
    private static final String BACK =
            "the clock of the timeline went backwards, and nothing can be judged by its times: ";

    private static List<String> broken(TimelineEvent... events) {
        return TimelineOrder.broken(new Timeline(List.of(events), List.of(), false));
    }

    private static TimelineEvent.RunStarted started(long at) {
        return new TimelineEvent.RunStarted(
                at,
                "run",
                "s",
                "S",
                "active-passive",
                "processes",
                1,
                "clock",
                1,
                "0.1.0",
                Map.of(),
                "tester",
                Map.of(),
                new Catalogue(List.of(), List.of(), List.of(), List.of()));
    }

    private static TimelineEvent.BaselineSteady steady(long at) {
        return new TimelineEvent.BaselineSteady(at, at - 5, 1, 1);
    }

    private static TimelineEvent.StepFinished step(long startedAt, long at) {
        return new TimelineEvent.StepFinished(at, startedAt, "to-west", 0, "switch-producers", "done", "");
    }

    private static TimelineEvent.FaultApplied applied(long from, long to, long at) {
        return applied(from, to, true, from, at);
    }

    private static TimelineEvent.FaultApplied applied(long from, long to, boolean observed, long effectTo, long at) {
        return new TimelineEvent.FaultApplied(
                at,
                new FaultReceipt(
                        "kill-region", "us-east", "", "kill", from, to, List.of(), observed, from, effectTo, ""),
                "to-west");
    }

    @Test
    void aDrillGoesOn() {
        assertThat(broken(
                        started(1),
                        new TimelineEvent.LoadStarted(20),
                        steady(20),
                        applied(30, 30, 30),
                        new TimelineEvent.Detected(31, "to-west", "probe"),
                        new TimelineEvent.Decided(31, "to-west", "automatically"),
                        new TimelineEvent.SnapshotTaken(33, 32, "to-west", "us-west", Map.of()),
                        step(31, 34),
                        step(34, 34),
                        new TimelineEvent.Recovered(40, "to-west"),
                        new TimelineEvent.LoadStopped(50),
                        new TimelineEvent.DrainFinished(50, true, Map.of()),
                        new TimelineEvent.ScanFinished(51, "us-east", true, ""),
                        new TimelineEvent.DrillEnded(51, "completed")))
                .isEmpty();
    }

    @Test
    void nothingIsEarlierThanTheFirstLine() {
        assertThat(broken(started(10), new TimelineEvent.Note(12, "n"), new TimelineEvent.Note(7, "n")))
                .containsExactly(BACK + "a line of note is 3 ns earlier than the first line");
    }

    @Test
    void linesOfSeveralThreadsHaveNoOrder() {
        assertThat(broken(
                        started(1),
                        new TimelineEvent.Warning(12, "w"),
                        new TimelineEvent.Note(7, "n"),
                        new TimelineEvent.Detected(9, "to-west", "probe"),
                        new TimelineEvent.Detected(8, "to-east", "probe")))
                .isEmpty();
    }

    @Test
    void aDrillThatEndsBeforeItsLoadWasDueToBeginIsInOrder() {
        assertThat(broken(
                        started(1),
                        new TimelineEvent.LoadStarted(500),
                        new TimelineEvent.DrillEnded(20, "interrupted")))
                .isEmpty();
    }

    @Test
    void eachStageOfADrillFollowsTheOneBefore() {
        assertThat(broken(started(1), new TimelineEvent.LoadStarted(25), steady(20)))
                .containsExactly(BACK + "baseline-steady is 5 ns earlier than load-started");
        assertThat(broken(started(1), steady(20), new TimelineEvent.LoadStopped(19)))
                .containsExactly(BACK + "load-stopped is 1 ns earlier than baseline-steady");
        assertThat(broken(
                        started(1),
                        steady(20),
                        new TimelineEvent.DrainFinished(30, true, Map.of()),
                        new TimelineEvent.ScanFinished(29, "us-east", true, ""),
                        new TimelineEvent.DrillEnded(28, "completed")))
                .containsExactly(
                        BACK + "scan-finished is 1 ns earlier than drain-finished",
                        BACK + "drill-ended is 1 ns earlier than scan-finished");
    }

    @Test
    void aTransitionDoesOneThingAfterTheOther() {
        assertThat(broken(
                        new TimelineEvent.Detected(30, "to-west", "probe"),
                        new TimelineEvent.Decided(29, "to-west", "automatically")))
                .containsExactly(BACK + "decided is 1 ns earlier than to-west, detected");
        assertThat(broken(step(31, 34), step(33, 32)))
                .containsExactly(
                        BACK + "step-finished is 2 ns earlier than to-west, step-finished",
                        BACK + "its end is 1 ns earlier than to-west, the beginning of step-finished");
        assertThat(broken(new TimelineEvent.SnapshotTaken(33, 34, "to-west", "us-west", Map.of())))
                .containsExactly(BACK + "its end is 1 ns earlier than to-west, the beginning of snapshot-taken");
        assertThat(broken(step(31, 34), new TimelineEvent.Recovered(33, "to-west")))
                .containsExactly(BACK + "recovered is 1 ns earlier than to-west, step-finished");
    }

    @Test
    void aReceiptSaysOneThingAfterTheOther() {
        assertThat(broken(applied(30, 29, 31)))
                .containsExactly(
                        BACK + "the call's end is 1 ns earlier than kill-region us-east, the beginning of its call");
        assertThat(broken(applied(30, 31, 30)))
                .containsExactly(
                        BACK + "its fault-applied is 1 ns earlier than kill-region us-east, the end of its call");
    }

    @Test
    void whatTakesAWhileToBeSeenBeginsInTheDrillAndBeforeItIsTold() {
        assertThat(broken(
                        started(10),
                        new TimelineEvent.BaselineSteady(20, 10, 1, 1),
                        new TimelineEvent.ReplicationLag(15, 10, "us-east", "us-west"),
                        new TimelineEvent.ReplicationLag(16, 16, "us-east", "us-west")))
                .isEmpty();
        assertThat(broken(
                        started(10),
                        new TimelineEvent.BaselineSteady(20, 9, 1, 1),
                        new TimelineEvent.ReplicationLag(15, 7, "us-east", "us-west"),
                        new TimelineEvent.ReplicationLag(16, 17, "us-west", "us-east")))
                .containsExactly(
                        BACK + "the beginning of the window of baseline-steady is 1 ns earlier than the first line",
                        BACK + "the beginning of replication-lag from us-east to us-west is 3 ns earlier than the first"
                                + " line",
                        BACK + "its end is 1 ns earlier than the beginning of replication-lag from us-west to us-east");
    }

    @Test
    void anEffectWasObservedBeforeItIsTold() {
        assertThat(broken(applied(30, 31, true, 40, 40))).isEmpty();
        assertThat(broken(applied(30, 31, true, 41, 40)))
                .containsExactly(
                        BACK + "its fault-applied is 1 ns earlier than kill-region us-east, the end of its effect");
        assertThat(broken(applied(30, 31, false, 41, 40))).isEmpty();
    }
}
