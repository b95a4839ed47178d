package io.firedrill.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.kafka.AdminSettings;
import io.firedrill.kafka.BrokerProfile;
import io.firedrill.kafka.Credentials;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.kafka.LogCut;
import io.firedrill.region.ChildExit;
import io.firedrill.region.DiskFate;
import io.firedrill.region.HarnessCache;
import io.firedrill.region.Paths;
import io.firedrill.region.ProcessPlatform;
import io.firedrill.region.Region;
import io.firedrill.region.RegionFailedException;
import io.firedrill.region.RegionLoss;
import io.firedrill.region.RegionSpec;
import io.firedrill.region.Vantage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, started once: three brokers in the east, one in the west, MirrorMaker between them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProcessPlatformLiveTest {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String TOPIC = "orders";
    private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);

    @TempDir
    static Path folder;

    private final Queue<ChildExit> unexpected = new ConcurrentLinkedQueue<>();
    private Path metrics;
    private ProcessPlatform platform;
    private Region east;
    private Region west;
    private MirrorMaker mirror;

    @BeforeAll
    void start() throws Exception {
        metrics = folder.resolve("mirror-metrics.jsonl");
        platform = ProcessPlatform.open(
                KafkaDistribution.locate(), HarnessCache.locate(), folder.resolve("data"), folder.resolve("logs"));
        platform.onUnexpectedExit(unexpected::add);
        // Shorter sessions than Kafka's: a killed broker can come back after three seconds instead of nine.
        Map<String, String> quick = Map.of("broker.session.timeout.ms", "3000", "broker.heartbeat.interval.ms", "500");
        JvmOptions jvm = JvmOptions.lean(RegionSpec.HEAP_MEBIBYTES);
        east = platform.add(new RegionSpec("us-east", 3, BrokerProfile.LEAN, quick, jvm), Paths.DIRECT);
        west = platform.add(new RegionSpec("us-west", 1, BrokerProfile.LEAN, quick, jvm), Paths.DIRECT);
        mirror = new MirrorMaker(
                platform.run(),
                FirstRecord.flow("us-east", "us-west"),
                east,
                west,
                JvmOptions.lean(MirrorMaker.HEAP_MEBIBYTES),
                Optional.of(new MetricSampling(metrics, Duration.ofMillis(200))));
        platform.start();
        mirror.start();
        platform.awaitReady(LONG);
        mirror.awaitReady(LONG);
    }

    @AfterAll
    void stop() throws Exception {
        if (platform != null) {
            platform.close();
        }
        assertThat(unexpected.stream().filter(exit -> exit.code() != 137)).isEmpty();
    }

    @Test
    @Order(1)
    void aRecordIsMirroredAndItsLatencySampled() throws Exception {
        try (Admin admin = admin(east)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 3))).all().get();
        }
        produce(10);
        mirror.awaitTopics(Set.of(TOPIC), LONG);
        Awaitility.await().atMost(LONG).until(() -> endOffset(west, new TopicPartition("us-east." + TOPIC, 0)) == 10);
        Awaitility.await()
                .atMost(LONG)
                .until(() -> Files.exists(metrics) && Files.readString(metrics).contains("\"replication-latency-ms\""));
    }

    @Test
    @Order(2)
    void anAclFencesTheServicesAndNobodyElse() throws Exception {
        AclBinding fence = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL),
                new AccessControlEntry(
                        "User:" + Credentials.SERVICES, "*", AclOperation.WRITE, AclPermissionType.DENY));
        try (Admin admin =
                Admin.create(AdminSettings.impatient(east.connection(Vantage.OTHER_REGION, Credentials.OPERATOR)))) {
            admin.createAcls(List.of(fence)).all().get();
            Awaitility.await().atMost(LONG).untilAsserted(() -> assertThatThrownBy(() -> produce(1))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class));
            assertThat(send(Credentials.OPERATOR, 1)).isEqualTo(1);
            admin.deleteAcls(List.of(fence.toFilter())).all().get();
            Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> send(Credentials.SERVICES, 1) == 1);
        }
    }

    @Test
    @Order(3)
    void aPausedBrokerComesBack() throws Exception {
        east.pause(Set.of(2));
        assertThat(east.running()).containsExactly(1, 3);
        east.resume(Set.of(2));
        assertThat(east.running()).containsExactly(1, 2, 3);
        east.awaitReady(LONG);
    }

    @Test
    @Order(4)
    void anUnflushedTailIsLostOnARestart_andTheTopicIsNot() throws Exception {
        RegionLoss loss = east.kill(Set.copyOf(east.brokers()), DiskFate.UNFLUSHED_LOST);
        assertThat(loss.ends()).hasSize(3).allSatisfy(end -> assertThat(end.goneNanos())
                .isGreaterThan(end.signalNanos()));
        assertThat(loss.cuts().values())
                .allSatisfy(
                        cuts -> assertThat(cuts).extracting(LogCut::partition).contains(TOPIC + "-0"));
        assertThat(east.running()).isEmpty();

        east.start(Set.copyOf(east.brokers()));
        east.awaitReady(LONG);

        Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> endOffset(east, FIRST) == 0);
        assertThat(produce(3)).isEqualTo(3);
    }

    @Test
    @Order(5)
    void recordsSurviveAKillWithDisksKept() throws Exception {
        long before = endOffset(east, FIRST);
        east.kill(Set.copyOf(east.brokers()), DiskFate.KEPT);
        east.start(Set.copyOf(east.brokers()));
        east.awaitReady(LONG);
        Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> endOffset(east, FIRST) == before);
    }

    @Test
    @Order(6)
    void aBrokerThatDiesIsReportedWithItsLastWords() throws Exception {
        ProcessHandle victim = platform.run().supervisor().alive().stream()
                .filter(child -> child.name().equals("us-west broker 1"))
                .flatMap(child -> ProcessHandle.of(child.pid()).stream())
                .findFirst()
                .orElseThrow();
        victim.destroyForcibly();
        Awaitility.await().atMost(LONG).until(() -> !unexpected.isEmpty());
        ChildExit exit = unexpected.element();
        assertThat(exit.name()).isEqualTo("us-west broker 1");
        assertThat(exit.describe()).contains("exit code 137").contains("the last lines of its log");
    }

    @Test
    @Order(7)
    void destroyedDisksComeBackEmptyAsAnotherCluster() throws Exception {
        String before = west.clusterId();
        // It would make its topics anew as soon as it can.
        mirror.pause();
        west.kill(Set.of(1), DiskFate.DESTROYED);
        west.start(Set.of(1));
        west.awaitReady(LONG);
        try (Admin admin = admin(west)) {
            assertThat(admin.describeCluster().clusterId().get())
                    .isEqualTo(west.clusterId())
                    .isNotEqualTo(before);
            assertThat(admin.listTopics().names().get()).doesNotContain("us-east." + TOPIC);
        } finally {
            mirror.resume();
        }
    }

    @Test
    @Order(8)
    void stoppingIsOrderly() throws Exception {
        assertThat(mirror.stop(Duration.ofSeconds(30))).isPresent();
        assertThat(west.stop(Set.of(1), Duration.ofSeconds(30)))
                .singleElement()
                .satisfies(end -> assertThat(end.orderly()).isTrue());
        assertThat(mirror.isAlive()).isFalse();
    }

    @Test
    @Order(9)
    void aRegionThatCannotStartSaysWhy() throws Exception {
        Map<String, String> broken = Map.of("log.retention.bytes", "plenty");
        RegionSpec spec = new RegionSpec("broken", 1, BrokerProfile.LEAN, broken, JvmOptions.lean(128));
        Region region = platform.add(spec, Paths.DIRECT);
        region.start(Set.of(1));
        Awaitility.await()
                .atMost(LONG)
                .until(() -> unexpected.removeIf(exit -> exit.name().startsWith("broken")));
        assertThatThrownBy(() -> region.awaitReady(LONG))
                .isInstanceOf(RegionFailedException.class)
                .hasMessageContaining("broken broker 1")
                .hasMessageContaining("log.retention.bytes");
    }

    @Test
    @Order(10)
    void passwordsAreInSecretFilesOnly() throws Exception {
        Credentials credentials = platform.run().credentials();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".jaas")) {
                    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
                } else {
                    assertThat(credentials.leakedIn(Files.readString(file, StandardCharsets.ISO_8859_1)))
                            .as("a password in %s", file)
                            .isFalse();
                }
            }
        }
    }

    private int produce(int records) throws Exception {
        return send(Credentials.SERVICES, records);
    }

    private int send(String user, int records) throws Exception {
        Map<String, Object> settings = new HashMap<>(east.connection(Vantage.SAME_REGION, user));
        settings.put("delivery.timeout.ms", 60_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(TOPIC, 0, null, ("record " + i).getBytes(StandardCharsets.UTF_8)))
                        .get();
            }
        }
        return records;
    }

    private static long endOffset(Region region, TopicPartition partition) throws Exception {
        try (Admin admin = admin(region)) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get(10, TimeUnit.SECONDS)
                    .offset();
        }
    }

    private static Admin admin(Region region) {
        return Admin.create(AdminSettings.impatient(region.connection(Vantage.OBSERVER, Credentials.OPERATOR)));
    }
}
