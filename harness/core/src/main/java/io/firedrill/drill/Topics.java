package io.firedrill.drill;

import io.firedrill.evidence.Catalogue;
import io.firedrill.scenario.ReplicationSpec;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the scenario's topics where services produce to them, and knows which topics a region can hold. */
final class Topics {
    /** Where detectors' probes go; belongs to no lineage. */
    static final String PROBE = "firedrill-probe";

    private static final int CREATE_SECONDS = 30;

    private final Scenario scenario;
    private final Catalogue catalogue;

    Topics(Scenario scenario, Catalogue catalogue) {
        this.scenario = scenario;
        this.catalogue = catalogue;
    }

    /** What a region of so many brokers should have from the beginning. */
    List<NewTopic> from(int brokers) {
        List<NewTopic> topics = new ArrayList<>();
        scenario.topics().forEach((name, spec) -> {
            if (!scenario.appearsLater(name)) {
                topics.add(topic(name, spec));
            }
        });
        short replicas = (short) Math.min(3, brokers);
        topics.add(new NewTopic(PROBE, 1, replicas)
                .configs(Map.of("min.insync.replicas", Integer.toString(Math.max(1, replicas - 1)))));
        return topics;
    }

    /** Makes what the region should have and does not. */
    void provide(String region, List<NewTopic> topics, Admin admin) throws DrillException, InterruptedException {
        try {
            Set<String> there = admin.listTopics().names().get(CREATE_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = topics.stream()
                    .filter(topic -> !there.contains(topic.name()))
                    .toList();
            for (KafkaFuture<Void> made : admin.createTopics(missing).values().values()) {
                awaitMade(made, Duration.ofSeconds(CREATE_SECONDS));
            }
        } catch (ExecutionException e) {
            throw new DrillException("the topics of " + region + " could not be made: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new DrillException("the topics of " + region + " were not made within " + CREATE_SECONDS + " s", e);
        }
    }

    /** Waits for a topic that is being made. One that somebody else made meanwhile is there as well. */
    static void awaitMade(KafkaFuture<Void> made, Duration atMost)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            made.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** Makes one topic of the scenario's. */
    void create(String region, String name, Admin admin) throws DrillException, InterruptedException {
        TopicSpec spec = scenario.topics().get(name);
        if (spec == null) {
            throw new IllegalArgumentException("topic " + name + " is not declared");
        }
        try {
            admin.createTopics(List.of(topic(name, spec))).all().get(CREATE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new DrillException("topic " + name + " of " + region + " could not be made: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new DrillException(
                    "topic " + name + " of " + region + " was not made within " + CREATE_SECONDS + " s", e);
        }
    }

    private static NewTopic topic(String name, TopicSpec spec) {
        Map<String, String> config = new HashMap<>(spec.config());
        config.putIfAbsent("min.insync.replicas", Integer.toString(spec.minInsyncReplicas()));
        return new NewTopic(name, Optional.of(spec.partitions()), Optional.of((short) spec.replicationFactor()))
                .configs(config);
    }

    /** Every topic of a workload lineage that the region can hold. */
    List<String> in(String region) {
        return catalogue.topics().stream()
                .filter(topic -> !topic.mirrored() || copied(topic, region))
                .map(Catalogue.Topic::name)
                .toList();
    }

    private boolean copied(Catalogue.Topic topic, String region) {
        return scenario.replication().stream()
                .anyMatch(
                        flow -> flow.from().equals(topic.origin()) && flow.to().equals(region));
    }

    /** Names at the target of what a flow copies. */
    static List<String> mirrored(ReplicationSpec flow) {
        return flow.topics().stream().map(flow::mirrored).collect(Collectors.toList());
    }
}
