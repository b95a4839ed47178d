package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.Cluster;
import io.firedrill.kafka.LogBounds;
import io.firedrill.kafka.TopicState;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Lets the records of a topic expire: its retention is next to nothing until everything that was there is gone, and is then what it was.
 * Brokers begin to look for what has expired half a minute after their start. Its effect: log starts moved.
 */
public record ExpireRecords(String region, String topic) implements Fault {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** An active segment is deleted when nothing in it is young, so it must be rolled where records keep coming. */
    private static final Map<String, String> SHORT =
            Map.of("retention.ms", "500", "segment.ms", "500", "segment.jitter.ms", "0");

    /** Its word in the language. */
    public static final class Word extends FaultWord<ExpireRecords> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<String> topic = required("topic", Scalars.TOPIC, "the topic, or a copy as it is named there");

        /** For the service loader. */
        public Word() {
            super(
                    "expire-records",
                    ExpireRecords.class,
                    "a topic whose records expire",
                    "shortens the retention of a topic until what it held is gone",
                    "{ region: us-east, topic: orders }");
        }

        @Override
        protected ExpireRecords build(Fields in) {
            return new ExpireRecords(in.get(region), in.get(topic));
        }

        @Override
        protected void check(ExpireRecords fault, FaultCheck in) {
            in.topicIn(fault.region(), "topic", fault.topic());
        }
    }

    @Override
    public String key() {
        return "expire-records";
    }

    @Override
    public String target() {
        return region + " " + topic;
    }

    @Override
    public String wording() {
        return target() + ": what it holds expires by retention.ms";
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
        TopicState state = cluster.topic(topic)
                .orElseThrow(() ->
                        new IllegalStateException(region + " has no topic " + topic + ", so nothing in it can expire"));
        String cleanup = state.config().getOrDefault("cleanup.policy", "delete");
        if (!cleanup.contains("delete")) {
            throw new IllegalStateException(
                    target() + " has cleanup.policy " + cleanup + ", so nothing in it expires by time");
        }
        SortedMap<Integer, LogBounds> before = cluster.logs(topic);
        before.values().removeIf(log -> log.length() == 0);
        lifting.add(() -> restore(cluster, state));
        long called = site.now();
        long deadline = called + SEEN_WITHIN.toNanos();
        if (!before.isEmpty()) {
            Map<String, Optional<String>> shortened = new HashMap<>();
            SHORT.forEach((name, value) -> shortened.put(name, Optional.of(value)));
            cluster.configureTopic(topic, shortened);
        }
        LogStarts moved = LogStarts.between(before, cluster.logs(topic));
        while (!gone(before, moved) && site.now() < deadline) {
            site.pause(LOOK);
            moved = LogStarts.between(before, cluster.logs(topic));
        }
        long returned = site.now();
        String restored = String.join("; ", lifting.lift());
        boolean observed = !before.isEmpty() && gone(before, moved);
        String effect = before.isEmpty()
                ? "the topic was empty, so nothing could expire"
                : (observed
                                ? moved.toString()
                                : "not everything had expired after " + SEEN_WITHIN.toSeconds() + " s; " + moved)
                        + "; " + restored;
        return new FaultReceipt(
                key(),
                target(),
                "",
                "retention.ms and segment.ms of the topic",
                called,
                returned,
                List.of("topic " + target()),
                observed,
                called,
                returned,
                effect);
    }

    /** Whether everything that was there is gone. */
    private static boolean gone(SortedMap<Integer, LogBounds> before, LogStarts moved) {
        return before.entrySet().stream()
                .allMatch(entry -> moved.by().getOrDefault(entry.getKey(), 0L)
                        >= entry.getValue().length());
    }

    private String restore(Cluster cluster, TopicState before) throws Exception {
        Map<String, Optional<String>> settings = new HashMap<>();
        SHORT.keySet()
                .forEach(name ->
                        settings.put(name, Optional.ofNullable(before.config().get(name))));
        cluster.configureTopic(topic, settings);
        return "the topic's settings are what they were";
    }
}
