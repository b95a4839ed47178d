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
                brokers(scenario),
                scenario.mirrors().keySet(),
                containers.workers() == Environment.Workers.CONTAINERS
                        ? scenario.regions().keySet()
                        : Set.of());
        return ContainerPlatform.open(containers, kafka, cache, topology, folder.data(), folder.logs());
    }

    /** How many brokers there are, by region. */
    static Map<String, Integer> brokers(Scenario scenario) {
        Map<String, Integer> brokers = new LinkedHashMap<>();
        scenario.regions().forEach((name, spec) -> brokers.put(name, spec.brokers()));
        return brokers;
    }
}
