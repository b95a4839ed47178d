package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.RecordStamp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LogScanTest {

    private static final TopicPartition ONE = new TopicPartition("orders", 0);
    private static final TopicPartition TWO = new TopicPartition("orders", 1);
    private static final byte[] KEY = "k000001".getBytes(StandardCharsets.US_ASCII);

    private static final Uuid ID = new Uuid(7, 8);

    private final FactList journal = new FactList();
    private final MockConsumer<byte[], byte[]> client = new MockConsumer<>("none");

    private LogScan scan(long start, long end) {
        client.updatePartitions(
                "orders",
                List.of(
                        new PartitionInfo("orders", 0, null, null, null),
                        new PartitionInfo("orders", 1, null, null, null)));
        client.updateBeginningOffsets(Map.of(ONE, start, TWO, 0L));
        client.updateEndOffsets(Map.of(ONE, end, TWO, 0L));
        return new LogScan(client, TestAssignments.CATALOGUE, journal.sink, new TopicLook() {
            @Override
            public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, Duration atMost) {
                return client.endOffsets(partitions, atMost);
            }

            @Override
            public Map<String, Uuid> ids(Collection<String> topics, Duration atMost) {
                return Map.of("orders", ID);
            }
        });
    }

    private void holds(long offset) {
        byte[] id = RecordStamp.idHeader(0, 0, 1, offset);
        byte[] value = new byte[100];
        RecordStamp.write(value, KEY, id, 0, 0, 1, offset, RecordStamp.keyHash(KEY), 0, 0);
        RecordHeaders headers = new RecordHeaders();
        headers.add(RecordStamp.ID_HEADER, id);
        client.addRecord(new ConsumerRecord<>(
                "orders", 0, offset, 1234L, TimestampType.CREATE_TIME, 7, 100, KEY, value, headers, Optional.empty()));
    }

    private static long soon() {
        return System.nanoTime() + 10_000_000_000L;
    }

    @Test
    void writesDownEveryRecordAndThatPartitionsAreWhole() {
        LogScan scan = scan(5, 8);
        client.schedulePollTask(() -> {
            holds(5);
            holds(6);
            holds(7);
        });
        LogScan.Outcome outcome = scan.run(List.of("orders"), soon());

        assertThat(outcome).isEqualTo(new LogScan.Outcome(Map.of("orders", 3L), true, ""));
        assertThat(journal.of("scanned")).extracting(fact -> fact.number(2)).containsExactly(5L, 6L, 7L);
        assertThat(journal.of("scanned").get(0).values().subList(3, 10))
                .containsExactly(0, 0, 1, 5L, RecordStamp.keyHash(KEY), 1234L, 7 + 100 + 12 + 7);
        assertThat(journal.of("scanComplete"))
                .extracting(fact -> fact.values().subList(0, 4))
                .containsExactlyInAnyOrder(List.of(0, 0, 5L, 8L), List.of(0, 1, 0L, 0L));
    }

    @Test
    void whatCameAfterTheScanBeganIsLeftOut() {
        LogScan scan = scan(0, 1);
        client.schedulePollTask(() -> {
            holds(0);
            holds(1);
        });
        LogScan.Outcome outcome = scan.run(List.of("orders"), soon());

        assertThat(outcome.records()).containsEntry("orders", 1L);
    }

    @Test
    void aRecordWithoutAStampIsForeign() {
        LogScan scan = scan(0, 1);
        client.schedulePollTask(() -> client.addRecord(new ConsumerRecord<>("orders", 0, 0, null, new byte[9])));
        LogScan.Outcome outcome = scan.run(List.of("orders"), soon());

        assertThat(outcome.complete()).isTrue();
        assertThat(journal.of("scannedForeign")).hasSize(1);
    }

    @Test
    void aTopicThatDoesNotExistIsNotedAndNoFault() {
        LogScan.Outcome outcome = scan(0, 0).run(List.of("orders", "us-west.orders"), soon());

        assertThat(outcome.complete()).isTrue();
        assertThat(outcome.note()).isEqualTo("topic us-west.orders does not exist");
    }

    @Test
    void aDeadlineThatPassesLeavesTheScanIncompleteAndSaysHowFarItCame() {
        LogScan.Outcome outcome = scan(0, 9).run(List.of("orders"), System.nanoTime());

        assertThat(outcome.complete()).isFalse();
        assertThat(outcome.note()).isEqualTo("orders-0 was read to offset 0 of 9");
        assertThat(journal.of("scanComplete")).hasSize(1);
    }

    @Test
    void aRegionThatDoesNotAnswerLeavesTheScanIncomplete() {
        LogScan scan = scan(0, 9);
        client.setOffsetsException(new TimeoutException("no broker answers"));
        LogScan.Outcome outcome = scan.run(List.of("orders"), soon());

        assertThat(outcome.complete()).isFalse();
        assertThat(outcome.note()).contains("no broker answers");
    }
}
