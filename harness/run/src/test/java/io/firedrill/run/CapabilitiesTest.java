package io.firedrill.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.scenario.PlatformKind;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ScenarioLibrary;
import io.firedrill.scenario.ScenarioReading;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Beforehand, by step, with a reason. */
class CapabilitiesTest {
    private static Scenario scenario(String name, Map<String, String> overrides) throws RefusedException {
        ScenarioReading reading = new Library(Installation.find().scenarios()).read(name, overrides);
        if (reading instanceof ScenarioReading.Read read) {
            return read.scenario();
        }
        throw new AssertionError(name + " can't be read: " + reading);
    }

    private static List<String> onContainers(String name, Map<String, String> overrides) throws RefusedException {
        return Capabilities.lacking(scenario(name, overrides), PlatformKind.CONTAINERS);
    }

    @Test
    void containersCanLoseARegionAndCutItsLinks() throws RefusedException {
        for (String name :
                new String[] {"region-loss", "split-brain-partition", "zombie-leader", "power-loss", "wan-degradation"
                }) {
            assertThat(onContainers(name, Map.of())).as(name).isEmpty();
        }
    }

    @Test
    void ofTheWholeLibraryContainersCannotDoStaleDnsAlone() throws RefusedException {
        Map<String, List<String>> refused = new TreeMap<>();
        List<ScenarioLibrary.Entry> all =
                new ScenarioLibrary(Installation.find().scenarios()).scenarios();
        for (ScenarioLibrary.Entry entry : all) {
            List<String> lacking = onContainers(entry.name(), Map.of());
            if (!lacking.isEmpty()) {
                refused.put(entry.name(), lacking);
            }
        }

        assertThat(all).hasSizeGreaterThan(20);
        assertThat(refused).containsOnlyKeys("stale-dns");
        assertThat(refused.get("stale-dns"))
                .singleElement()
                .asString()
                .matches(
                        ".*stale-dns\\.yaml:\\d+:\\d+: stale-dns can't be done on containers: a container keeps the address"
                                + " that it has");
    }

    @Test
    void aStepThatContainersCannotDoIsNamedWithItsPlaceAndAReason() throws RefusedException {
        assertThat(onContainers("wan-degradation", Map.of("timeline.1.bandwidth.rate", "2MiB/s")))
                .singleElement()
                .asString()
                .matches(
                        "(?s).*wan-degradation\\.yaml:\\d+:\\d+: bandwidth can't be done on containers: .*has ended.*");
        assertThat(onContainers("stale-dns", Map.of()))
                .singleElement()
                .asString()
                .contains("stale-dns can't be done on containers: a container keeps the address");
    }

    @Test
    void whatServicesCallIsThereOnBothPlatforms() throws RefusedException {
        assertThat(onContainers("slow-dependency", Map.of())).isEmpty();
    }

    @Test
    void limitsOfARegionsBrokersAreForContainers() throws RefusedException {
        Map<String, String> limits = Map.of("regions.us-east.limits.memory", "512MiB");

        assertThat(onContainers("region-loss", limits)).isEmpty();
        assertThat(Capabilities.lacking(scenario("region-loss", limits), PlatformKind.PROCESSES))
                .singleElement()
                .asString()
                .contains("the limits of us-east can't be had on processes", "--platform containers");
    }

    @Test
    void jitterThatTheRealToxiproxyDrawsAnotherWayIsRefusedOnContainers() throws RefusedException {
        Map<String, String> jitter = Map.of("timeline.0.latency.distribution", "pareto");

        assertThat(onContainers("wan-degradation", jitter))
                .singleElement()
                .asString()
                .contains("latency can't be done on containers")
                .contains("leave `distribution` and `seed` out");
    }

    @Test
    void droppedPacketsAreForProcesses() throws RefusedException {
        Map<String, String> drop = Map.of("timeline.0.partition.by", "drop");

        assertThat(onContainers("split-brain-partition", drop))
                .singleElement()
                .asString()
                .contains("partition can't be done on containers")
                .contains("by: blackhole");
        assertThat(Capabilities.lacking(scenario("stale-dns", Map.of()), PlatformKind.PROCESSES))
                .isEmpty();
    }
}
