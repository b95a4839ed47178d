package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.firedrill.audit.Result;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A real drill with an outage of known length and a known number of orders sent twice; the planted loss is LiveDrillTest's. */
@Firedrill(scenario = "src/test/resources/scenarios/planted.yaml")
class PlantedLiveTest {
    private static final double OUTAGE_MILLIS = 6_000;
    /** A send is due every 5 ms, the client connects again after 50 ms at most, and cutting and joining are calls. */
    private static final double ERROR_MILLIS = 500;

    @Test
    void theOutageIsAsLongAsItWasPlanted(Result result, RunFolder folder) {
        TimelineEvent.FaultApplied cut = TimelineReader.read(folder.timeline())
                .all(TimelineEvent.FaultApplied.class)
                .findFirst()
                .orElseThrow();
        double calls = (cut.receipt().appliedTo() - cut.receipt().appliedFrom()) / 1e6;

        assertThat(result.sends()).isNotNull();
        assertThat(result.sends().longestAckGapMillis()).hasSize(2).allSatisfy((partition, gap) -> assertThat(gap)
                .as(partition)
                .isCloseTo(OUTAGE_MILLIS, within(ERROR_MILLIS + calls)));
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
