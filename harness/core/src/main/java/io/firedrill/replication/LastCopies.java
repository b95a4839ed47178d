package io.firedrill.replication;

import io.firedrill.kafka.Credentials;
import io.firedrill.region.Region;
import io.firedrill.region.Vantage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Whether a flow has nothing left to copy: MirrorMaker keeps a partition's order, so it has once the last record of each source
 * partition stands last in its copy too. Counting is not enough: a MirrorMaker that was killed copies records twice, and then there
 * are more copies than records while the newest are still missing.
 */
public final class LastCopies {
    /** A transaction's marker takes an offset and is no record; so the last record may stand a little before the end. */
    private static final long LOOK_BACK = 16;

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);

    private LastCopies() {}

    private record Last(byte[] key, byte[] value) {
        static Last of(ConsumerRecord<byte[], byte[]> record) {
            return new Last(bytes(record.key()), bytes(record.value()));
        }

        private static byte[] bytes(byte[] given) {
            return given == null ? new byte[0] : given;
        }

        boolean same(Last other) {
            return Arrays.equals(key, other.key) && Arrays.equals(value, other.value);
        }
    }

    /**
     * Source partitions whose last record is not the last one of their copy.
     *
     * @param topics names at the source
     * @param mirrored their names at the target, in the same order
     * @return as {@code orders/3}; empty when everything is copied
     * @throws org.apache.kafka.common.KafkaException a region does not answer
     */
    public static List<String> missing(Region source, Region target, List<String> topics, List<String> mirrored) {
        Map<TopicPartition, Last> written = last(source, topics);
        Map<TopicPartition, Last> copied = last(target, mirrored);
        List<String> missing = new ArrayList<>();
        written.forEach((partition, last) -> {
            String copy = mirrored.get(topics.indexOf(partition.topic()));
            Last there = copied.get(new TopicPartition(copy, partition.partition()));
            if (there == null || !there.same(last)) {
                missing.add(partition.topic() + "/" + partition.partition());
            }
        });
        return missing;
    }

    /** The last record of each partition that has one. */
    private static Map<TopicPartition, Last> last(Region region, List<String> topics) {
        Map<TopicPartition, Last> last =
                new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        try (KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(settings(region), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = topics.stream()
                    .flatMap(topic -> reader.partitionsFor(topic, ANSWER).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = reader.endOffsets(all, ANSWER);
            reader.assign(all);
            reader.beginningOffsets(all, ANSWER)
                    .forEach((partition, start) ->
                            reader.seek(partition, Math.max(start, ends.getOrDefault(partition, start) - LOOK_BACK)));
            long deadline = System.nanoTime() + ANSWER.toNanos();
            while (all.stream().anyMatch(it -> reader.position(it, ANSWER) < ends.getOrDefault(it, 0L))) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("the last records of " + region.name() + " could not be read within "
                            + ANSWER.toSeconds() + " s");
                }
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                    last.put(new TopicPartition(record.topic(), record.partition()), Last.of(record));
                }
            }
        }
        return last;
    }

    private static Map<String, Object> settings(Region region) {
        Map<String, Object> settings = new HashMap<>(region.connection(Vantage.OBSERVER, Credentials.OPERATOR));
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "firedrill-last-copies");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return settings;
    }
}
