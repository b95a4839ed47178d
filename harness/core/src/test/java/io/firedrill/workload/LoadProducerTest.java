package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.firedrill.evidence.RecordStamp;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadProducerTest {

    private final FactList journal = new FactList();
    private final List<RuntimeException> trouble = new CopyOnWriteArrayList<>();
    private final List<RecordStamp> stamps = new CopyOnWriteArrayList<>();
    private final CountDownLatch unblocked = new CountDownLatch(1);
    private volatile boolean blocking;

    /** The value's array is used again after send(), so a test reads it within. */
    private final MockProducer<byte[], byte[]> client =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                    if (blocking) {
                        awaitUnblocked();
                    }
                    stamps.add(RecordStamp.read(record.key(), record.headers(), KafkaHeaders.ACCESS, record.value()));
                    return super.send(record, callback);
                }
            };

    private LoadProducer load;

    private LoadProducer load(boolean active) {
        load = new LoadProducer(
                TestAssignments.worker("unused", List.of(), List.of()),
                TestAssignments.producer(active),
                journal.sink,
                client,
                RecordStamp::write,
                LatencyWindow.recorder(),
                trouble::add);
        return load;
    }

    private void awaitUnblocked() {
        try {
            unblocked.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void noTrouble() {
        unblocked.countDown();
        load.close();
        assertThat(trouble).isEmpty();
    }

    private void awaitSends(int count) {
        await().until(() -> stamps.size() >= count);
    }

    @Test
    void sendsStampedRecordsOnTheGrid() {
        long origin = System.nanoTime();
        load(true).startLoad(origin, origin);
        awaitSends(50);

        for (int i = 0; i < 50; i++) {
            RecordStamp stamp = stamps.get(i);
            assertThat(stamp.intact()).isTrue();
            assertThat(stamp.session()).isOne();
            assertThat(stamp.sequence()).isEqualTo(i);
            assertThat((stamp.intended() - origin) % 1_000_000).isZero();
        }
        assertThat(stamps.stream().map(RecordStamp::intended)).isSorted();
    }

    @Test
    void writesASendDownBeforeItsOutcome() {
        load(true).startLoad(System.nanoTime(), System.nanoTime());
        awaitSends(20);
        load.stopLoad(System.nanoTime());
        await().until(() -> journal.of("acked").size() == journal.of("sent").size());

        for (int i = 0; i < journal.facts.size(); i += 2) {
            assertThat(journal.facts.get(i).name()).isEqualTo("sent");
            assertThat(journal.facts.get(i + 1).name()).isEqualTo("acked");
            assertThat(journal.facts.get(i + 1).number(3))
                    .isEqualTo(journal.facts.get(i).number(3));
        }
    }

    @Test
    void onStandbyItSendsNothingAndIntendsNothing() {
        load(false).startLoad(System.nanoTime() - 1_000_000_000, System.nanoTime());

        assertThat(load.stats(System.nanoTime()).intended()).isZero();
        assertThat(stamps).isEmpty();
    }

    @Test
    void activatedLaterItKeepsToTheCommonGridAndLeavesThePastAlone() {
        long origin = System.nanoTime() - 5_000_000_000L;
        load(false).startLoad(origin, System.nanoTime());
        long activated = System.nanoTime();
        load.activate(activated);
        awaitSends(10);

        assertThat(stamps).allSatisfy(stamp -> {
            assertThat(stamp.intended()).isGreaterThanOrEqualTo(activated);
            assertThat((stamp.intended() - origin) % 1_000_000).isZero();
        });
    }

    @Test
    void deactivatedItSendsNoFurtherSlotUntilItIsActivatedAgain() {
        long origin = System.nanoTime();
        load(true).startLoad(origin, origin);
        awaitSends(10);
        long left = System.nanoTime();
        load.deactivate(left);
        assertThat(load.stats(left).active()).isFalse();
        long intended = load.stats(System.nanoTime() + 60_000_000_000L).intended();
        assertThat(intended).isEqualTo(load.stats(left).intended());

        long again = System.nanoTime();
        load.activate(again);
        awaitSends(stamps.size() + 10);
        assertThat(stamps).noneMatch(stamp -> stamp.intended() > left && stamp.intended() < again);
    }

    @Test
    void stoppedItEndsAndKeepsItsCount() {
        long origin = System.nanoTime();
        load(true).startLoad(origin, origin);
        awaitSends(10);
        load.stopLoad(System.nanoTime());

        long intended = load.stats(System.nanoTime()).intended();
        assertThat(load.stats(System.nanoTime() + 60_000_000_000L).intended()).isEqualTo(intended);
    }

    @Test
    void aShareOfItsRecordsIsHandedOverTwiceUnderTheSameId() {
        long origin = System.nanoTime();
        load = new LoadProducer(
                TestAssignments.worker("unused", List.of(), List.of()),
                TestAssignments.resending(0.25),
                journal.sink,
                client,
                RecordStamp::write,
                LatencyWindow.recorder(),
                trouble::add);
        load.startLoad(origin, origin);
        await().until(() -> journal.of("sent").size() >= 400);
        load.stopLoad(System.nanoTime());
        await().until(() -> journal.of("acked").size()
                == journal.of("sent").size() + journal.of("resent").size());

        List<Long> again =
                journal.of("resent").stream().map(fact -> fact.number(3)).toList();
        assertThat(again).hasSizeBetween(50, 200).doesNotHaveDuplicates();
        List<Long> twice = stamps.stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        RecordStamp::sequence, java.util.TreeMap::new, java.util.stream.Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() == 2)
                .map(java.util.Map.Entry::getKey)
                .toList();
        assertThat(twice).isEqualTo(again);
        assertThat(stamps).allSatisfy(stamp -> assertThat(stamp.intact()).isTrue());
        assertThat(load.stats(System.nanoTime()).acked())
                .isEqualTo(journal.of("sent").size());
    }

    @Test
    void aSendThatBlocksLeavesSlotsUnsentButNotTheScheduleBehind() {
        // At 1000/s and a limit of 100 ms at most 100 slots wait for a blocked sender.
        long origin = System.nanoTime();
        blocking = true;
        load(true).startLoad(origin, origin);
        await().until(() -> load.stats(System.nanoTime()).intended() > 400);
        blocking = false;
        unblocked.countDown();
        awaitSends(150);
        load.stopLoad(System.nanoTime());

        long[] slots = stamps.stream()
                .mapToLong(stamp -> (stamp.intended() - origin) / 1_000_000)
                .toArray();
        long widestGap = LongStream.range(1, slots.length)
                .map(i -> slots[(int) i] - slots[(int) i - 1])
                .max()
                .orElse(0);
        assertThat(widestGap).as("slots given up").isGreaterThan(100);
        assertThat(stamps.get(1).sequence()).as("sequences stay dense").isOne();
        assertThat(load.stats(System.nanoTime()).sent())
                .isLessThan(load.stats(System.nanoTime()).intended() - 100);
    }
}
