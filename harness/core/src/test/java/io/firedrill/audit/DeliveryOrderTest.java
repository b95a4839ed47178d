package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.BILLING;
import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.SHIPPING;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import io.firedrill.scenario.Objective;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** In what order a group was given the records of a key (C5), whether a position went back (C4), and how old copies were (C7). */
class DeliveryOrderTest {
    private static final long MILLI = 1_000_000;

    private final FewFacts drill = new FewFacts();
    private final KeyOrderInversion inversion = new KeyOrderInversion();
    private final OffsetRegression regression = new OffsetRegression();
    private final StaleRead stale = new StaleRead();

    private Id east(long sequence, long key) {
        return drill.written(EAST, order(EAST, sequence), key, 0, sequence, 100 + sequence, 200 + sequence);
    }

    private void had(Id id, long at) {
        drill.delivered(EAST, BILLING, ORDERS, 0, id.sequence(), id, at);
    }

    private static String name(long sequence) {
        return "us-east/order-service-0/1/" + sequence;
    }

    @Test
    void whatCameBehindALaterOneOfItsKeyIsInverted() {
        Id[] ids = {east(0, 7), east(1, 7), east(2, 7), east(3, 7)};
        had(ids[0], 300);
        had(ids[2], 301);
        had(ids[1], 302);
        had(ids[3], 303);
        assertThat(drill.names(inversion)).containsExactly(name(1));
        assertThat(drill.examples(inversion))
                .containsExactly(name(1) + " (us-east orders/0@1), first delivered behind a later one of its key");
    }

    @Test
    void theVeryFirstAndEveryOneBehindTheEarliestOfLaterOnesIsInverted() {
        Id[] ids = {east(0, 7), east(1, 7), east(2, 7)};
        had(ids[1], 300);
        had(ids[2], 310);
        had(ids[0], 305);
        assertThat(drill.names(inversion)).containsExactly(name(0));
    }

    @Test
    void atOneInstantThereIsNoOrder() {
        had(east(1, 7), 300);
        had(east(0, 7), 300);
        assertThat(drill.names(inversion)).isEmpty();
    }

    @Test
    void keysSessionsAndGroupsHaveNoOrderAmongEachOther() {
        Id first = east(0, 7);
        Id second = east(1, 7);
        had(east(2, 8), 290);
        had(drill.written(EAST, new Id(EAST, 0, 2, 5), 7, 1, 5, 100, 101), 280);
        had(first, 300);
        had(second, 301);
        drill.delivered(EAST, SHIPPING, ORDERS, 0, 1, second, 270);
        assertThat(drill.names(inversion)).isEmpty();
    }

    @Test
    void onlyFirstDeliveriesHaveAnOrderInWhicheverRegion() {
        Id first = east(0, 7);
        Id second = east(1, 7);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 0, first, 300);
        had(second, 301);
        had(first, 302);
        assertThat(drill.names(inversion)).isEmpty();
    }

    @Test
    void whatWasSentToAnotherRegionIsOfTheSameSession() {
        // The last of the session went to us-west, and was delivered first.
        Id first = east(0, 7);
        Id last = drill.written(WEST, order(EAST, 3), 7, 0, 0, 130, 131);
        drill.delivered(WEST, BILLING, ORDERS, 0, 0, last, 300);
        had(first, 310);
        assertThat(drill.names(inversion)).containsExactly(name(0));
    }

    @Test
    void eachTimeThatAPositionWentBackCounts() {
        Id id = east(0, 7);
        long[] offsets = {0, 3, 3, 1, 2, 5};
        for (int i = 0; i < offsets.length; i++) {
            drill.delivered(EAST, BILLING, ORDERS, 0, offsets[i], id, 300 + i);
        }
        drill.assigned(EAST, BILLING, ORDERS, 0, 0, 400);
        drill.delivered(EAST, BILLING, ORDERS, 0, 0, id, 401);
        Finding found = drill.found(regression);
        assertThat(found.others()).isEqualTo(2);
        assertThat(found.records().size()).isZero();
        assertThat(found.otherExamples())
                .containsExactly(
                        "billing went back to us-east orders/0@3, 0.000 s after the baseline was steady",
                        "billing went back to us-east orders/0@1, 0.000 s after the baseline was steady");
    }

    @Test
    void tenPositionsThatWentBackArePutIntoWordsAndAllAreCounted() {
        Id id = east(0, 7);
        for (int i = 0; i < 7; i++) {
            drill.delivered(EAST, BILLING, ORDERS, 0, 9, id, 300 + i);
            drill.delivered(EAST, SHIPPING, ORDERS, 0, 9, id, 300 + i);
        }
        Finding found = drill.found(regression);
        assertThat(found.others()).isEqualTo(12);
        assertThat(found.otherExamples()).hasSize(10);
    }

    @Test
    void theAgeOfACopyRunsFromItsWritingToItsDelivery() {
        for (int i = 0; i < 100; i++) {
            Id id = east(i, 7);
            drill.delivered(WEST, BILLING, EAST_ORDERS, 0, i, id, 100 + i + (i + 1) * MILLI);
        }
        Answer.Unasked answer = (Answer.Unasked) drill.ask(stale);
        assertThat(answer.why()).startsWith("no objective says how old a copy may be");
        Offset<Double> within = Offset.offset(0.1);
        assertThat(answer.figures().get("deliveries")).isEqualTo(100);
        assertThat(answer.figures().get("p50Millis")).isCloseTo(50, within);
        assertThat(answer.figures().get("p99Millis")).isCloseTo(99, within);
        assertThat(answer.figures().get("maxMillis")).isCloseTo(100, within);
    }

    @Test
    void aCopyIsNeverYoungerThanItsRecord() {
        // By another machine's clock.
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 0, east(0, 7), 50);
        assertThat(((Answer.Unasked) drill.ask(stale)).figures())
                .isEqualTo(Map.of(
                        "deliveries",
                        1.0,
                        "p50Millis",
                        0.0,
                        "p99Millis",
                        0.0,
                        "maxMillis",
                        0.0,
                        "maxPlusMinusMillis",
                        0.0,
                        "certainMillis",
                        0.0,
                        "possibleMillis",
                        0.0));
    }

    @Test
    void whatIsOlderThanTheObjectiveAllowsIsCountedByDeliveries() {
        drill.objectives.add(new Objective("anomalies.C7", new Objective.Limit.Time(Duration.ofMillis(3))));
        Id first = east(0, 7);
        Id second = east(1, 7);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 0, first, 100 + 3 * MILLI);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 1, second, 102 + 3 * MILLI);
        drill.delivered(WEST, SHIPPING, EAST_ORDERS, 0, 1, second, 101 + 5 * MILLI);
        had(first, 100 + 9 * MILLI);
        Finding found = drill.found(stale);
        assertThat(found.others()).isEqualTo(2);
        assertThat(found.records().size()).isZero();
        assertThat(found.figures()).containsEntry("deliveries", 3.0).containsEntry("maxMillis", 5.0);
        assertThat(found.otherExamples())
                .containsExactly(
                        name(1) + " (us-east orders/0@1), 3.0 ms old when billing was given it in us-west",
                        name(1) + " (us-east orders/0@1), 5.0 ms old when shipping was given it in us-west");
    }

    @Test
    void tenOldCopiesArePutIntoWordsAndAllAreCounted() {
        drill.objectives.add(new Objective("anomalies.C7", new Objective.Limit.Time(Duration.ofMillis(3))));
        for (int i = 0; i < 12; i++) {
            drill.delivered(WEST, BILLING, EAST_ORDERS, 0, i, east(i, 7), 4 * MILLI + 100 + i);
        }
        assertThat(drill.found(stale).others()).isEqualTo(12);
        assertThat(drill.found(stale).otherExamples()).hasSize(10);
    }

    @Test
    void whatIsReadFromItsOwnLogIsNoCopy() {
        had(east(0, 7), 300);
        drill.delivered(EAST, BILLING, ORDERS, 0, 9, order(EAST, 77), 301);
        assertThat(drill.ask(stale)).isEqualTo(new Answer.Unasked("no group read a copy"));
    }

    /** A stall in the life of the oldest copy takes nothing from what is known of another. */
    @Test
    void eachAgeHasAnErrorBarOfItsOwn() {
        drill.objectives.add(new Objective("anomalies.C7", new Objective.Limit.Time(Duration.ofMillis(3))));
        drill.stalls.add(new Stall("worker", false, 200 * MILLI, 70 * MILLI));
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 0, east(0, 7), 100 + 5 * MILLI);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 1, east(1, 7), 101 + 250 * MILLI);
        drill.delivered(WEST, SHIPPING, EAST_ORDERS, 0, 2, east(2, 7), 102 + 190 * MILLI);
        Map<String, Double> figures = drill.found(stale).figures();
        assertThat(figures)
                .containsEntry("maxMillis", 250.0)
                .containsEntry("maxPlusMinusMillis", 70.0)
                .containsEntry("certainMillis", 190.0)
                .containsEntry("possibleMillis", 320.0);
        assertThat(StaleRead.oldest(figures, Duration.ofSeconds(3)))
                .isEqualTo(new FigureCheck.Measured(
                        "[0.19s .. 0.32s]",
                        "",
                        190 * MILLI,
                        320 * MILLI,
                        "the limit lies between what the oldest copy certainly was and what it may have been"));
    }

    @Test
    void anAgeIsNotRoundedToTheLimit() {
        drill.objectives.add(new Objective("anomalies.C7", new Objective.Limit.Time(Duration.ofMillis(3))));
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 0, east(0, 7), 101 + 3 * MILLI);
        Finding found = drill.found(stale);
        assertThat(found.others()).isEqualTo(1);
        FigureCheck.Measured measured = StaleRead.oldest(found.figures(), Duration.ofMillis(3));
        assertThat(measured.least()).isEqualTo(3 * MILLI);
        assertThat(measured.most()).isGreaterThan(3 * MILLI);
        assertThat(measured.bar()).isEqualTo("0.0ms");
    }
}
