package io.firedrill.scenario;

import java.util.Map;

/**
 * One region with one Kafka cluster that is named after it.
 *
 * @param nodes its brokers, and controllers apart from them if any
 * @param config broker settings that override the platform's own
 * @param limits what each of its nodes may take
 */
public record RegionSpec(RegionNodes nodes, Map<String, String> config, NodeLimits limits) {
    public RegionSpec {
        config = Ordered.copy(config);
    }

    /** How many brokers it has. */
    public int brokers() {
        return nodes.brokers();
    }
}
