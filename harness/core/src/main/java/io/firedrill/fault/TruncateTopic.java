package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.Cluster;
import io.firedrill.kafka.LogBounds;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Removes what a topic holds up to near its end, as an operator does by {@code kafka-delete-records}. Its effect: log starts moved. What
 * is gone does not come back, and nobody who copies or reads the topic is told.
 *
 * @param partition of this one only; empty: of all
 * @param keep records that each partition keeps, the last ones
 */
public record TruncateTopic(String region, String topic, Optional<Integer> partition, long keep) implements Fault {

    /** Its word in the language. */
    public static final class Word extends FaultWord<TruncateTopic> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<String> topic = required("topic", Scalars.TOPIC, "the topic, or a copy as it is named there");
        private final Key<Optional<Integer>> partition =
                maybe("partition", Scalars.count(0, 9999), "all", "the only partition to truncate");
        private final Key<Long> keep = optional(
                "keep", Scalars.whole(0, Long.MAX_VALUE), 0L, "0", "records that each partition keeps, the last ones");

        /** For the service loader. */
        public Word() {
            super(
                    "truncate-topic",
                    TruncateTopic.class,
                    "a topic to truncate",
                    "deletes the records of a topic up to near its end",
                    "{ region: us-east, topic: orders, keep: 10 }");
        }

        @Override
        protected TruncateTopic build(Fields in) {
            return new TruncateTopic(in.get(region), in.get(topic), in.get(partition), in.get(keep));
        }

        @Override
        protected void check(TruncateTopic fault, FaultCheck in) {
            if (in.topicIn(fault.region(), "topic", fault.topic())) {
                fault.partition().ifPresent(number -> in.partition("partition", fault.topic(), number));
            }
        }
    }

    @Override
    public String key() {
        return "truncate-topic";
    }

    @Override
    public String target() {
        return region + " " + topic + partition.map(number -> "/" + number).orElse("");
    }

    @Override
    public String wording() {
        return target() + ": all its records are deleted"
                + (keep == 0 ? "" : " but the last " + keep + " of a partition");
    }

    @Override
    public boolean lasts() {
        return false;
    }

    @Override
    public boolean losesAcknowledged() {
        return true;
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        Cluster cluster = site.cluster(region);
        SortedMap<Integer, LogBounds> before = cluster.logs(topic);
        partition.ifPresent(only -> before.keySet().retainAll(List.of(only)));
        if (before.isEmpty()) {
            throw new IllegalStateException(region + " has no topic " + topic + ", so it can't be truncated");
        }
        SortedMap<Integer, Long> firstKept = new TreeMap<>();
        before.forEach((number, log) -> {
            if (log.length() > keep) {
                firstKept.put(number, log.end() - keep);
            }
        });
        long called = site.now();
        if (!firstKept.isEmpty()) {
            cluster.truncate(topic, firstKept);
        }
        long returned = site.now();
        LogStarts moved = LogStarts.between(before, cluster.logs(topic));
        boolean observed = !firstKept.isEmpty() && moved.partitions().containsAll(firstKept.keySet());
        String effect = observed
                ? moved.toString()
                : firstKept.isEmpty()
                        ? "no partition held more than " + keep + " records, so there was nothing to delete"
                        : "log starts of " + moved.partitions().size() + " of " + firstKept.size()
                                + " partitions moved";
        return new FaultReceipt(
                key(),
                target(),
                keep == 0 ? "" : "keep: " + keep,
                "deleteRecords",
                called,
                returned,
                List.of("topic " + target()),
                observed,
                called,
                site.now(),
                effect);
    }
}
