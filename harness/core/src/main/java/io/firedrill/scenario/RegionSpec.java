package io.firedrill.scenario;

import java.util.Map;

/**
 * One region with one Kafka cluster that is named after it.
 *
 * @param brokers how many combined KRaft nodes, 1 or more
 * @param config broker settings that override the platform's own
 * @param limits what each broker may take
 */
public record RegionSpec(int brokers, Map<String, String> config, NodeLimits limits) {
    public RegionSpec {
        config = Ordered.copy(config);
    }
}
