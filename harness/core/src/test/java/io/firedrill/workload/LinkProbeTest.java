package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkProbeTest {

    private static final WorkerCommand.StartProbe COMMAND = new WorkerCommand.StartProbe(
            "to-west", "firedrill-probe", Map.of(), Duration.ofMillis(10), Duration.ofMillis(200));

    private final List<WorkerEvent.ProbeResult> results = new CopyOnWriteArrayList<>();
    private final List<Integer> partitions = new CopyOnWriteArrayList<>();
    private final CountDownLatch unblocked = new CountDownLatch(1);
    private volatile boolean blocking;
    private volatile boolean refusing;

    private final MockProducer<byte[], byte[]> client =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                    if (blocking) {
                        awaitUnblocked();
                    }
                    if (refusing) {
                        throw new TimeoutException("not present in metadata");
                    }
                    partitions.add(record.partition());
                    return super.send(record, callback);
                }

                @Override
                public List<PartitionInfo> partitionsFor(String topic) {
                    return List.of(
                            new PartitionInfo(topic, 0, null, null, null),
                            new PartitionInfo(topic, 1, null, null, null));
                }
            };

    private LinkProbe probe;

    private void start() {
        probe = new LinkProbe(COMMAND, client, event -> results.add((WorkerEvent.ProbeResult) event));
    }

    private void awaitUnblocked() {
        try {
            unblocked.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        unblocked.countDown();
        probe.close();
    }

    @Test
    void triesGoRoundThePartitionsAndComeBackInOrder() {
        start();
        await().until(() -> results.size() >= 10);

        assertThat(results).allMatch(WorkerEvent.ProbeResult::success);
        for (int i = 0; i < 10; i++) {
            assertThat(results.get(i).attempt()).isEqualTo(i);
        }
        assertThat(partitions).contains(0, 1);
    }

    @Test
    void aSendThatBlocksFailsByTheTimeoutAndHoldsUpNoOtherTry() {
        blocking = true;
        start();
        await().until(() -> results.size() >= 50);

        assertThat(results).noneMatch(WorkerEvent.ProbeResult::success);
        assertThat(results.get(0).error()).contains("200 ms");
        assertThat(results.get(0).finished() - results.get(0).invoked()).isGreaterThanOrEqualTo(199_000_000);
        // A try of its own every 10 ms, although each send blocks for ever.
        assertThat(results.get(49).invoked() - results.get(0).invoked()).isGreaterThanOrEqualTo(400_000_000);
        assertThat(results.get(49).attempt()).isEqualTo(49);
    }

    @Test
    void aSendThatThrowsFailsWithItsReason() {
        refusing = true;
        start();
        await().until(() -> !results.isEmpty());

        assertThat(results.get(0).success()).isFalse();
        assertThat(results.get(0).error()).isEqualTo("TimeoutException: not present in metadata");
    }

    @Test
    void itsClientGivesUpAsQuicklyAsTheProbe() {
        start();
        assertThat(LinkProbe.settings(COMMAND))
                .containsEntry("max.block.ms", "200")
                .containsEntry("delivery.timeout.ms", "200")
                .containsEntry("request.timeout.ms", "200")
                .containsEntry("acks", "all");
    }
}
