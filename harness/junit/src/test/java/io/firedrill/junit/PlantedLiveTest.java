package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A real drill with an outage of known length and a known number of orders sent twice; the planted loss is LiveDrillTest's. */
@MoreDrills
@Firedrill(scenario = "src/test/resources/scenarios/planted.yaml")
class PlantedLiveTest {
    /**
     * How long clients wait by their own configuration before they connect again, and before they send again ({@code reconnect.backoff.max.ms},
     * {@code retry.backoff.max.ms}: 50 ms each), each give or take a fifth.
     */
    private static final double BACKOFF_MILLIS = 1.2 * (50 + 50);

    /** Within the outage, whatever acknowledgements were under way when it began. */
    private static final long MIDDLE_NANOS = 3_000_000_000L;

    /**
     * What was planted lies between two lengths, and no acknowledgement of the outage tells either. The path was cut at some moment while the
     * proxy was disabled, and worked again at some moment between when it was enabled and when a canary, none of the clients, had its answer.
     * Then a client waits as it is configured, connects and logs in, for which it may take as long as the canary did, and asks twice, for the cluster and
     * with its records, each answered no later than the slowest record before the outage.
     */
    @Test
    void theOutageIsMeasuredWithinItsErrorBar(Result result, RunFolder folder) {
        Timeline timeline = TimelineReader.read(folder.timeline());
        TimelineEvent.FaultApplied cut =
                timeline.all(TimelineEvent.FaultApplied.class).findFirst().orElseThrow();
        TimelineEvent.FaultLifted healed =
                timeline.all(TimelineEvent.FaultLifted.class).findFirst().orElseThrow();
        double least = (healed.takenBackAt() - cut.receipt().appliedTo()) / 1e6;
        double connected = (healed.at() - healed.takenBackAt()) / 1e6;
        double answered = slowest(folder, cut.receipt().appliedFrom()) / 1e6;
        double most = (healed.at() - cut.receipt().appliedFrom()) / 1e6 + BACKOFF_MILLIS + connected + 2 * answered;

        assertThat(healed.clean()).isTrue();
        assertThat(least).isGreaterThanOrEqualTo(6_000);
        assertThat(result.sends()).isNotNull();
        Map<String, Double> bars = result.sends().longestAckGapPlusMinusMillis();
        assertThat(bars).isNotNull();
        assertThat(result.sends().longestAckGapMillis()).hasSize(2).allSatisfy((partition, gap) -> assertThat(gap)
                .as("%s, planted %s to %s", partition, least, most)
                .isBetween(least - bars.get(partition), most + bars.get(partition)));
    }

    /** Until then from the steady baseline on, nanoseconds from the hand-over to the acknowledgement. */
    private static long slowest(RunFolder folder, long until) {
        long steady = TimelineReader.read(folder.timeline())
                .first(TimelineEvent.BaselineSteady.class)
                .orElseThrow()
                .at();
        long slowest = PlainFacts.sends(folder, "us-east").values().stream()
                .filter(send -> send.sent() >= steady && send.acknowledged() < until)
                .mapToLong(send -> send.acknowledged() - send.sent())
                .max()
                .orElseThrow();
        assertThat(slowest).isPositive();
        return slowest;
    }

    /** The outage ends for a partition with its next acknowledgement; how long that took is counted by plain means, to the microsecond. */
    @Test
    void theOutageIsAsLongAsTheJournalHasNoAcknowledgement(Result result, RunFolder folder) {
        Timeline timeline = TimelineReader.read(folder.timeline());
        long cut = timeline.all(TimelineEvent.FaultApplied.class)
                .findFirst()
                .orElseThrow()
                .receipt()
                .appliedTo();
        Map<String, NavigableSet<Long>> acknowledged = new HashMap<>();
        PlainFacts.sends(folder, "us-east").values().stream()
                .filter(send -> send.partition() >= 0)
                .forEach(send -> acknowledged
                        .computeIfAbsent("orders/" + send.partition(), p -> new TreeSet<>())
                        .add(send.acknowledged()));

        assertThat(acknowledged).hasSize(2);
        Map<String, Double> counted = new HashMap<>();
        acknowledged.forEach((partition, times) -> {
            long before = times.headSet(cut + MIDDLE_NANOS).last();
            long after = times.tailSet(cut + MIDDLE_NANOS).first();
            counted.put(partition, Math.round((after - before) / 1e3) / 1e3);
        });
        assertThat(result.sends()).isNotNull();
        assertThat(result.sends().longestAckGapMillis()).isEqualTo(counted);
    }

    @Test
    void theCanarySawItBeginWhenItBegan(RunFolder folder) {
        TimelineEvent.FaultApplied cut = TimelineReader.read(folder.timeline())
                .all(TimelineEvent.FaultApplied.class)
                .findFirst()
                .orElseThrow();

        assertThat(cut.receipt().observed()).isTrue();
        assertThat(cut.receipt().effectTo())
                .isGreaterThanOrEqualTo(cut.receipt().appliedFrom());
        assertThat(cut.receipt().effectFrom()).isLessThanOrEqualTo(cut.receipt().appliedTo());
    }

    @Test
    void everyOrderThatWasSentTwiceIsFoundAndNoOther(Result result, RunFolder folder) {
        AtomicLong resent = new AtomicLong();
        JournalReader.read(folder.journal("us-east", 1), new FactSink() {
            @Override
            public void resent(int worker, int producer, int session, long sequence, long at) {
                resent.incrementAndGet();
            }
        });

        assertThat(resent.get()).isPositive();
        assertThat(result.anomalies().get("P4").count()).isEqualTo(resent.get());
        assertThat(result.duplicates()).isNotNull();
        assertThat(result.duplicates().log().count()).isEqualTo(resent.get());
        assertThat(result.duplicates().delivered().count()).isEqualTo(resent.get());
        assertThat(result.duplicates().deliveredBecause()).containsEntry("log-copy", resent.get());
    }

    @Test
    void theLogHoldsThemTwiceByPlainCounting(Result result, RunFolder folder) {
        Map<Long, Integer> copies = new HashMap<>();
        JournalReader.read(folder.scan("us-east"), new FactSink() {
            @Override
            public void scanned(
                    int topic,
                    int partition,
                    long offset,
                    int worker,
                    int producer,
                    int session,
                    long sequence,
                    long keyHash,
                    long timestamp,
                    int bytes,
                    int digest,
                    boolean intact) {
                copies.merge(sequence, 1, Integer::sum);
            }
        });

        assertThat(result.duplicates()).isNotNull();
        assertThat(copies.values().stream().filter(count -> count > 1).count())
                .isEqualTo(result.duplicates().log().count());
    }

    @Test
    void nothingElseWentWrong(Result result) {
        FiredrillAssertions.assertThat(result).passed();
        assertThat(result.troubles()).isEmpty();
    }
}
