package io.firedrill.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.fault.KillRegion;
import io.firedrill.region.DiskFate;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The library's first scenario, read as it stands. */
class RegionLossTest {
    private final Scenario scenario = Fixtures.read(Fixtures.regionLoss());

    @Test
    void namesItselfAndItsPattern() {
        assertThat(scenario.name()).isEqualTo("region-loss");
        assertThat(scenario.title()).isEqualTo("The primary region is lost without warning");
        assertThat(scenario.pattern()).isEqualTo(Pattern.ACTIVE_PASSIVE);
    }

    @Test
    void hasTwoRegionsOfThreeBrokersInTheFilesOrder() {
        assertThat(scenario.regions().keySet()).containsExactly("us-east", "us-west");
        assertThat(scenario.regions().values()).extracting(RegionSpec::brokers).containsExactly(3, 3);
        assertThat(scenario.links())
                .containsExactly(
                        new LinkSpec(List.of("us-east", "us-west"), Duration.ofMillis(20), Duration.ofMillis(2)));
    }

    @Test
    void replicatesOrdersWithSyncedGroups() {
        assertThat(scenario.topics())
                .containsExactly(Map.entry("orders", new TopicSpec(6, 3, 2, TopicSpec.Created.AT_START, Map.of())));
        assertThat(scenario.replication())
                .containsExactly(new ReplicationSpec(
                        "us-east",
                        "us-west",
                        List.of("orders"),
                        ReplicationSpec.Policy.DEFAULT,
                        Optional.of(Duration.ofSeconds(1)),
                        Optional.of(Duration.ofSeconds(1)),
                        Optional.of(0L),
                        false,
                        Map.of("tasks.max", "2")));
    }

    @Test
    void loadsBothRegionsServices() {
        assertThat(scenario.services().keySet()).containsExactly("order-service", "billing");
        assertThat(scenario.services().get("order-service").produces())
                .contains(new ServiceSpec.Produces("orders", 500, 512, 1000, "all", true, 1, Map.of()));
        assertThat(scenario.services().get("billing").consumes())
                .contains(
                        new ServiceSpec.Consumes(List.of("orders"), "billing", 1, "earliest", Duration.ZERO, Map.of()));
    }

    @Test
    void walksTheRunbookInItsOrder() {
        FailoverSpec failover = scenario.failovers().get("to-west");
        assertThat(failover.detect())
                .isEqualTo(new FailoverSpec.Detect.Probe("us-west", Duration.ofMillis(250), 4, Duration.ofSeconds(1)));
        assertThat(failover.decide()).isEqualTo(new FailoverSpec.Decide.Automatic());
        assertThat(failover.runbook())
                .extracting(RunbookStep::key)
                .containsExactly(
                        "fence",
                        "wait-for-replication",
                        "stop-replication",
                        "verify-topics",
                        "activate-consumers",
                        "switch-producers");
        assertThat(failover.runbook())
                .last()
                .isEqualTo(new RunbookStep.SwitchProducers(4, Duration.ofMillis(500), Map.of()));
    }

    @Test
    void killsRestoresAndEnds() {
        assertThat(scenario.timeline())
                .extracting(TimelineStep::action)
                .containsExactly(
                        new KillRegion("us-east", DiskFate.KEPT, true),
                        new Action.RestoreRegion("us-east", true),
                        new Action.End());
        assertThat(scenario.timeline())
                .extracting(TimelineStep::when)
                .containsExactly(
                        new TimelineStep.Trigger.At(Duration.ofSeconds(20)),
                        new TimelineStep.Trigger.After("to-west", "recovered", Duration.ofSeconds(10)),
                        new TimelineStep.Trigger.After("us-east", "restored", Duration.ofSeconds(10)));
    }

    @Test
    void promisesNumbersInTheFilesOrder() {
        assertThat(scenario.objectives())
                .containsExactly(
                        new Objective("rto.service", new Objective.Limit.Time(Duration.ofSeconds(30))),
                        new Objective("rpo.records", new Objective.Limit.Count(500)),
                        new Objective("rpo.time", new Objective.Limit.Time(Duration.ofSeconds(2))),
                        new Objective("rpo.final", new Objective.Limit.Count(0)),
                        new Objective("duplicates.delivered", new Objective.Limit.Ratio(0.05)),
                        new Objective("split-brain.writes", new Objective.Limit.Count(0)),
                        new Objective("anomalies.R9", new Objective.Limit.Count(1)));
        assertThat(scenario.settings()).isEqualTo(Scenario.Settings.DEFAULT);
    }

    @Test
    void remembersWhereEachStepOfTheTimelineStands() {
        List<String> lines = Fixtures.regionLoss().lines().toList();
        for (TimelineStep step : scenario.timeline()) {
            assertThat(lines.get(step.position().line() - 1)).startsWith("  - a");
            assertThat(step.position().column()).isEqualTo(5);
        }
    }

    @Test
    void isItsOwnEffectiveYamlWithoutOverrides() {
        var read = (ScenarioReading.Read) new ScenarioReader().read(Fixtures.REGION_LOSS);
        assertThat(read.effectiveYaml()).isEqualTo(Fixtures.regionLoss());
    }

    @Test
    void nothingOfItCanBeChanged() throws ReflectiveOperationException {
        assertUnchangeable(scenario);
    }

    private static void assertUnchangeable(Object part) throws ReflectiveOperationException {
        if (part instanceof Optional<?> maybe) {
            if (maybe.isPresent()) {
                assertUnchangeable(maybe.get());
            }
        } else if (part instanceof Map<?, ?> map) {
            assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
            assertUnchangeable(map.values());
        } else if (part instanceof Collection<?> all) {
            assertThatThrownBy(all::clear).isInstanceOf(UnsupportedOperationException.class);
            for (Object each : all) {
                assertUnchangeable(each);
            }
        } else if (part instanceof Record) {
            for (RecordComponent component : part.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                assertUnchangeable(component.getAccessor().invoke(part));
            }
        }
    }
}
