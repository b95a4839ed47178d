package io.firedrill.drill;

import io.firedrill.evidence.RunFolder;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.region.ContainerOptions;
import io.firedrill.region.ContainerPlatform;
import io.firedrill.region.HarnessCache;
import io.firedrill.region.Platform;
import io.firedrill.region.ProcessPlatform;
import io.firedrill.region.Topology;
import io.firedrill.scenario.Environment;
import io.firedrill.scenario.RegionNodes;
import io.firedrill.scenario.Scenario;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The platform that a drill asks for. */
final class Platforms {
    private Platforms() {}

    /** Opens it; no region is on it yet. */
    static Platform open(Scenario scenario, RunFolder folder, DrillOptions options) throws IOException {
        KafkaDistribution kafka = KafkaDistribution.at(options.kafkaHome());
        HarnessCache cache = HarnessCache.at(options.cache());
        if (options.containers().isEmpty()) {
            return ProcessPlatform.open(kafka, cache, folder.data(), folder.logs());
        }
        ContainerOptions containers = options.containers().get();
        Topology topology = new Topology(
                nodes(scenario),
                scenario.mirrors().keySet(),
                containers.workers() == Environment.Workers.CONTAINERS
                        ? scenario.regions().keySet()
                        : Set.of());
        return ContainerPlatform.open(containers, kafka, cache, topology, folder.data(), folder.logs());
    }

    /** The nodes of each region, in the order of the scenario. */
    static Map<String, RegionNodes> nodes(Scenario scenario) {
        Map<String, RegionNodes> nodes = new LinkedHashMap<>();
        scenario.regions().forEach((name, spec) -> nodes.put(name, spec.nodes()));
        return nodes;
    }
}
