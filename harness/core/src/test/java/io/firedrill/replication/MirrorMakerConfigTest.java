package io.firedrill.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.firedrill.kafka.Deviation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class MirrorMakerConfigTest {
    private static final MirrorMakerConfig.Ends LARGE = new MirrorMakerConfig.Ends("e:1", "w:1", 3, 3);

    @Test
    void whereTheScenarioIsSilentMirrorMakersDefaultsStay() {
        Map<String, String> properties = MirrorMakerConfig.of(
                        FlowSpec.of("us-east", "us-west", List.of("orders", "payments")), LARGE)
                .properties();
        assertThat(properties)
                .containsEntry("us-east.bootstrap.servers", "e:1")
                .containsEntry("us-west.bootstrap.servers", "w:1")
                .containsEntry("us-east->us-west.enabled", "true")
                .containsEntry("us-west->us-east.enabled", "false")
                .containsEntry("us-east->us-west.topics", "orders,payments")
                .doesNotContainKeys(
                        "sync.group.offsets.enabled",
                        "emit.checkpoints.interval.seconds",
                        "refresh.topics.interval.seconds",
                        "offset.lag.max",
                        "replication.factor");
    }

    @Test
    void whatTheScenarioSaysIsSetAndDeclared() {
        MirrorMakerConfig config =
                MirrorMakerConfig.of(flow(Optional.of(Duration.ofSeconds(1)), true, Map.of("tasks.max", "2")), LARGE);
        assertThat(config.properties())
                .containsEntry("sync.group.offsets.enabled", "true")
                .containsEntry("sync.group.offsets.interval.seconds", "1")
                .containsEntry("us-west.exactly.once.source.support", "enabled")
                .containsEntry("tasks.max", "2");
        assertThat(config.deviations()).contains(new Deviation("tasks.max", "2", "", "set by the scenario"));
    }

    @Test
    void aSettingGoesWhereMirrorMakerReadsIt() {
        Map<String, String> properties = MirrorMakerConfig.of(
                        flow(
                                Optional.empty(),
                                false,
                                Map.of(
                                        "offset.flush.interval.ms", "1000",
                                        "consumer.isolation.level", "read_committed",
                                        "producer.linger.ms", "5",
                                        "admin.retries", "9",
                                        "us-east.consumer.fetch.max.bytes", "7",
                                        "refresh.topics.interval.seconds", "1")),
                        LARGE)
                .properties();
        assertThat(properties)
                .containsEntry("us-west.offset.flush.interval.ms", "1000")
                .containsEntry("us-east.consumer.isolation.level", "read_committed")
                .containsEntry("us-west.producer.linger.ms", "5")
                .containsEntry("us-east.admin.retries", "9")
                .containsEntry("us-west.admin.retries", "9")
                .containsEntry("us-east.consumer.fetch.max.bytes", "7")
                .containsEntry("refresh.topics.interval.seconds", "1")
                .doesNotContainKeys("offset.flush.interval.ms", "consumer.isolation.level");
    }

    @Test
    void internalTopicsFitRegionsOfOneBroker() {
        assertThat(MirrorMakerConfig.of(
                                FlowSpec.of("a", "b", List.of("t")), new MirrorMakerConfig.Ends("a:1", "b:1", 2, 1))
                        .properties())
                .containsEntry("config.storage.replication.factor", "1")
                .containsEntry("replication.factor", "1")
                .containsEntry("offset-syncs.topic.replication.factor", "2");
    }

    @Test
    void theWorkersTopicsAreThoseThatItWouldMake() {
        MirrorMakerConfig config = MirrorMakerConfig.of(
                FlowSpec.of("a", "b", List.of("t")), new MirrorMakerConfig.Ends("a:1", "b:1", 3, 2));

        assertThat(config.workerTopics("a"))
                .extracting(NewTopic::name, NewTopic::numPartitions, NewTopic::replicationFactor)
                .containsExactly(
                        tuple("mm2-configs.a.internal", 1, (short) 2),
                        tuple("mm2-offsets.a.internal", 1, (short) 2),
                        tuple("mm2-status.a.internal", 1, (short) 2));
        assertThat(config.workerTopics("a"))
                .allSatisfy(topic -> assertThat(topic.configs()).isEqualTo(Map.of("cleanup.policy", "compact")));
    }

    @Test
    void aTopicOfTheWorkerThatTheScenarioSaysMoreAboutIsLeftToIt() {
        MirrorMakerConfig config = MirrorMakerConfig.of(
                flow(
                        Optional.empty(),
                        false,
                        Map.of(
                                "offset.storage.topic",
                                "mine",
                                "status.storage.segment.bytes",
                                "1",
                                "config.storage.replication.factor",
                                "2")),
                LARGE);

        assertThat(config.workerTopics("us-east"))
                .extracting(NewTopic::name, NewTopic::replicationFactor)
                .containsExactly(tuple("mm2-configs.us-east.internal", (short) 2));
    }

    @Test
    void fractionsOfASecondAreRefused() {
        assertThatThrownBy(() -> flow(Optional.of(Duration.ofMillis(500)), false, Map.of()))
                .hasMessageContaining("sync-group-offsets is 500 ms");
    }

    @Test
    void thePolicyNamesTheMirroredTopic() {
        assertThat(ReplicationPolicy.DEFAULT.remoteTopic("us-east", "orders")).isEqualTo("us-east.orders");
        assertThat(ReplicationPolicy.IDENTITY.remoteTopic("us-east", "orders")).isEqualTo("orders");
    }

    private static FlowSpec flow(Optional<Duration> sync, boolean exactlyOnce, Map<String, String> config) {
        return new FlowSpec(
                "us-east",
                "us-west",
                List.of("orders"),
                ReplicationPolicy.DEFAULT,
                sync,
                Optional.empty(),
                Optional.empty(),
                exactlyOnce,
                config);
    }
}
