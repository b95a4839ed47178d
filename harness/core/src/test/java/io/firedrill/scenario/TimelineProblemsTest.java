package io.firedrill.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Timelines that cannot be walked, each with its problems as {@code line message}; the timeline's first step is line 1. */
class TimelineProblemsTest {

    @Test
    void wantsAnEnd() {
        assertThat(problems("- {at: 1s, kill-region: us-east}")).containsExactly("1 the timeline has no end");
    }

    @Test
    void wantsTheEndAtTheEnd() {
        assertThat(problems("- {at: 9s, end: {}}", "- {at: 1s, kill-region: us-east}"))
                .containsExactly("2 a step after end: timeline.0 has ended the drill");
        assertThat(problems("- {at: 9s, end: {}}", "- {at: 12s, end: {}}"))
                .containsExactly("2 a second end: timeline.0 has ended the drill");
    }

    @Test
    void refusesStepsThatComeAfterTheEnd() {
        assertThat(problems("- {at: 20s, kill-region: us-east}", "- {at: 10s, end: {}}"))
                .containsExactly("1 timeline.0 (kill-region) comes after the end of the drill");
        assertThat(problems(
                        "- {at: 20s, kill-region: us-east}",
                        "- {after: us-east.killed + 30s, restore-region: us-east}",
                        "- {at: 40s, end: {}}"))
                .containsExactly("2 timeline.1 (restore-region) comes after the end of the drill");
        assertThat(problems(
                        "- {at: 20s, kill-region: us-east}",
                        "- {after: to-west.recovered + 30s, restore-region: us-east}",
                        "- {after: to-west.recovered + 10s, end: {}}"))
                .containsExactly("2 timeline.1 (restore-region) comes after the end of the drill");
    }

    @Test
    void refusesATimeBeforeTheBaseline() {
        assertThat(problems("- {at: -5s, kill-region: us-east}", "- {at: 10s, end: {}}"))
                .containsExactly("1 timeline.0.at is '-5s'");
    }

    @Test
    void wantsOneMomentForEachStep() {
        assertThat(problems("- {kill-region: us-east}", "- {at: 10s, end: {}}"))
                .containsExactly("1 timeline.0 does not say when: neither at nor after");
        assertThat(problems("- {at: 1s, after: us-east.killed, kill-region: us-east}", "- {at: 10s, end: {}}"))
                .containsExactly("1 timeline.0 has both at and after");
    }

    @Test
    void wantsOneActionForEachStep() {
        assertThat(problems("- {at: 1s}", "- {at: 10s, end: {}}")).containsExactly("1 timeline.0 names no action");
        assertThat(problems("- {at: 1s, kill-region: us-east, restore-region: us-east}", "- {at: 10s, end: {}}"))
                .containsExactly("1 timeline.0 has a second action, 'restore-region' beside 'kill-region'");
    }

    @Test
    void refusesTwoFaultsThatSetTheSameAtATime() {
        assertThat(problems(
                        "- {at: 1s, skew-clock: {region: us-east, by: 5s}, for: 10s}",
                        "- {at: 8s, skew-clock: {region: us-east, by: 1s, direction: behind}}",
                        "- {at: 20s, end: {}}"))
                .containsExactly(
                        "2 timeline.0 sets the record timestamps of the producers of us-east and is not lifted by then");
        assertThat(problems(
                        "- {at: 1s, name: slow, quota: {region: us-east, produce: 1KiB}}",
                        "- {at: 3s, quota: {region: us-east, consume: 1KiB}}",
                        "- {at: 8s, lift: slow}",
                        "- {at: 20s, end: {}}"))
                .containsExactly("2 timeline.0 sets the quotas of the services of us-east and is not lifted by then");
    }

    @Test
    void takesTwoFaultsThatSetTheSameOneAfterTheOther() {
        assertThat(problems(
                        "- {at: 1s, skew-clock: {region: us-east, by: 5s}, for: 5s}",
                        "- {at: 2s, skew-clock: {region: us-west, by: 5s}}",
                        "- {at: 8s, name: again, skew-clock: {region: us-east, by: 5s}}",
                        "- {at: 9s, lift: again}",
                        "- {at: 10s, skew-clock: {region: us-east, by: 5s}}",
                        "- {at: 20s, end: {}}"))
                .isEmpty();
    }

    @Test
    void refusesEventsThatNobodyKnows() {
        assertThat(problems("- {at: 1s, kill-region: us-east}", "- {after: to-west.recovred + 1s, end: {}}"))
                .containsExactly("2 no event is named 'to-west.recovred' (timeline.1.after)");
        assertThat(problems("- {at: 1s, kill-region: us-east}", "- {after: to-wets.recovered, end: {}}"))
                .containsExactly("2 no event is named 'to-wets.recovered' (timeline.1.after)");
        assertThat(problems("- {at: 1s, kill-region: us-east}", "- {after: whenever, end: {}}"))
                .containsExactly("2 timeline.1.after is 'whenever'");
    }

    @Test
    void refusesEventsThatNeverHappen() {
        assertThat(problems("- {after: us-west.restored, end: {}}"))
                .containsExactly("1 us-west.restored never happens: no step restores us-west");
        assertThat(problems("- {after: to-west.recovered, end: {}}"))
                .containsExactly("1 to-west.recovered never happens: no step kills or cuts off us-east");
    }

    @Test
    void refusesStepsThatWaitForEachOther() {
        assertThat(problems(
                        "- {after: us-east.restored, kill-region: us-east}",
                        "- {after: us-east.killed, restore-region: us-east}",
                        "- {at: 60s, end: {}}"))
                .containsExactly(
                        "1 us-east.restored never happens: timeline.1 would bring it about, and waits in a circle",
                        "2 us-east.killed never happens: timeline.0 would bring it about, and waits in a circle");
    }

    @Test
    void blamesTheCauseOfAChainOnce() {
        assertThat(problems(
                        "- {after: us-west.restored, kill-region: us-east}",
                        "- {after: us-east.killed, restore-region: us-east}",
                        "- {after: us-east.restored, end: {}}"))
                .containsExactly("1 us-west.restored never happens: no step restores us-west");
    }

    @Test
    void refusesToRestoreWhatWasNeverKilled() {
        assertThat(problems(
                        "- {at: 1s, kill-region: us-east}",
                        "- {at: 5s, restore-region: us-west}",
                        "- {at: 9s, end: {}}"))
                .containsExactly("2 us-west is never killed, so it cannot be restored");
        assertThat(problems(
                        "- {at: 1s, restore-region: us-east}",
                        "- {at: 5s, kill-region: us-east}",
                        "- {at: 9s, end: {}}"))
                .containsExactly("1 us-east is restored at 1s, before it is killed");
        assertThat(problems(
                        "- {at: 1s, kill-region: us-east}",
                        "- {at: 3s, restore-region: us-east}",
                        "- {at: 5s, restore-region: us-east}",
                        "- {at: 9s, end: {}}"))
                .containsExactly("3 us-east is restored already and no step kills it again");
    }

    @Test
    void refusesToLeaveServicesDownThatNoStepEnds() {
        assertThat(problems(
                        "- {at: 1s, kill-region: {region: us-east, services: false}}",
                        "- {at: 5s, restore-region: {region: us-east, services: false}}",
                        "- {at: 9s, end: {}}"))
                .containsExactly("2 no step ends the services of us-east, so none can stay down");
        assertThat(problems(
                        "- {at: 1s, stop-region: us-east}",
                        "- {at: 5s, restore-region: {region: us-east, services: false}}",
                        "- {at: 9s, end: {}}"))
                .isEmpty();
    }

    @Test
    void refusesToKillTwice() {
        assertThat(problems(
                        "- {at: 1s, kill-region: us-east}", "- {at: 5s, kill-region: us-east}", "- {at: 9s, end: {}}"))
                .containsExactly("2 us-east is killed already and no step restores it in between");
    }

    @Test
    void acceptsARegionThatDiesTwiceWithARestoreInBetween() {
        assertThat(problems(
                        "- {at: 1s, kill-region: us-east}",
                        "- {at: 5s, restore-region: us-east}",
                        "- {after: us-east.restored + 5s, kill-region: us-east}",
                        "- {at: 60s, end: {}}"))
                .isEmpty();
    }

    @Test
    void wantsAFlowToPause() {
        assertThat(problems("- {at: 1s, pause-mirror: {from: us-west, to: us-east}}", "- {at: 9s, end: {}}"))
                .containsExactly("1 no replication runs from us-west to us-east");
    }

    @Test
    void liftsOnlyWhatCanBeLifted() {
        String pause = "- {at: 1s, pause-mirror: {from: us-east, to: us-west}, for: 5s}";
        assertThat(problems(pause, "- {at: 9s, end: {}}")).isEmpty();
        ScenarioReading reading =
                new ScenarioReader().read(withTimeline(pause, "- {at: 9s, end: {}}"), "t", java.util.Map.of());
        Scenario scenario = ((ScenarioReading.Read) reading).scenario();
        assertThat(scenario.timeline().get(0).lasting()).isEqualTo(Optional.of(Duration.ofSeconds(5)));
        assertThat(problems(
                        "- {at: 1s, kill-region: us-east}",
                        "- {at: 5s, restore-region: us-east, for: 5s}",
                        "- {at: 9s, end: {}}"))
                .containsExactly("2 'restore-region' does not last, so for: cannot lift it");
    }

    @Test
    void liftsAFaultByTheNameOfItsStep() {
        String pause = "- {at: 1s, name: halt, pause-mirror: {from: us-east, to: us-west}}";
        assertThat(problems(pause, "- {after: halt.applied + 5s, lift: halt}", "- {after: halt.lifted + 3s, end: {}}"))
                .isEmpty();
        assertThat(problems(pause, "- {at: 5s, lift: hold}", "- {at: 9s, end: {}}"))
                .containsExactly("2 no step of the timeline is named 'hold' (timeline.1.lift.step)");
        assertThat(problems(pause, "- {at: 5s, lift: halt}", "- {at: 6s, lift: halt}", "- {at: 9s, end: {}}"))
                .containsExactly("3 halt is lifted already");
        assertThat(problems(pause, "- {after: halt.lifted + 3s, end: {}}"))
                .containsExactly("2 halt.lifted never happens: no step lifts halt");
    }

    @Test
    void wantsNamesOfStepsToBeTheirOwn() {
        assertThat(problems("- {at: 1s, name: us-east, kill-region: us-east}", "- {at: 9s, end: {}}"))
                .containsExactly("1 'us-east' is the name of a region or a failover already");
        assertThat(problems(
                        "- {at: 1s, name: a, kill-region: us-east}",
                        "- {at: 5s, name: a, kill-region: us-west}",
                        "- {at: 9s, end: {}}"))
                .containsExactly("2 'a' is the name of another step already");
    }

    @Test
    void wantsToKnowTheFailoverThatAnswersAFault() {
        assertThat(problems("- {at: 1s, kill-region: us-east, answered-by: none}", "- {at: 9s, end: {}}"))
                .isEmpty();
        assertThat(problems("- {at: 1s, kill-region: us-east, answered-by: to-north}", "- {at: 9s, end: {}}"))
                .containsExactly("1 no failover is named 'to-north' (timeline.0.answered-by)");
        assertThat(problems(
                        "- {at: 1s, kill-region: us-east}",
                        "- {at: 5s, restore-region: us-east, answered-by: to-west}",
                        "- {at: 9s, end: {}}"))
                .containsExactly("2 'restore-region' is no fault");
    }

    @Test
    void wantsReplicationForStepsThatActOnIt() {
        String text = withTimeline("- {at: 1s, kill-region: us-east}", "- {at: 9s, end: {}}");
        String without = text.replaceFirst("(?s)replication:\n.*?\n\n", "");
        assertThat(Fixtures.problems(without).stream().map(ScenarioProblem::message))
                .containsExactly(
                        "'wait-for-replication' has nothing to act on: no replication runs from us-east to us-west",
                        "'stop-replication' has nothing to act on: no replication runs from us-east to us-west");
    }

    private static String withTimeline(String... steps) {
        String text = Fixtures.regionLoss();
        String before = text.substring(0, text.indexOf("timeline:"));
        return before + "timeline:\n  " + String.join("\n  ", steps) + "\n";
    }

    private static List<String> problems(String... steps) {
        String text = withTimeline(steps);
        int header = (int) text.substring(0, text.indexOf("timeline:")).lines().count() + 1;
        ScenarioReading reading = new ScenarioReader().read(text, "t", java.util.Map.of());
        if (reading instanceof ScenarioReading.Refused refused) {
            return refused.problems().stream()
                    .map(problem -> (problem.position().line() - header) + " " + problem.message())
                    .toList();
        }
        return List.of();
    }
}
