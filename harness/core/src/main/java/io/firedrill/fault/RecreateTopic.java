package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.kafka.Cluster;
import io.firedrill.kafka.TopicState;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Deletes a topic and makes it again with the same name, partitions, replicas and settings. Its effect: another topic id. Offsets begin
 * anew, so it is made again only once no broker has a log of the old one: what an offset names is told apart by time.
 */
public record RecreateTopic(String region, String topic) implements Fault {
    private static final Duration GONE_WITHIN = Duration.ofSeconds(30);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** Its word in the language. */
    public static final class Word extends FaultWord<RecreateTopic> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<String> topic = required("topic", Scalars.TOPIC, "the topic");

        /** For the service loader. */
        public Word() {
            super(
                    "recreate-topic",
                    RecreateTopic.class,
                    "a topic to recreate",
                    "deletes a topic and makes it again with the same name",
                    "{ region: us-east, topic: orders }");
        }

        @Override
        protected RecreateTopic build(Fields in) {
            return new RecreateTopic(in.get(region), in.get(topic));
        }

        @Override
        protected void check(RecreateTopic fault, FaultCheck in) {
            in.region("region", fault.region());
            in.topic("topic", fault.topic());
        }
    }

    @Override
    public String key() {
        return "recreate-topic";
    }

    @Override
    public String target() {
        return region + " " + topic;
    }

    @Override
    public String wording() {
        return target() + ": deleted and made again with the same name";
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
    public boolean renewsLogs() {
        return true;
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        Cluster cluster = site.cluster(region);
        TopicState old = cluster.topic(topic)
                .orElseThrow(() ->
                        new IllegalStateException(region + " has no topic " + topic + ", so it can't be recreated"));
        lifting.add(() -> makeAgain(cluster, old));
        long called = site.now();
        cluster.deleteTopic(topic);
        awaitGone(site, cluster);
        long gone = site.now();
        site.record(new TimelineEvent.TopicRecreated(gone, region, topic));
        cluster.createTopic(topic, old);
        Optional<TopicState> back = awaitBack(site, cluster, old);
        long returned = site.now();
        return new FaultReceipt(
                key(),
                target(),
                "",
                "deleteTopics, createTopics",
                called,
                returned,
                List.of("topic " + target()),
                back.isPresent(),
                called,
                gone,
                back.map(now -> "the topic id was " + old.id() + " and is " + now.id())
                        .orElse("the topic had no new id, or not all leaders, within " + BACK_WITHIN.toSeconds()
                                + " s"));
    }

    private void awaitGone(FaultSite site, Cluster cluster) throws Exception {
        long deadline = site.now() + GONE_WITHIN.toNanos();
        while (cluster.topic(topic).isPresent() || cluster.holdsLogs(topic)) {
            if (site.now() > deadline) {
                throw new IllegalStateException(
                        target() + " was deleted, yet is still there after " + GONE_WITHIN.toSeconds() + " s");
            }
            site.pause(LOOK);
        }
    }

    private Optional<TopicState> awaitBack(FaultSite site, Cluster cluster, TopicState old) throws Exception {
        long deadline = site.now() + BACK_WITHIN.toNanos();
        while (site.now() < deadline) {
            Optional<TopicState> now =
                    cluster.topic(topic).filter(state -> !state.id().equals(old.id()) && state.led());
            if (now.isPresent()) {
                return now;
            }
            site.pause(LOOK);
        }
        return Optional.empty();
    }

    /** For a fault that broke between deleting and making. */
    private String makeAgain(Cluster cluster, TopicState old) throws Exception {
        if (cluster.topic(topic).isPresent()) {
            return "";
        }
        cluster.createTopic(topic, old);
        return target() + " was made again";
    }
}
