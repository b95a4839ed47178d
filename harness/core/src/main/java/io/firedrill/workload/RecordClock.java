package io.firedrill.workload;

import io.firedrill.evidence.RecordStamp;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads from records what time it was where they were sent. */
public final class RecordClock {
    private static final Duration POLL = Duration.ofMillis(100);

    private RecordClock() {}

    /**
     * How far ahead of this machine's clock the timestamp of a record is, one that is appended from now on. Its stamp says when it was
     * intended by the clock that no fault touches; it was sent a moment after that.
     *
     * @param client properties of the region to read
     * @param topics where the worker's services send
     * @param worker index of the region whose services sent it
     * @return empty when none arrives within {@code atMost}
     */
    public static Optional<Duration> ahead(
            Map<String, String> client, Collection<String> topics, int worker, Duration atMost) {
        long since = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(ClientSettings.reader(client, "firedrill-clock"))) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            while (System.nanoTime() - since < atMost.toNanos()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    RecordStamp stamp =
                            RecordStamp.read(record.key(), record.headers(), KafkaHeaders.ACCESS, record.value());
                    if (stamp != null && stamp.worker() == worker && stamp.intended() >= since) {
                        return Optional.of(Duration.ofMillis(record.timestamp() - wallClockAt(stamp.intended())));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static long wallClockAt(long monotonic) {
        return System.currentTimeMillis() - (System.nanoTime() - monotonic) / 1_000_000;
    }
}
