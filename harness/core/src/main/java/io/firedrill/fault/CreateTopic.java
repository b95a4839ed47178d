package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.TopicState;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import io.firedrill.scenario.TopicSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a topic that the scenario says is {@code created: by-timeline}, in every region, and lets the services work that waited for it.
 * No harm by itself: what has to find out about it, such as MirrorMaker, may not have when a disaster comes.
 */
public record CreateTopic(String topic) implements Fault {

    /** Its word in the language. */
    public static final class Word extends FaultWord<CreateTopic> {
        private final Key<String> topic = required("topic", Scalars.TOPIC, "a topic that is created: by-timeline");

        /** For the service loader. */
        public Word() {
            super(
                    "create-topic",
                    CreateTopic.class,
                    "a topic to make",
                    "makes a topic in every region while the drill runs; services that waited for it begin",
                    "{ topic: payments }");
            shorthand(topic);
        }

        @Override
        protected CreateTopic build(Fields in) {
            return new CreateTopic(in.get(topic));
        }

        @Override
        protected void check(CreateTopic fault, FaultCheck in) {
            TopicSpec topic = in.scenario().topics().get(fault.topic());
            if (in.topic("topic", fault.topic()) && topic != null && topic.created() == TopicSpec.Created.AT_START) {
                in.impossible(
                        "topic",
                        fault.topic(),
                        "a topic that is created: by-timeline",
                        fault.topic() + " is there from the start, so the timeline can't make it");
            }
        }
    }

    @Override
    public String key() {
        return "create-topic";
    }

    @Override
    public String target() {
        return topic;
    }

    @Override
    public String wording() {
        return topic + " is made in every region; services that waited for it begin";
    }

    @Override
    public boolean lasts() {
        return false;
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        List<String> regions = site.regions();
        for (String region : regions) {
            if (site.cluster(region).topic(topic).isPresent()) {
                throw new IllegalStateException(region + " has a topic " + topic + " already");
            }
        }
        long called = site.now();
        List<String> begun = new ArrayList<>();
        for (String region : regions) {
            begun.addAll(site.provideTopic(region, topic));
        }
        long returned = site.now();
        List<String> touched = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String region : regions) {
            Optional<TopicState> made = site.cluster(region).topic(topic);
            (made.isPresent() ? touched : missing).add(region + " topic " + topic);
        }
        for (String region : regions) {
            site.noteMetadata(region);
        }
        begun.forEach(service -> touched.add("service " + service));
        return new FaultReceipt(
                key(),
                target(),
                "",
                "createTopics",
                called,
                returned,
                touched,
                missing.isEmpty(),
                called,
                returned,
                missing.isEmpty()
                        ? topic + " is there in " + String.join(", ", regions)
                                + (begun.isEmpty() ? "" : "; " + String.join(", ", begun) + " began")
                        : String.join(", ", missing) + " is not there");
    }
}
