package io.firedrill.scenario;

import static io.firedrill.scenario.Fixtures.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.fault.KillRegion;
import io.firedrill.region.DiskFate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a scenario gets that says as little as it may. */
class DefaultsTest {
    private static final String TERSE =
            """
            scenario: terse
            pattern: active-passive
            regions: { east: { brokers: 3 }, west: { brokers: 1 } }
            topics: { orders: { partitions: 2 } }
            replication:
              - { from: east, to: west, topics: [orders] }
            services:
              shop:
                deployed-in: [east, west]
                produces: { topic: orders, rate: 10/s }
                consumes: { topics: [orders], group: shop }
            failovers:
              to-west:
                from: east
                to: west
                runbook:
                  - fence:
                  - wait-for-replication:
                  - stop-replication:
                  - verify-topics: { topics: [orders] }
                  - activate-consumers:
                  - switch-producers:
            timeline:
              - { at: 5s, kill-region: east }
              - { after: to-west.recovered, end: }
            objectives:
            """;

    private final Scenario scenario = read(TERSE);

    @Test
    void isTitledByItsName() {
        assertThat(scenario.title()).isEqualTo("terse");
    }

    @Test
    void replicatesAsFarAsTheSmallestRegionCan() {
        assertThat(scenario.topics().get("orders"))
                .isEqualTo(new TopicSpec(2, 1, 1, TopicSpec.Created.AT_START, Map.of()));
        Scenario larger = read(TERSE.replace("west: { brokers: 1 }", "west: { brokers: 5 }"));
        assertThat(larger.topics().get("orders"))
                .isEqualTo(new TopicSpec(2, 3, 2, TopicSpec.Created.AT_START, Map.of()));
    }

    @Test
    void leavesMirrorMakerItsOwnDefaults() {
        assertThat(scenario.replication())
                .containsExactly(new ReplicationSpec(
                        "east",
                        "west",
                        List.of("orders"),
                        ReplicationSpec.Policy.DEFAULT,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Map.of()));
    }

    @Test
    void producesSafelyAndConsumesFromTheBeginning() {
        ServiceSpec shop = scenario.services().get("shop");
        assertThat(shop.standby()).isEqualTo(ServiceSpec.Standby.STOPPED);
        assertThat(shop.produces())
                .contains(new ServiceSpec.Produces("orders", 10, 512, 1000, "all", true, 1, Map.of()));
        assertThat(shop.consumes())
                .contains(new ServiceSpec.Consumes(List.of("orders"), "shop", 1, "earliest", Duration.ZERO, Map.of()));
    }

    @Test
    void isNotIdempotentWithFewerAcknowledgements() {
        Scenario careless = read(TERSE.replace("rate: 10/s", "rate: 10/s, acks: 1"));
        ServiceSpec.Produces produces =
                careless.services().get("shop").produces().orElseThrow();
        assertThat(produces.acks()).isEqualTo("1");
        assertThat(produces.idempotent()).isFalse();
    }

    @Test
    void detectsFromTheRegionThatTakesOverAndDecidesAtOnce() {
        FailoverSpec failover = scenario.failovers().get("to-west");
        assertThat(failover.detect())
                .isEqualTo(new FailoverSpec.Detect.Probe("west", Duration.ofMillis(250), 4, Duration.ofSeconds(1)));
        assertThat(failover.decide()).isEqualTo(new FailoverSpec.Decide.Automatic());
    }

    @Test
    void walksEveryStepInItsUsualWay() {
        assertThat(scenario.failovers().get("to-west").runbook())
                .containsExactly(
                        new RunbookStep.Fence(RunbookStep.Fence.By.ACL, Duration.ofSeconds(2)),
                        new RunbookStep.WaitForReplication(
                                Duration.ofSeconds(5), RunbookStep.WaitForReplication.OnTimeout.CONTINUE),
                        new RunbookStep.StopReplication(),
                        new RunbookStep.VerifyTopics(List.of("orders")),
                        new RunbookStep.ActivateConsumers(RunbookStep.ActivateConsumers.Offsets.SYNCED),
                        new RunbookStep.SwitchProducers(1, Duration.ZERO, Map.of()));
    }

    @Test
    void keepsDisksAndEndsWithTheServices() {
        assertThat(scenario.timeline().get(0).action()).isEqualTo(new KillRegion("east", DiskFate.KEPT, true));
        assertThat(scenario.timeline().get(1).when())
                .isEqualTo(new TimelineStep.Trigger.After("to-west", "recovered", Duration.ZERO));
        assertThat(scenario.objectives()).isEmpty();
        assertThat(scenario.links()).isEmpty();
    }

    @Test
    void readsTheSettingsOfTheDrill() {
        Scenario tuned = read(
                TERSE
                        + """
                baseline: { stability: 3s, at-most: 20s }
                recovery: { window: 5s, latency-limit: 500ms, at-most: 1m }
                drain: 10s
                seed: 42
                """);
        assertThat(scenario.settings()).isEqualTo(Scenario.Settings.DEFAULT);
        assertThat(tuned.settings())
                .isEqualTo(new Scenario.Settings(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(500),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(10),
                        42));
    }
}
