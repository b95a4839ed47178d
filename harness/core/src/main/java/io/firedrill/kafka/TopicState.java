package io.firedrill.kafka;

import java.util.List;
import java.util.Map;

/**
 * A topic as its cluster describes it.
 *
 * @param id another one after the topic was deleted and made again
 * @param partitions by number
 * @param config settings of its own, without what it inherits from the brokers
 */
public record TopicState(String id, List<Copies> partitions, Map<String, String> config) {
    public TopicState {
        partitions = List.copyOf(partitions);
        config = Map.copyOf(config);
    }

    /**
     * Who holds a partition.
     *
     * @param leader -1 while there is none
     * @param replicas all, the preferred leader first
     * @param inSync those that have all that is committed
     */
    public record Copies(int leader, List<Integer> replicas, List<Integer> inSync) {
        /** The leader's id while there is none. */
        public static final int NOBODY = -1;

        public Copies {
            replicas = List.copyOf(replicas);
            inSync = List.copyOf(inSync);
        }
    }

    /** Whether every partition has a leader. */
    public boolean led() {
        return partitions.stream().noneMatch(copies -> copies.leader() == Copies.NOBODY);
    }
}
