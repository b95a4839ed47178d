package io.firedrill.replication;

import io.firedrill.kafka.AdminSettings;
import io.firedrill.kafka.Credentials;
import io.firedrill.region.Region;
import io.firedrill.region.Vantage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What benchmarks of a start wait for: a topic is made at the source, a record is sent to it, and is there at the target. */
final class FirstRecord {
    static final Duration LONG = Duration.ofSeconds(120);
    private static final String TOPIC = "orders";

    private FirstRecord() {}

    /** One second in both: at its default of ten minutes MirrorMaker would not see the topic for as long. */
    static FlowSpec flow(String from, String to) {
        return new FlowSpec(
                from,
                to,
                List.of(TOPIC),
                ReplicationPolicy.DEFAULT,
                Optional.of(Duration.ofSeconds(1)),
                Optional.of(Duration.ofSeconds(1)),
                Optional.of(0),
                false,
                Map.of("refresh.topics.interval.seconds", "1"));
    }

    /**
     * Returns once the record was read at the target.
     *
     * @param from where producer and consumer of this process come from
     */
    static void mirror(Region source, Region target, MirrorMaker mirror, Vantage from) throws Exception {
        try (Admin admin = Admin.create(
                        AdminSettings.impatient(source.connection(Vantage.OBSERVER, Credentials.OPERATOR)));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        source.connection(from, Credentials.SERVICES),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 6, (short) 3))).all().get();
            Future<RecordMetadata> sent =
                    producer.send(new ProducerRecord<>(TOPIC, 0, null, "first".getBytes(StandardCharsets.UTF_8)));
            mirror.awaitTopics(Set.of(TOPIC), LONG);
            sent.get();
        }
        Map<String, Object> settings = target.connection(from, Credentials.SERVICES);
        settings.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(IntStream.range(0, 6)
                    .mapToObj(partition -> new TopicPartition(source.name() + "." + TOPIC, partition))
                    .toList());
            while (consumer.poll(Duration.ofMillis(50)).isEmpty()) {
                if (!mirror.isAlive()) {
                    throw new IllegalStateException("MirrorMaker ended");
                }
            }
        }
    }
}
