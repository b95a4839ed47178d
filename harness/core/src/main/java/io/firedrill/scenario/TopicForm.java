package io.firedrill.scenario;

import java.util.Map;
import java.util.Optional;

/** {@code orders: { partitions: 6 }}. */
final class TopicForm extends Block<TopicForm.Topic> {
    /** What a topic gets at most when it does not say: the replication factor Kafka is run with in production. */
    private static final int USUAL_REPLICATION = 3;

    private final Key<Integer> partitions = required("partitions", Scalars.count(1, 10_000), "how many partitions");
    private final Key<Optional<Integer>> replicationFactor = maybe(
            "replication-factor",
            Scalars.count(1, 99),
            "3, or the brokers of the smallest region if those are fewer",
            "copies of each partition; at most the brokers of a region");
    private final Key<Optional<Integer>> minInsyncReplicas = maybe(
            "min-insync-replicas",
            Scalars.count(1, 99),
            "one less than the replication factor, at least 1",
            "copies that must be in sync for acks=all; at most the replication factor");
    private final Key<Map<String, String>> config =
            optional("config", new ConfigForm(), Map.of(), "none", "topic settings");

    TopicForm() {
        super("a topic");
    }

    @Override
    protected Topic build(Fields in) {
        return new Topic(in.get(partitions), in.get(replicationFactor), in.get(minInsyncReplicas), in.get(config));
    }

    /** A topic as written; what it leaves open depends on the regions. */
    record Topic(
            int partitions,
            Optional<Integer> replicationFactor,
            Optional<Integer> minInsyncReplicas,
            Map<String, String> config) {

        TopicSpec in(Map<String, RegionSpec> regions) {
            int smallest = regions.values().stream()
                    .mapToInt(RegionSpec::brokers)
                    .min()
                    .orElse(USUAL_REPLICATION);
            int factor = replicationFactor.orElse(Math.min(USUAL_REPLICATION, smallest));
            return new TopicSpec(partitions, factor, minInsyncReplicas.orElse(Math.max(1, factor - 1)), config);
        }
    }
}
