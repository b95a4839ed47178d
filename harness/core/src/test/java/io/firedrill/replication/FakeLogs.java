package io.firedrill.replication;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A region that holds two partitions of a topic. Offsets without a record are transaction markers. */
public final class FakeLogs extends MockConsumer<byte[], byte[]> {
    private final String topic;
    private final Map<TopicPartition, TreeMap<Long, ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /** Of a topic without a record. */
    public FakeLogs(String topic) {
        super("none");
        this.topic = topic;
        updatePartitions(
                topic,
                List.of(new PartitionInfo(topic, 0, null, null, null), new PartitionInfo(topic, 1, null, null, null)));
        for (int partition = 0; partition < 2; partition++) {
            records.put(new TopicPartition(topic, partition), new TreeMap<>());
            ends.put(new TopicPartition(topic, partition), 0L);
        }
    }

    /** Appends a record. */
    public FakeLogs record(int partition, String text, long timestamp) {
        TopicPartition of = new TopicPartition(topic, partition);
        long offset = ends.get(of);
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        records.get(of)
                .put(
                        offset,
                        new ConsumerRecord<>(
                                topic,
                                partition,
                                offset,
                                timestamp,
                                TimestampType.CREATE_TIME,
                                0,
                                value.length,
                                null,
                                value,
                                new RecordHeaders(),
                                Optional.empty()));
        return marker(partition);
    }

    /** Appends what no reader sees. */
    public FakeLogs marker(int partition) {
        ends.merge(new TopicPartition(topic, partition), 1L, Long::sum);
        return this;
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> of, Duration atMost) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        of.forEach(partition -> starts.put(partition, 0L));
        return starts;
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> of, Duration atMost) {
        Map<TopicPartition, Long> wanted = new HashMap<>(ends);
        wanted.keySet().retainAll(of);
        return wanted;
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times, Duration atMost) {
        Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
        times.forEach((partition, time) -> found.put(
                partition,
                records.get(partition).values().stream()
                        .filter(record -> record.timestamp() >= time)
                        .findFirst()
                        .map(record -> new OffsetAndTimestamp(record.offset(), record.timestamp()))
                        .orElse(null)));
        return found;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> fetched = new HashMap<>();
        for (TopicPartition partition : assignment()) {
            var rest = records.get(partition).tailMap(position(partition)).values();
            fetched.put(partition, new ArrayList<>(rest));
            seek(partition, ends.get(partition));
        }
        return new ConsumerRecords<>(fetched, Map.of());
    }
}
