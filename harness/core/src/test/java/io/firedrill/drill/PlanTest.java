package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.scenario.PlatformKind;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final String YAML =
            """
            scenario: plan
            title: A region is lost
            pattern: active-passive
            regions:
              east: { brokers: 3 }
              west: { brokers: 2 }
            links:
              - { between: [east, west], latency: 20ms, jitter: 2ms }
            topics:
              orders: { partitions: 6, replication-factor: 2, min-insync-replicas: 1 }
            replication:
              - { from: east, to: west, topics: [orders] }
            services:
              shop:
                deployed-in: [east, west]
                produces: { topic: orders, rate: 100/s, size: 400B, keys: 10 }
              till:
                deployed-in: [east, west]
                produces: { topic: orders, rate: 100/s, size: 400B, keys: 10 }
              billing:
                deployed-in: [east, west]
                consumes: { topics: [orders], group: billing }
            failovers:
              to-west:
                from: east
                to: west
                detect: { probe: produce, seen-from: west, every: 250ms, failures: 4 }
                decide: { after: 3s }
                runbook:
                  - stop-replication: {}
                  - activate-consumers: { offsets: earliest }
                  - switch-producers: { at-once: 1, each: 500ms }
            timeline:
              - at: 20s
                kill-region: { region: east, disks: kept }
              - after: to-west.recovered + 10s
                restore-region: east
              - after: east.restored + 5s
                end: {}
            objectives:
              rpo.records: 10
            """;

    @Test
    void aStepThatWaitsComesNoSoonerThanDetectionDecisionRunbookAndWindowAllow() {
        List<Plan.Step> steps = plan(Map.of()).steps();

        Duration recovered = Duration.ofSeconds(20) // the kill
                .plusMillis(750) // the fourth probe, three intervals after the first
                .plusSeconds(3) // the decision
                .plusMillis(1000) // two services, one at a time
                .plusSeconds(10); // the window that proves it
        assertThat(steps.get(0).earliest()).isEqualTo(Duration.ofSeconds(20));
        assertThat(steps.get(0).exact()).isTrue();
        assertThat(steps.get(1).earliest()).isEqualTo(recovered.plusSeconds(10));
        assertThat(steps.get(1).exact()).isFalse();
        assertThat(steps.get(2).earliest()).isEqualTo(recovered.plusSeconds(15));
    }

    @Test
    void saysWhetherServicesComeBackWithTheirRegion() {
        assertThat(plan(Map.of()).steps().get(1).text())
                .contains("east: brokers, MirrorMaker and services start again");
        assertThat(plan(Map.of("timeline.1.restore-region.services", "false"))
                        .steps()
                        .get(1)
                        .text())
                .contains("east: brokers and MirrorMaker start again, services stay down until the drill heals");
    }

    @Test
    void theShortestTimeIsTheTimelineAndWhatIsAroundIt() {
        Plan plan = plan(Map.of());

        assertThat(plan.timeline()).isEqualTo(plan.steps().get(2).earliest());
        assertThat(plan.atLeast()).isGreaterThan(plan.timeline());
    }

    @Test
    void countsProcessesAndProxiesOfEveryBroker() {
        Footprint footprint = plan(Map.of()).footprint();

        assertThat(footprint.brokers()).isEqualTo(5);
        assertThat(footprint.mirrors()).isEqualTo(1);
        assertThat(footprint.workers()).isEqualTo(2);
        // Three brokers that a MirrorMaker reads from: 3 x (3 + 2 x 2). Two that it writes to: 2 x (3 + 2 x 1).
        assertThat(footprint.proxies()).isEqualTo(31);
        assertThat(footprint.ports()).isEqualTo(62);
    }

    @Test
    void controllersApartAreProcessesThatEveryOtherNodeConnectsTo() {
        Plan plan = plan(Map.of("regions.east.controllers", "3"));
        Footprint footprint = plan.footprint();
        Footprint combined = plan(Map.of()).footprint();

        assertThat(plan.setting()).contains("region east: 3 brokers and 3 controllers");
        assertThat(footprint.controllers()).isEqualTo(3);
        assertThat(footprint.processes()).isEqualTo(combined.processes() + 3);
        assertThat(footprint.memoryBytes()).isGreaterThan(combined.memoryBytes());
        // To each of the three from five other nodes, and no longer to each broker from two.
        assertThat(footprint.proxies()).isEqualTo(combined.proxies() + 3 * 5 - 3 * 2);
        // Each broker has a listener less, and each controller has one.
        assertThat(footprint.ports() - footprint.proxies()).isEqualTo(combined.ports() - combined.proxies());
    }

    @Test
    void moreLoadTakesMoreDiskAndMoreBrokersTakeMoreMemory() {
        Footprint usual = plan(Map.of()).footprint();

        assertThat(plan(Map.of("services.shop.produces.rate", "10000/s"))
                        .footprint()
                        .diskBytes())
                .isGreaterThan(usual.diskBytes());
        assertThat(plan(Map.of("regions.east.brokers", "9")).footprint().memoryBytes())
                .isGreaterThan(usual.memoryBytes());
    }

    @Test
    void saysInSentencesWhatIsSetUpAndWhatHappens() {
        Plan plan = plan(Map.of());

        assertThat(plan.setting())
                .contains(
                        "region east: 3 brokers",
                        "link east and west: 20ms a round trip, give or take 2ms",
                        "MirrorMaker 2 in west copies orders from east as east.orders",
                        "service shop sends 100 records/s of 400 B to orders, active in east; on standby (stopped) in west");
        assertThat(plan.steps())
                .extracting(Plan.Step::text)
                .first()
                .asString()
                .contains("kill-region east", "disks kept");
        assertThat(plan.transitions())
                .containsExactly(
                        "to-west, east to west: detected by 4 failed probes in a row from west, one every 250ms;"
                                + " decided after 3s; stop-replication, activate-consumers, switch-producers");
    }

    @Test
    void saysWhatAPlatformCantDo() {
        assertThat(Plan.limits("Windows 11", PlatformKind.PROCESSES)).anyMatch(limit -> limit.contains("WSL2"));
        assertThat(Plan.limits("Linux", PlatformKind.PROCESSES)).noneMatch(limit -> limit.contains("WSL2"));
    }

    private static Plan plan(Map<String, String> overrides) {
        ScenarioReading reading = new ScenarioReader().read(YAML, "plan.yaml", overrides);
        assertThat(reading).isInstanceOf(ScenarioReading.Read.class);
        Scenario scenario = ((ScenarioReading.Read) reading).scenario();
        return Plan.of(scenario);
    }
}
