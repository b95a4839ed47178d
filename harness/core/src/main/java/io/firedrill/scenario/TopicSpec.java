package io.firedrill.scenario;

import java.util.Map;

/**
 * A topic that exists in the region or regions where its services produce.
 *
 * @param partitions 1 or more
 * @param replicationFactor at most the region's brokers
 * @param minInsyncReplicas at most the replication factor
 * @param config topic settings
 */
public record TopicSpec(int partitions, int replicationFactor, int minInsyncReplicas, Map<String, String> config) {
    public TopicSpec {
        config = Ordered.copy(config);
    }
}
