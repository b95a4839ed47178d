package io.firedrill.workload;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Settings of the workload's Kafka clients. What nobody set keeps Kafka's default, for better or worse. */
final class ClientSettings {

    private ClientSettings() {}

    static Map<String, Object> producer(WorkerAssignment worker, WorkerAssignment.ProducerAssignment producer) {
        Map<String, Object> settings = new LinkedHashMap<>(worker.client());
        settings.put(
                ProducerConfig.CLIENT_ID_CONFIG,
                worker.catalogue().producers().get(producer.producer()).name());
        settings.put(ProducerConfig.ACKS_CONFIG, producer.acks());
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, producer.idempotent());
        producer.transactions()
                .ifPresent(transactions -> settings.put(
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        Math.toIntExact(transactions.timeout().toMillis())));
        settings.putAll(producer.config());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    /**
     * As {@link #producer}, of one whose sends are grouped. A worker that comes back has the same transactional id, so it ends what the
     * one before it left open.
     *
     * @param number of the client: each after one that left a transaction open has an id of its own, which leaves that one open
     */
    static Map<String, Object> transactional(
            WorkerAssignment worker, WorkerAssignment.ProducerAssignment producer, int number) {
        Map<String, Object> settings = producer(worker, producer);
        settings.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                worker.catalogue().producers().get(producer.producer()).name() + "-" + number);
        return settings;
    }

    /** The {@code acks} that hold for a producer. */
    static String acks(WorkerAssignment.ProducerAssignment producer) {
        return producer.config().getOrDefault(ProducerConfig.ACKS_CONFIG, producer.acks());
    }

    static Map<String, Object> consumer(
            Map<String, String> client, WorkerAssignment.ConsumerAssignment consumer, int instance) {
        Map<String, Object> settings = new LinkedHashMap<>(client);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, consumer.service() + "-" + instance);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, consumer.autoOffsetReset());
        settings.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                consumer.isolation().name().toLowerCase(Locale.ROOT));
        // A mirrored topic that does not exist yet must be made by MirrorMaker, not by the one that waits for it.
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.putAll(consumer.config());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, consumer.groupId());
        // Commits are facts, and only the one who commits sees which succeeded.
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return deserializing(settings);
    }

    /** A consumer that belongs to no group and reads what is committed. */
    static Map<String, Object> reader(Map<String, String> client, String clientId) {
        Map<String, Object> settings = new LinkedHashMap<>(client);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        return deserializing(settings);
    }

    private static Map<String, Object> deserializing(Map<String, Object> settings) {
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }
}
