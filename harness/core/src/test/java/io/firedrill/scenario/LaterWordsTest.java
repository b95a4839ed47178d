package io.firedrill.scenario;

import static io.firedrill.scenario.Fixtures.problems;
import static io.firedrill.scenario.Fixtures.regionLoss;
import static io.firedrill.scenario.Fixtures.regionLossWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What belongs to the language and is not run yet is refused by name, never skipped. */
class LaterWordsTest {

    @Test
    void refusesBlocksByName() {
        Later.SCENARIO.forEach(word -> assertRefused(word, regionLoss() + word + ": 5\n"));
        Later.REGION.forEach(word -> assertRefused(
                word, regionLossWith("us-west: { brokers: 3 }", "us-west: { brokers: 3, " + word + ": 1 }")));
        Later.SERVICE.forEach(
                word -> assertRefused(word, regionLossWith("    standby: stopped", "    " + word + ": 40")));
        Later.PRODUCES.forEach(word -> assertRefused(word, regionLossWith("acks: all", word + ": {}")));
        Later.CONSUMES.forEach(
                word -> assertRefused(word, regionLossWith("group: billing", "group: billing, " + word + ": 1")));
    }

    @Test
    void refusesFaultsAndStepsByName() {
        Later.faults()
                .forEach(word -> assertRefused(
                        word,
                        regionLossWith(
                                "kill-region: { region: us-east, disks: kept }", word + ": { region: us-east }")));
        Later.STEPS.forEach(word -> assertRefused(word, regionLossWith("stop-replication: {}", word + ": {}")));
    }

    @Test
    void refusesWordsByName() {
        Later.PATTERNS.forEach(
                word -> assertRefused(word, regionLossWith("pattern: active-passive", "pattern: " + word)));
        Later.OFFSETS.forEach(word -> assertRefused(word, regionLossWith("offsets: synced", "offsets: " + word)));
        Later.DECIDE.forEach(word -> assertRefused(word, regionLossWith("decide: automatic", "decide: " + word)));
        String detect = "detect: { probe: produce, seen-from: us-west, every: 250ms, failures: 4 }";
        Later.DETECT.forEach(word -> assertRefused(word, regionLossWith(detect, "detect: " + word)));
    }

    private static void assertRefused(String word, String text) {
        List<ScenarioProblem> problems = problems(text);
        assertThat(problems).as(word).anySatisfy(problem -> assertThat(problem.message())
                .isEqualTo("`" + word + "` is part of the language but this version of Firedrill does not run it yet"));
        assertThat(problems).as(word).noneSatisfy(problem -> assertThat(problem.message())
                .contains("unknown"));
    }
}
