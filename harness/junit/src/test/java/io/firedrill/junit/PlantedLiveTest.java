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
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A real drill with an outage of known length and a known number of orders sent twice; the planted loss is LiveDrillTest's. */
@MoreDrills
@Firedrill(scenario = "src/test/resources/scenarios/planted.yaml")
class PlantedLiveTest {
    /** A send is due every 5 ms, and acknowledgements of what was under way come a little after the cut was ordered. */
    private static final double EARLIER_MILLIS = 100;

    /** Once the path works again the client connects, logs in, learns the cluster anew and sends, on a machine that may be busy. */
    private static final double RECONNECTION_MILLIS = 2_000;

    /** Within the outage, whatever acknowledgements were under way when it began. */
    private static final long MIDDLE_NANOS = 3_000_000_000L;

    @Test
    void theOutageIsAsLongAsItWasPlanted(Result result, RunFolder folder) {
        Timeline timeline = TimelineReader.read(folder.timeline());
        TimelineEvent.FaultApplied cut =
                timeline.all(TimelineEvent.FaultApplied.class).findFirst().orElseThrow();
        TimelineEvent.FaultLifted healed =
                timeline.all(TimelineEvent.FaultLifted.class).findFirst().orElseThrow();
        double planted = (healed.at() - cut.receipt().appliedFrom()) / 1e6;

        assertThat(planted).isGreaterThanOrEqualTo(6_000);
        assertThat(result.sends()).isNotNull();
        assertThat(result.sends().longestAckGapMillis()).hasSize(2).allSatisfy((partition, gap) -> assertThat(gap)
                .as(partition)
                .isBetween(planted - EARLIER_MILLIS, planted + RECONNECTION_MILLIS));
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
        Set<Long> sequences = new HashSet<>();
        Map<String, NavigableSet<Long>> acknowledged = new HashMap<>();
        JournalReader.read(folder.journal("us-east", 1), new FactSink() {
            @Override
            public void acked(
                    int worker,
                    int producer,
                    int session,
                    long sequence,
                    int topic,
                    int partition,
                    long offset,
                    long at) {
                // An order that was sent twice is acknowledged with the first.
                if (sequences.add(sequence)) {
                    acknowledged
                            .computeIfAbsent("orders/" + partition, p -> new TreeSet<>())
                            .add(at);
                }
            }
        });

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
