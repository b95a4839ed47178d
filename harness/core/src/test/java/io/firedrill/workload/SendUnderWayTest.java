package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class SendUnderWayTest {

    private static final long SECOND = 1_000_000_000;

    private final FactList journal = new FactList();
    private final SendCounts counts = new SendCounts(LatencyWindow.recorder(), SECOND);
    private final List<RuntimeException> trouble = new ArrayList<>();
    private final SendUnderWay.Context context =
            new SendUnderWay.Context(journal.sink, counts, 0, 5, 2, 1, true, trouble::add);

    private SendUnderWay send(long intended) {
        SendUnderWay send = new SendUnderWay(context, 42, intended);
        counts.began(send);
        return send;
    }

    @Test
    void anErrorReportedBeforeSendReturnedIsFailed() {
        SendUnderWay send = send(System.nanoTime());

        send.onCompletion(metadata(-1), new TimeoutException("Topic orders not present in metadata after 60000 ms."));

        assertThat(journal.facts).hasSize(1);
        assertThat(journal.of("failed").get(0).values())
                .startsWith(0, 5, 2, 42L)
                .endsWith("TimeoutException");
        assertThat(counts.failed.sum()).isOne();
    }

    @Test
    void anErrorThrownBySendIsFailed() {
        send(System.nanoTime()).thrown(new RecordTooLargeException("too large"));

        assertThat(journal.of("failed").get(0).values()).endsWith("RecordTooLargeException");
    }

    @Test
    void anErrorReportedAfterHandOverIsUnknownEvenOfAuthorization() throws Exception {
        SendUnderWay send = send(System.nanoTime());

        onTheClientsThread(() -> send.onCompletion(metadata(-1), new TopicAuthorizationException("orders")));

        assertThat(journal.facts).hasSize(1);
        assertThat(journal.of("unknown").get(0).values()).endsWith("TopicAuthorizationException");
        assertThat(counts.unknown.sum()).isOne();
    }

    @Test
    void anAcknowledgementSaysWhereTheRecordIs() throws Exception {
        SendUnderWay send = send(System.nanoTime());

        onTheClientsThread(() -> send.onCompletion(metadata(17), null));

        assertThat(journal.of("acked").get(0).values()).startsWith(0, 5, 2, 42L, 1, 3, 17L);
        assertThat(counts.acked.sum()).isOne();
        assertThat(counts.ackedInTime.sum()).isOne();
    }

    @Test
    void anAcknowledgementAfterTheLimitIsNotInTime() throws Exception {
        SendUnderWay send = send(System.nanoTime() - 2 * SECOND);

        onTheClientsThread(() -> send.onCompletion(metadata(17), null));

        assertThat(counts.acked.sum()).isOne();
        assertThat(counts.ackedInTime.sum()).isZero();
    }

    @Test
    void successOfAProducerThatAsksForNoAcknowledgementIsUnknown() throws Exception {
        SendUnderWay.Context fireAndForget =
                new SendUnderWay.Context(journal.sink, counts, 0, 5, 2, 1, false, trouble::add);
        SendUnderWay send = new SendUnderWay(fireAndForget, 42, System.nanoTime());

        onTheClientsThread(() -> send.onCompletion(metadata(-1), null));

        assertThat(journal.of("unknown").get(0).values()).endsWith("NoAcknowledgement");
        assertThat(counts.acked.sum()).isZero();
    }

    @Test
    void aSendReportedTwiceIsCountedOnce() throws Exception {
        SendUnderWay send = send(System.nanoTime());

        send.onCompletion(metadata(-1), new TimeoutException());
        send.thrown(new TimeoutException());
        onTheClientsThread(() -> send.onCompletion(metadata(-1), new TimeoutException()));

        assertThat(journal.facts).hasSize(1);
        assertThat(counts.failed.sum()).isOne();
        assertThat(counts.unknown.sum()).isZero();
    }

    @Test
    void theOldestSendUnderWayIsTheFirstThatHasNotEnded() {
        SendUnderWay first = send(100);
        send(200);

        assertThat(counts.oldestIntended(1000)).isEqualTo(100);
        first.thrown(new TimeoutException());
        assertThat(counts.oldestIntended(1000)).isEqualTo(200);
    }

    @Test
    void aJournalThatCannotBeWrittenIsTrouble() {
        IllegalStateException full = new IllegalStateException("disk full");
        SendUnderWay.Context broken = new SendUnderWay.Context(
                new io.firedrill.evidence.FactSink() {
                    @Override
                    public void acked(int w, int p, int s, long n, int topic, int partition, long offset, long at) {
                        throw full;
                    }
                },
                counts,
                0,
                5,
                2,
                1,
                true,
                trouble::add);

        new SendUnderWay(broken, 1, 0).onCompletion(metadata(1), null);

        assertThat(trouble).containsExactly(full);
    }

    private static RecordMetadata metadata(long offset) {
        return new RecordMetadata(new TopicPartition("orders", 3), offset, 0, 0, 7, 512);
    }

    private static void onTheClientsThread(Runnable callback) throws Exception {
        CompletableFuture.runAsync(callback).get(10, TimeUnit.SECONDS);
    }
}
