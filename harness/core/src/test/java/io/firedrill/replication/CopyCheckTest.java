package io.firedrill.replication;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

class CopyCheckTest {

    private static final TopicPartition ZERO = new TopicPartition("orders", 0);
    private static final TopicPartition ONE = new TopicPartition("orders", 1);
    private static final TopicPartition COPY_OF_ZERO = new TopicPartition("us-east.orders", 0);
    private static final TopicPartition COPY_OF_ONE = new TopicPartition("us-east.orders", 1);
    private static final Duration A_WHILE = Duration.ofSeconds(30);

    private final Logs source = new Logs("orders");
    private final Logs target = new Logs("us-east.orders");

    /** A region that holds two partitions of a topic. Offsets without a record are transaction markers. */
    private static final class Logs extends MockConsumer<byte[], byte[]> {
        private final String topic;
        private final Map<TopicPartition, TreeMap<Long, ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        private final Map<TopicPartition, Long> ends = new HashMap<>();

        Logs(String topic) {
            super("none");
            this.topic = topic;
            updatePartitions(
                    topic,
                    List.of(
                            new PartitionInfo(topic, 0, null, null, null),
                            new PartitionInfo(topic, 1, null, null, null)));
            for (int partition = 0; partition < 2; partition++) {
                records.put(new TopicPartition(topic, partition), new TreeMap<>());
                ends.put(new TopicPartition(topic, partition), 0L);
            }
        }

        Logs record(int partition, String text, long timestamp) {
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

        Logs marker(int partition) {
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
        public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> times, Duration atMost) {
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

    private CopyCheck check() {
        return CopyCheck.of(source, Map.of("orders", "us-east.orders"), A_WHILE);
    }

    private List<TopicPartition> missing(CopyCheck check) {
        return check.missing(target, A_WHILE);
    }

    @Test
    void everyPartitionsLastRecordIsThere() {
        source.record(0, "a", 1).record(0, "b", 2).record(1, "c", 3);
        target.record(0, "a", 1).record(0, "b", 2).record(1, "c", 3);

        assertThat(check().partitions()).isEqualTo(2);
        assertThat(missing(check())).isEmpty();
    }

    @Test
    void onePartitionThatHasMoreDoesNotHideAnotherThatLacksSome() {
        source.record(0, "a", 1).record(0, "b", 2).record(1, "c", 3);
        // Three records as at the source, but of the first partition one twice.
        target.record(0, "a", 1).record(0, "b", 2).record(0, "b", 2);

        assertThat(missing(check())).containsExactly(ONE);
    }

    @Test
    void markersAtTheSourceAreNotWaitedFor() {
        source.record(0, "a", 1)
                .marker(0)
                .record(0, "b", 2)
                .marker(0)
                .marker(0)
                .marker(0)
                .marker(0)
                .marker(0);
        target.record(0, "a", 1);
        CopyCheck check = check();
        assertThat(missing(check)).containsExactly(ZERO);

        target.record(0, "b", 2);
        assertThat(missing(check)).isEmpty();
    }

    @Test
    void markersAtTheTargetAreNoCopies() {
        source.record(0, "a", 1).record(0, "b", 2).record(0, "c", 3);
        target.record(0, "a", 1).marker(0).record(0, "b", 2).marker(0);

        assertThat(missing(check())).containsExactly(ZERO);
    }

    @Test
    void whatTheSourceTakesAfterwardsIsNotWaitedFor() {
        source.record(0, "a", 1);
        CopyCheck check = check();
        source.record(0, "b", 2);
        target.record(0, "a", 1);

        assertThat(missing(check)).isEmpty();
    }

    @Test
    void theCopyIsFoundBehindLaterOnesAndAmongThoseOfTheSameMoment() {
        source.record(0, "a", 5).record(0, "b", 5);
        CopyCheck check = check();
        target.record(0, "a", 5).record(0, "b", 5).record(0, "c", 5).record(0, "d", 4);

        assertThat(missing(check)).isEmpty();
    }

    @Test
    void aTopicThatIsNotThereYetLacksAll() {
        source.record(0, "a", 1).record(1, "b", 2);
        CopyCheck check = check();

        assertThat(check.missing(new Logs("something-else"), A_WHILE)).containsExactly(ZERO, ONE);
    }

    @Test
    void emptyPartitionsHaveNothingToCopy() {
        source.marker(0).marker(0);

        assertThat(check().partitions()).isZero();
        assertThat(missing(check())).isEmpty();
        assertThat(target.assignment()).doesNotContain(COPY_OF_ZERO, COPY_OF_ONE);
    }
}
