package io.firedrill.scenario;

import java.util.Map;

/**
 * A topic that exists in the region or regions where its services produce.
 *
 * @param partitions 1 or more
 * @param replicationFactor at most the region's brokers
 * @param minInsyncReplicas at most the replication factor
 * @param created when it comes to be
 * @param config topic settings
 */
public record TopicSpec(
        int partitions, int replicationFactor, int minInsyncReplicas, Created created, Map<String, String> config) {
    public TopicSpec {
        config = Ordered.copy(config);
    }

    /** When a topic comes to be. */
    public enum Created {
        /** It is there before the load begins. */
        AT_START,
        /** A step of the timeline makes it; what needs it waits until then. */
        BY_TIMELINE
    }
}
