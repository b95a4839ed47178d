package io.firedrill.drill;

import io.firedrill.evidence.RunFolder;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.region.ContainerPlatform;
import io.firedrill.region.HarnessCache;
import io.firedrill.region.Platform;
import io.firedrill.region.ProcessPlatform;
import io.firedrill.region.Topology;
import io.firedrill.scenario.Scenario;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The platform that a drill asks for. */
final class Platforms {
    private Platforms() {}

    /** Opens it; no region is on it yet. */
    static Platform open(Scenario scenario, RunFolder folder, DrillOptions options) throws IOException {
        KafkaDistribution kafka = KafkaDistribution.at(options.kafkaHome());
        HarnessCache cache = HarnessCache.at(options.cache());
        return options.containers().isPresent()
                ? ContainerPlatform.open(
                        options.containers().get(), kafka, cache, topology(scenario), folder.data(), folder.logs())
                : ProcessPlatform.open(kafka, cache, folder.data(), folder.logs());
    }

    /** Who is in the network. */
    static Topology topology(Scenario scenario) {
        Map<String, Integer> brokers = new LinkedHashMap<>();
        scenario.regions().forEach((name, spec) -> brokers.put(name, spec.brokers()));
        return new Topology(brokers, scenario.mirrors().keySet());
    }
}
