package io.firedrill.region;

import io.firedrill.region.engine.ContainerSpec;
import io.firedrill.region.engine.EngineInfo;
import io.firedrill.region.engine.ImageName;
import io.firedrill.scenario.Environment;
import io.firedrill.scenario.NodeLimits;
import io.firedrill.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the platform of containers runs.
 *
 * @param kafkaImage of brokers and MirrorMakers, with its tag
 * @param toxiproxyImage of the proxy server, with its tag
 * @param workers where they run; in containers these are of Kafka's image
 * @param limits of each broker of a region that is not named below
 * @param regional limits of each broker, by region
 */
public record ContainerOptions(
        String kafkaImage,
        String toxiproxyImage,
        Environment.Workers workers,
        NodeLimits limits,
        Map<String, NodeLimits> regional) {
    /** The official image, without tag: Kafka's version is its tag. */
    public static final String KAFKA = "apache/kafka";

    /** What the official image is called here: it lies in GitHub's container registry, whose name would come before. */
    public static final String TOXIPROXY = "shopify/toxiproxy:2.12.0";

    public ContainerOptions {
        regional = Map.copyOf(regional);
    }

    /** Without limits, workers on this machine. */
    public ContainerOptions(String kafkaImage, String toxiproxyImage) {
        this(kafkaImage, toxiproxyImage, Environment.Workers.HOST, NodeLimits.NONE, Map.of());
    }

    /** What the image's tag says of Kafka's version; empty: it has none. */
    public String kafkaVersion() {
        return ImageName.of(kafkaImage).tag();
    }

    /** The official images. */
    public static ContainerOptions official(String kafkaVersion) {
        return new ContainerOptions(KAFKA + ":" + kafkaVersion, TOXIPROXY);
    }

    /** These, with the limits of a scenario's regions. */
    public ContainerOptions with(Scenario scenario) {
        Map<String, NodeLimits> own = new TreeMap<>();
        scenario.regions().forEach((name, region) -> {
            if (!region.limits().equals(NodeLimits.NONE)) {
                own.put(name, region.limits().or(limits));
            }
        });
        return new ContainerOptions(kafkaImage, toxiproxyImage, workers, limits, own);
    }

    /** What of the limits the engine's machine does not have: sentences that say what to do. */
    public List<String> beyond(EngineInfo engine) {
        List<String> problems = new ArrayList<>();
        Map<String, NodeLimits> all = new TreeMap<>(regional);
        all.put("", limits);
        all.forEach((region, limit) -> limit.processors()
                .filter(processors -> engine.processors() > 0 && processors > engine.processors())
                .ifPresent(processors -> problems.add("each broker" + (region.isEmpty() ? "" : " of " + region)
                        + " may take " + Math.round(processors * 100) + "% of a processor, and " + engine.name()
                        + " has "
                        + engine.processors() + " of them: say " + engine.processors() * 100 + "% at most")));
        return problems;
    }

    /** Of each broker of a region. */
    ContainerSpec.Limits limitsIn(String region) {
        NodeLimits in = regional.getOrDefault(region, limits);
        return new ContainerSpec.Limits(in.memoryBytes(), in.processors());
    }

    /** For people: {@code each broker: none; each broker of us-east: 512 MiB of memory}. */
    public String limitsText() {
        StringBuilder text = new StringBuilder(
                "each broker: " + new ContainerSpec.Limits(limits.memoryBytes(), limits.processors()).text());
        new TreeMap<>(regional).keySet().forEach(region -> text.append("; each broker of ")
                .append(region)
                .append(": ")
                .append(limitsIn(region).text()));
        return text.toString();
    }
}
