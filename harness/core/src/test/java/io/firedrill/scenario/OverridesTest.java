package io.firedrill.scenario;

import static io.firedrill.scenario.Fixtures.read;
import static io.firedrill.scenario.Fixtures.regionLoss;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.fault.KillRegion;
import io.firedrill.region.DiskFate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code --set path=value}. */
class OverridesTest {

    @Test
    void replacesAValueDeepInTheFile() {
        Scenario scenario = set("services.order-service.produces.rate", "200/s");
        assertThat(scenario.services()
                        .get("order-service")
                        .produces()
                        .orElseThrow()
                        .ratePerSecond())
                .isEqualTo(200);
    }

    @Test
    void reachesIntoListsByPosition() {
        assertThat(set("timeline.0.at", "5s").timeline().get(0).when())
                .isEqualTo(new TimelineStep.Trigger.At(Duration.ofSeconds(5)));
        assertThat(set("links.0.latency", "80ms").links().get(0).latency()).isEqualTo(Duration.ofMillis(80));
    }

    @Test
    void takesTheLongestKeyThatFits() {
        assertThat(set("objectives.rto.service", "60s").objectives())
                .contains(new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(60))));
    }

    @Test
    void addsWhatTheFileIsSilentAbout() {
        assertThat(set("objectives.rto.write", "10s").objectives())
                .last()
                .isEqualTo(new Objective("rto.write", new Objective.Limit.Time(Duration.ofSeconds(10))));
        assertThat(set("baseline.stability", "2s").settings().stability()).isEqualTo(Duration.ofSeconds(2));
        assertThat(set("seed", "7").settings().seed()).isEqualTo(7);
    }

    @Test
    void addsKafkaSettingsWhoseNamesHoldDots() {
        assertThat(set("services.billing.consumes.config.max.poll.records", "5")
                        .services()
                        .get("billing")
                        .consumes()
                        .orElseThrow()
                        .config())
                .containsExactly(Map.entry("max.poll.records", "5"));
        assertThat(set("replication.0.config.tasks.max", "4")
                        .replication()
                        .get(0)
                        .config())
                .containsExactly(Map.entry("tasks.max", "4"));
    }

    @Test
    void goesOnBelowAnAbbreviation() {
        assertThat(set("timeline.1.restore-region.region", "us-east")
                        .timeline()
                        .get(1)
                        .action())
                .isEqualTo(new Action.RestoreRegion("us-east", true));
        assertThat(set("timeline.1.restore-region.services", "false")
                        .timeline()
                        .get(1)
                        .action())
                .isEqualTo(new Action.RestoreRegion("us-east", false));
        assertThat(set("failovers.to-west.runbook.3.verify-topics.topics.0", "orders")
                        .failovers()
                        .get("to-west")
                        .runbook()
                        .get(3))
                .isEqualTo(new RunbookStep.VerifyTopics(List.of("orders")));
    }

    @Test
    void replacesAWordByAMapping() {
        assertThat(set("failovers.to-west.decide.after", "30s")
                        .failovers()
                        .get("to-west")
                        .decide())
                .isEqualTo(new FailoverSpec.Decide.After(Duration.ofSeconds(30)));
    }

    @Test
    void takesWholeListsAndMappings() {
        Scenario scenario = set("timeline", "[{at: 3s, kill-region: us-east}, {at: 9s, end: {}}]");
        assertThat(scenario.timeline())
                .extracting(TimelineStep::action)
                .containsExactly(new KillRegion("us-east", DiskFate.KEPT, true), new Action.End());
    }

    @Test
    void keepsTheEffectiveScenarioReadable() {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("services.order-service.produces.rate", "200/s");
        overrides.put("objectives.rto.service", "60s");
        overrides.put("title", "\"123\"");
        overrides.put("services.billing.consumes.config.client.id", "'yes: no # \u00E4'");
        var read = (ScenarioReading.Read) new ScenarioReader().read(regionLoss(), "test.yaml", overrides);
        Scenario again = read(read.effectiveYaml());
        assertThat(again)
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(Position.class)
                .isEqualTo(read.scenario());
        assertThat(again.title()).isEqualTo("123");
        var twice = (ScenarioReading.Read) new ScenarioReader().read(read.effectiveYaml(), "x", Map.of("seed", "1"));
        var thrice = (ScenarioReading.Read) new ScenarioReader().read(twice.effectiveYaml(), "x", Map.of("seed", "1"));
        assertThat(thrice.effectiveYaml()).isEqualTo(twice.effectiveYaml());
    }

    @Test
    void namesTheNearestPathForAWrongOne() {
        assertThat(problem("services.bilng.standby", "paused"))
                .isEqualTo("--set services.bilng.standby=paused: nothing named 'bilng' can be set in services;"
                        + " allowed: order-service, billing; did you mean 'billing'?");
        assertThat(problem("objectives.rto.servce", "60s")).endsWith("did you mean 'rto.service'?");
        assertThat(problem("timeline.7.at", "60s"))
                .contains("nothing named '7' can be set in timeline; allowed: 0, 1, 2");
        assertThat(problem("seed.more", "1")).contains("seed has nothing below it that could be set");
    }

    @Test
    void refusesPathsThatAreNotPaths() {
        for (String path : List.of("", ".", "seed.", ".seed", "services..rate", "services.")) {
            assertThat(problem(path, "1")).startsWith("--set " + path + "=1: ");
        }
    }

    @Test
    void saysThatAWrongValueCameFromTheCommandLine() {
        assertThat(problem("services.order-service.produces.rate", "fast"))
                .isEqualTo("--set services.order-service.produces.rate=fast: services.order-service.produces.rate is"
                        + " 'fast'; allowed: a rate above zero, such as 500/s");
        assertThat(problem("regions.us-east.brokers", "2"))
                .isEqualTo("test.yaml:18:48: replication-factor 3 of topic 'orders' needs as many brokers, and region"
                        + " us-east has 2; allowed: 1 to 2");
        assertThat(problem("seed", "[1")).startsWith("--set seed=[1: this is not YAML");
        assertThat(problem("seed", "")).startsWith("--set seed=: seed is empty");
    }

    @Test
    void refusesWordsOfLaterVersionsByName() {
        assertThat(problem("trials", "5"))
                .startsWith(
                        "--set trials=5: `trials` is part of the language but this version of Firedrill does not run it yet");
    }

    @Test
    void listsProblemsOfTheFileFirst() {
        List<ScenarioProblem> problems =
                Fixtures.problems(regionLoss() + "surprise: 1\n", Map.of("seed", "x", "drain", "y"));
        assertThat(problems).hasSize(3);
        assertThat(problems.get(0).position().file()).isEqualTo("test.yaml");
        assertThat(problems.get(1).toString()).startsWith("--set ");
        assertThat(problems.get(2).toString()).startsWith("--set ");
    }

    private static Scenario set(String path, String value) {
        return read(regionLoss(), Map.of(path, value));
    }

    private static String problem(String path, String value) {
        List<ScenarioProblem> problems = Fixtures.problems(regionLoss(), Map.of(path, value));
        assertThat(problems).hasSize(1);
        return problems.get(0).toString();
    }
}
