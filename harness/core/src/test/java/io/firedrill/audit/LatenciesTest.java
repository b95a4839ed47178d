package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static io.firedrill.audit.ToldFacts.EAST;
import static io.firedrill.audit.ToldFacts.ORDERS;
import static io.firedrill.audit.ToldFacts.WEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.TimelineEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Latencies by when a record was intended, and the longest times without an acknowledgement. The baseline begins at 15 s, T0 is at 30 s. */
class LatenciesTest {

    private final ToldFacts told = new ToldFacts(ToldFacts.catalogue(
            List.of(new Catalogue.Producer("order-service-0", "order-service", ORDERS, 10, 100)),
            List.of(
                    new Catalogue.Group("billing", "billing", List.of(0, 1, 2)),
                    new Catalogue.Group("audit", "audit", List.of(0)))));

    private long sequence;

    private void baseline() {
        told.events.add(new TimelineEvent.LoadStarted(10 * SECOND));
        told.events.add(new TimelineEvent.BaselineSteady(20 * SECOND, 15 * SECOND, 0, 0));
    }

    private void transition() {
        told.events.add(new TimelineEvent.Detected(30 * SECOND, "to-west", "probe"));
    }

    private void sent(long intendedMillis) {
        told.sent(EAST, sequence++, 0, intendedMillis * MILLI);
    }

    private void acked(long intendedMillis, long atMillis) {
        sent(intendedMillis);
        told.acked(EAST, sequence - 1, 0, sequence - 1, atMillis * MILLI);
    }

    private Map<String, Result.Latency> latencies(long recovered) {
        return Latencies.of(told.dossier(new SyntheticDrill().scenario()), recovered);
    }

    @Test
    void aRecordIsOfTheTimeInWhichItWasIntended() {
        baseline();
        transition();
        acked(14_999, 15_001);
        acked(15_000, 15_010);
        acked(29_999, 30_999);
        acked(30_000, 30_020);
        acked(39_999, 40_020);
        acked(40_000, 40_030);
        acked(50_000, 50_030);
        acked(60_000, 60_030);
        Map<String, Result.Latency> found = latencies(40 * SECOND);
        assertThat(found)
                .containsOnlyKeys(
                        "acknowledged-baseline",
                        "delivered-baseline",
                        "acknowledged-outage",
                        "delivered-outage",
                        "acknowledged-after",
                        "delivered-after");
        assertThat(found.get("acknowledged-baseline").count()).isEqualTo(2);
        assertThat(found.get("acknowledged-outage").count()).isEqualTo(2);
        assertThat(found.get("acknowledged-after").count()).isEqualTo(3);
        assertThat(found.get("acknowledged-baseline").max()).isCloseTo(1000, within(1.0));
        assertThat(found.get("acknowledged-after").max()).isCloseTo(30, within(0.1));
        assertThat(found.get("acknowledged-outage").what())
                .isEqualTo("from the intended time to the acknowledgement, outage");
        assertThat(found.get("delivered-outage").what())
                .isEqualTo("from the intended time to the first delivery to each group, outage");
    }

    @Test
    void anOutageWithoutRecoveryGoesOnToTheEnd() {
        baseline();
        transition();
        acked(90_000, 90_010);
        Map<String, Result.Latency> found = latencies(Long.MAX_VALUE);
        assertThat(found).hasSize(4).doesNotContainKey("acknowledged-after");
        assertThat(found.get("acknowledged-outage").count()).isEqualTo(1);
    }

    @Test
    void withoutATransitionAllIsBaseline() {
        baseline();
        acked(14_999, 15_010);
        acked(90_000, 90_010);
        Map<String, Result.Latency> found = latencies(Long.MAX_VALUE);
        assertThat(found).containsOnlyKeys("acknowledged-baseline", "delivered-baseline");
        assertThat(found.get("acknowledged-baseline").count()).isEqualTo(1);
    }

    @Test
    void percentilesAreThoseOfTheRecords() {
        baseline();
        for (int i = 1; i <= 1000; i++) {
            acked(16_000, 16_000 + i);
        }
        Result.Latency latency = latencies(Long.MAX_VALUE).get("acknowledged-baseline");
        assertThat(latency.count()).isEqualTo(1000);
        assertThat(latency.p50()).isCloseTo(500, within(1.0));
        assertThat(latency.p90()).isCloseTo(900, within(1.0));
        assertThat(latency.p99()).isCloseTo(990, within(1.0));
        assertThat(latency.p999()).isCloseTo(999, within(1.0));
        assertThat(latency.max()).isCloseTo(1000, within(1.0));
    }

    @Test
    void whatWasNeverAcknowledgedOrDeliveredIsInNoHistogram() {
        baseline();
        sent(16_000);
        told.sent(EAST, 5, 0, 16_000 * MILLI);
        Map<String, Result.Latency> found = latencies(Long.MAX_VALUE);
        for (Result.Latency latency : found.values()) {
            assertThat(latency.count()).isZero();
            assertThat(latency.max()).isZero();
        }
    }

    @Test
    void theFirstDeliveryToEachGroupCounts_andNoneIsFasterThanAtOnce() {
        baseline();
        acked(16_000, 15_990);
        sent(17_000);
        FactSink east = told.reading(EAST);
        east.delivered(0, 0, ORDERS, 0, 0, EAST, 0, 1, 0, 16_300 * MILLI, true);
        east.delivered(0, 0, ORDERS, 0, 0, EAST, 0, 1, 0, 16_200 * MILLI, true);
        east.delivered(1, 0, ORDERS, 0, 0, EAST, 0, 1, 0, 15_000 * MILLI, true);
        east.delivered(1, 0, ORDERS, 0, 1, EAST, 0, 1, 1, 17_400 * MILLI, true);
        Map<String, Result.Latency> found = latencies(Long.MAX_VALUE);
        assertThat(found.get("delivered-baseline").count()).isEqualTo(3);
        assertThat(found.get("delivered-baseline").p50()).isCloseTo(200, within(0.5));
        assertThat(found.get("delivered-baseline").max()).isCloseTo(400, within(0.5));
        assertThat(found.get("acknowledged-baseline").count()).isEqualTo(1);
        assertThat(found.get("acknowledged-baseline").max()).isZero();
    }

    private void ackedIn(int region, long of, int partition, long at) {
        told.sent(region, of, 0, 0);
        told.acked(region, of, partition, of, at);
    }

    private Map<String, Long> gaps(long from, long until) {
        Map<String, Long> nanos = new HashMap<>();
        AckGaps.longest(told.dossier(new SyntheticDrill().scenario()), from, until)
                .forEach((partition, gap) -> nanos.put(partition, gap.nanos()));
        return nanos;
    }

    private long begun(String partition, long from, long until) {
        return AckGaps.longest(told.dossier(new SyntheticDrill().scenario()), from, until)
                .get(partition)
                .from();
    }

    @Test
    void aGapBeginsWithTheAcknowledgementBeforeIt() {
        ackedIn(EAST, 0, 0, 150);
        ackedIn(EAST, 1, 0, 300);
        ackedIn(EAST, 2, 0, 500);
        ackedIn(EAST, 3, 0, 510);
        assertThat(begun("orders/0", 160, 520)).isEqualTo(300);
        assertThat(begun("orders/0", 160, 290)).isEqualTo(150);
        assertThat(begun("orders/0", 160, 900)).isEqualTo(510);
        assertThat(begun("orders/0", 600, 700)).isEqualTo(510);
        assertThat(begun("orders/0", 200, 420)).isEqualTo(150);
    }

    @Test
    void aGapThatReachesIntoATimeIsMeasuredFromTheLastAcknowledgementBefore() {
        ackedIn(EAST, 0, 0, 150);
        ackedIn(EAST, 1, 0, 100);
        ackedIn(EAST, 2, 0, 500);
        ackedIn(WEST, 0, 0, 600);
        assertThat(gaps(200, 650)).isEqualTo(Map.of("orders/0", 350L));
    }

    @Test
    void aGapLiesBetweenTwoAcknowledgementsOfAPartition_fromAnyRegion() {
        ackedIn(EAST, 0, 0, 190);
        ackedIn(EAST, 1, 0, 750);
        ackedIn(WEST, 0, 0, 300);
        ackedIn(WEST, 1, 1, 190);
        ackedIn(WEST, 2, 1, 350);
        assertThat(gaps(200, 800)).isEqualTo(Map.of("orders/0", 450L, "orders/1", 450L));
    }

    @Test
    void theLastGapEndsWithTheTimeThatIsLookedAt() {
        ackedIn(EAST, 0, 0, 190);
        ackedIn(EAST, 1, 0, 210);
        ackedIn(EAST, 2, 0, 1000);
        ackedIn(EAST, 3, 1, 190);
        assertThat(gaps(200, 1000)).isEqualTo(Map.of("orders/0", 790L, "orders/1", 810L));
        assertThat(gaps(200, 200)).isEqualTo(Map.of("orders/0", 10L, "orders/1", 10L));
        assertThat(gaps(200, 195)).isEqualTo(Map.of("orders/0", 0L, "orders/1", 0L));
    }

    @Test
    void aPartitionWithoutAnAcknowledgementBeforeIsLeftOut() {
        ackedIn(EAST, 0, 0, 200);
        ackedIn(EAST, 1, 1, 199);
        told.sent(EAST, 2, 0, 0);
        assertThat(gaps(200, 400)).isEqualTo(Map.of("orders/1", 201L));
    }

    private static void looked(Scratch scratch, int times) {
        ToldFacts many = new ToldFacts(ToldFacts.catalogue(), scratch);
        for (int row = 0; row < 3 * LongColumn.PAGE; row++) {
            many.sent(EAST, row, 0, row);
            many.acked(EAST, row, 0, row, row);
        }
        many.facts.pack();
        Dossier dossier = many.dossier(new SyntheticDrill().scenario());
        for (int time = 0; time < times; time++) {
            assertThat(AckGaps.longest(dossier, 10, 1L << 40)).hasSize(1);
        }
    }

    @Test
    void gapsThatAreKnownGiveTheirRoomBack() {
        int pages = LeastRoom.of(scratch -> looked(scratch, 1));
        assertThat(LeastRoom.of(scratch -> looked(scratch, 3))).isEqualTo(pages);
    }
}
