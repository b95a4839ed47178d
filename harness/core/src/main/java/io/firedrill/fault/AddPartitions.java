package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.Cluster;
import io.firedrill.kafka.TopicState;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import io.firedrill.scenario.TopicSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Raises the number of partitions of a topic in one region while it is written, as an operator does by {@code kafka-topics --alter}. Its
 * effect: the region describes the new number, each with a leader. Keys go to other partitions once producers hear of it, consumers read
 * the new ones once they do, and copies follow when MirrorMaker looks next. Kafka takes no partition away, so it stays.
 *
 * @param partitions that the topic has then
 */
public record AddPartitions(String region, String topic, int partitions) implements Fault {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** Its word in the language. */
    public static final class Word extends FaultWord<AddPartitions> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<String> topic = required("topic", Scalars.TOPIC, "the topic");
        private final Key<Integer> partitions = required(
                "partitions",
                Scalars.count(2, 10_000),
                "how many it has then, more than the scenario gave it; clients hear of it after metadata.max.age.ms, five minutes unless set");

        /** For the service loader. */
        public Word() {
            super(
                    "add-partitions",
                    AddPartitions.class,
                    "a topic to give more partitions",
                    "raises the number of partitions of a topic in one region, for good",
                    "{ region: us-east, topic: orders, partitions: 12 }");
        }

        @Override
        protected AddPartitions build(Fields in) {
            return new AddPartitions(in.get(region), in.get(topic), in.get(partitions));
        }

        @Override
        protected void check(AddPartitions fault, FaultCheck in) {
            in.region("region", fault.region());
            TopicSpec topic = in.scenario().topics().get(fault.topic());
            if (in.topic("topic", fault.topic()) && topic != null && fault.partitions() <= topic.partitions()) {
                in.impossible(
                        "partitions",
                        String.valueOf(fault.partitions()),
                        topic.partitions() + 1 + " or more",
                        fault.topic() + " has " + topic.partitions()
                                + " partitions from the start, and Kafka takes none away");
            }
        }
    }

    @Override
    public String key() {
        return "add-partitions";
    }

    @Override
    public String target() {
        return region + " " + topic;
    }

    @Override
    public String wording() {
        return target() + ": its partitions are raised to " + partitions + ", for good";
    }

    @Override
    public boolean lasts() {
        return false;
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        Cluster cluster = site.cluster(region);
        int before = cluster.topic(topic)
                .orElseThrow(() -> new IllegalStateException(
                        region + " has no topic " + topic + ", so it can't be given partitions"))
                .partitions()
                .size();
        if (before >= partitions) {
            throw new IllegalStateException(
                    target() + " has " + before + " partitions already, so they can't be raised to " + partitions);
        }
        long called = site.now();
        cluster.raisePartitions(topic, partitions);
        long returned = site.now();
        Optional<TopicState> after = awaitLed(site, cluster);
        long seen = site.now();
        site.noteMetadata(region);
        return new FaultReceipt(
                key(),
                target(),
                "partitions: " + partitions,
                "createPartitions",
                called,
                returned,
                List.of("topic " + target()),
                after.isPresent(),
                called,
                seen,
                "the brokers show " + before + " partitions before and "
                        + after.map(state -> state.partitions().size() + ", each with a leader, after")
                                .orElse("not " + partitions + " with a leader each after " + SEEN_WITHIN.toSeconds()
                                        + " s"));
    }

    /** Empty: not in time. */
    private Optional<TopicState> awaitLed(FaultSite site, Cluster cluster) throws Exception {
        long deadline = site.now() + SEEN_WITHIN.toNanos();
        while (site.now() < deadline) {
            Optional<TopicState> now =
                    cluster.topic(topic).filter(state -> state.partitions().size() == partitions && state.led());
            if (now.isPresent()) {
                return now;
            }
            site.pause(LOOK);
        }
        return Optional.empty();
    }
}
