package io.firedrill.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.Fixtures;
import io.firedrill.scenario.RunbookStep;
import io.firedrill.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailoverTest {

    private final FakeFailoverSite site = new FakeFailoverSite();
    private final List<String> happened = site.happened;

    private boolean run(FailoverSpec.Decide decide) throws InterruptedException {
        FailoverSpec spec = new FailoverSpec(
                "us-east",
                "us-west",
                new FailoverSpec.Detect.ByHand(),
                decide,
                List.of(new RunbookStep.StopReplication()));
        return new Failover("to-west", spec, site).run("a test", () -> happened.add("decided"));
    }

    @Test
    void theDecisionIsToldBeforeTheFirstStep() throws InterruptedException {
        assertThat(run(new FailoverSpec.Decide.Automatic())).isTrue();
        assertThat(happened).containsExactly("Detected", "Decided", "decided", "mirror stopped", "StepFinished");
    }

    @Test
    void theDecisionComesAfterItsDelay() throws InterruptedException {
        assertThat(run(new FailoverSpec.Decide.After(Duration.ofSeconds(30)))).isTrue();
        assertThat(happened)
                .containsExactly("Detected", "waited 30 s", "Decided", "decided", "mirror stopped", "StepFinished");
    }

    private String person(long seconds, long giveOrTake, int before) throws Exception {
        List<RunbookStep> runbook = new ArrayList<>();
        for (int i = 0; i <= before; i++) {
            runbook.add(new RunbookStep.OperatorDelay(
                    Duration.ofSeconds(seconds), Duration.ofSeconds(giveOrTake), "looks for the key"));
        }
        FailoverSpec spec = new FailoverSpec(
                "us-east", "us-west", new FailoverSpec.Detect.ByHand(), new FailoverSpec.Decide.Automatic(), runbook);
        return Step.of("to-west", spec, runbook.get(before)).run(site).note();
    }

    @Test
    void aPersonTakesTheirTime() throws Exception {
        assertThat(person(30, 0, 0)).isEqualTo("a person took 30.0 s: looks for the key");
        assertThat(happened).containsExactly("waited 30 s");
    }

    @Test
    void howLongAPersonTakesIsDrawnFromTheSeedAndTheStepsPlace() throws Exception {
        String once = person(30, 20, 0);

        assertThat(person(30, 20, 0)).isEqualTo(once);
        assertThat(person(30, 20, 1)).isNotEqualTo(once);
        assertThat(once).matches("a person took [1-4]\\d\\.\\d s: looks for the key");
    }

    @Test
    void stepsAreWalkedAsTheyStandAlsoInAWrongOrder() throws InterruptedException {
        RunbookStep stop = new RunbookStep.StopReplication();
        RunbookStep delay = new RunbookStep.OperatorDelay(Duration.ofSeconds(3), Duration.ZERO, "");
        for (List<RunbookStep> runbook : List.of(List.of(stop, delay), List.of(delay, stop))) {
            happened.clear();
            FailoverSpec spec = new FailoverSpec(
                    "us-east",
                    "us-west",
                    new FailoverSpec.Detect.ByHand(),
                    new FailoverSpec.Decide.Automatic(),
                    runbook);
            assertThat(new Failover("to-west", spec, site).run("a test", () -> {}))
                    .isTrue();
            String first = runbook.get(0).equals(stop) ? "mirror stopped" : "waited 3 s";
            assertThat(happened.get(2)).isEqualTo(first);
        }
    }

    @Test
    void aRunbookInAWrongOrderIsNoMistakeOfTheScenario() {
        String fence = "      - fence: { by: acl, at-most: 2s } # an unreachable region is noted, not waited for\n";
        String text = Fixtures.regionLoss();
        assertThat(text).contains(fence);
        Scenario scenario = Fixtures.read(
                text.replace(fence, "").replace("each: 500ms }\n", "each: 500ms }\n      - fence: { by: acl }\n"));

        assertThat(scenario.failovers().get("to-west").runbook()).last().isInstanceOf(RunbookStep.Fence.class);
    }
}
