package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import io.firedrill.evidence.TimelineEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** us-east owns every key until 1,000, and us-west from then on. */
class SplitBrainWritesTest {
    private static final long MILLI = 1_000_000;

    private final FewFacts drill = new FewFacts();
    private final SplitBrainWrites fold = new SplitBrainWrites();
    private long offset;

    SplitBrainWritesTest() {
        drill.owns("us-west", 2, 1000);
    }

    private Id write(int region, Id id, long key, long from, long to) {
        return drill.written(region, id, key, 0, offset++, from, to);
    }

    /** Nobody heard of it again, but a copy of it is there. */
    private void silent(Id id, long at) {
        drill.sent(EAST, id, 7, at);
        drill.scanned(WEST, EAST_ORDERS, 0, offset++, id);
    }

    private void clocks(long plusMinus) {
        drill.events.add(new TimelineEvent.ClockMeasured(1, "us-east", 1, 0, plusMinus));
    }

    private Result.SplitBrain figures() {
        return SplitBrainWrites.figures(drill.dossier()).orElseThrow();
    }

    private long byClocks() {
        return drill.dossier().splitBrain().orElseThrow().byClocks();
    }

    @Test
    void aWriteToARegionThatDidNotOwnItsKeyAtAnyInstantIsOne() {
        write(EAST, order(EAST, 0), 7, 900, 999);
        write(EAST, order(EAST, 1), 7, 1000, 1001);
        write(WEST, order(WEST, 0), 7, 998, 999);
        write(WEST, order(WEST, 1), 7, 1000, 1001);
        assertThat(drill.names(fold)).containsExactly("us-east/order-service-0/1/1", "us-west/order-service-0/1/0");
        assertThat(drill.examples(fold).get(0)).endsWith(", written while another region owned its key");
        assertThat(figures().ambiguous()).isZero();
    }

    @Test
    void aWriteThatReachesIntoTheOwnershipOfItsRegionIsAmbiguous() {
        write(EAST, order(EAST, 0), 7, 999, 1000);
        write(WEST, order(WEST, 0), 7, 999, 1000);
        assertThat(drill.names(fold)).isEmpty();
        assertThat(figures()).isEqualTo(new Result.SplitBrain(0, 2, 0, null, null, 0, List.of(), List.of()));
        assertThat(byClocks()).isZero();
    }

    @Test
    void whatFailedOrIsNowhereIsNoWrite() {
        Id failed = drill.sent(EAST, order(EAST, 0), 7, 2000);
        drill.failed(EAST, failed, 2001);
        drill.unknown(EAST, drill.sent(EAST, order(EAST, 1), 7, 2000), 2001);
        // Of this one us-east heard nothing: its session sent it to us-west.
        write(WEST, order(EAST, 2), 7, 2000, 2001);
        write(EAST, order(EAST, 3), 7, 900, 901);
        assertThat(drill.names(fold)).isEmpty();
        assertThat(figures().ambiguous()).isZero();
    }

    @Test
    void aRecoveredWriteEndsWhenItsErrorCame() {
        Id early = drill.sent(EAST, order(EAST, 0), 7, 900);
        drill.unknown(EAST, early, 999);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, early);
        assertThat(figures().ambiguous()).isZero();
    }

    @Test
    void aRecoveredWriteOutsideTheOwnershipIsAmbiguous() {
        Id late = drill.sent(EAST, order(EAST, 0), 7, 2000);
        drill.unknown(EAST, late, 2001);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, late);
        assertThat(drill.names(fold)).isEmpty();
        assertThat(figures().ambiguous()).isEqualTo(1);
    }

    @Test
    void aSilentWriteMayHaveBeenAppendedAsLongAsItsWorkerRan() {
        silent(order(EAST, 0), 900);
        assertThat(figures().ambiguous()).isEqualTo(1);
    }

    @Test
    void aSilentWriteEndsWithItsWorker() {
        silent(order(EAST, 0), 900);
        drill.events.add(new TimelineEvent.WorkerEnded(5000, "us-east", 1, true));
        drill.events.add(new TimelineEvent.WorkerEnded(999, "us-east", 1, true));
        assertThat(figures().ambiguous()).isZero();
    }

    @Test
    void theEndOfAnotherWorkerEndsNothing() {
        silent(order(EAST, 0), 900);
        drill.events.add(new TimelineEvent.WorkerEnded(950, "us-west", 1, true));
        drill.events.add(new TimelineEvent.WorkerEnded(950, "us-east", 2, true));
        assertThat(figures().ambiguous()).isEqualTo(1);
    }

    @Test
    void theWindowRunsFromTheFirstInvocationToTheLastAcknowledgement() {
        drill.events.add(new TimelineEvent.BaselineSteady(0, 0, 1, 1));
        write(EAST, order(EAST, 0), 7, 4 * MILLI, 9 * MILLI);
        write(EAST, order(EAST, 1), 8, 3 * MILLI, 5 * MILLI);
        write(EAST, order(EAST, 2), 9, 6 * MILLI, 7 * MILLI);
        assertThat(figures())
                .isEqualTo(new Result.SplitBrain(3, 0, 6.0, 3.0, 9.0, 0, List.of(), List.of("order-service")));
    }

    @Test
    void keysThatBothSidesWroteWithinTheWindowAreListed() {
        // The window is 2,000 to 3,000.
        write(EAST, order(EAST, 0), 1, 2000, 2001);
        for (int key = 2; key <= 9; key++) {
            write(EAST, order(EAST, key - 1), key, 2100, 2101);
        }
        write(EAST, order(EAST, 9), 10, 2999, 3000);
        write(WEST, order(WEST, 0), 2, 1999, 2050);
        write(WEST, order(WEST, 1), 3, 2000, 2050);
        write(WEST, order(WEST, 2), 4, 3000, 3050);
        write(WEST, order(WEST, 3), 5, 3001, 3050);
        drill.failed(WEST, drill.sent(WEST, order(WEST, 4), 6, 2500), 2501);
        // A key that us-east did not write outside its ownership.
        write(EAST, order(EAST, 10), 11, 900, 901);
        write(WEST, order(WEST, 5), 11, 2500, 2501);
        assertThat(figures().bothSides()).isEqualTo(2);
        assertThat(figures().keys()).containsExactly("0000000000000003", "0000000000000004");
    }

    @Test
    void aThousandKeysAreListedAndAllAreCounted() {
        for (int key = 1; key <= 1003; key++) {
            write(EAST, order(EAST, key - 1), key, 2000, 2001);
            write(WEST, order(WEST, key - 1), key, 2000, 2001);
        }
        Result.SplitBrain found = figures();
        assertThat(found.bothSides()).isEqualTo(1003);
        assertThat(found.keys()).hasSize(1000).startsWith("0000000000000001").endsWith("00000000000003e8");
    }

    @Test
    void whatIsNotKnownOfTheClocksMakesAWriteLonger() {
        clocks(50);
        write(EAST, order(EAST, 0), 7, 1049, 1049);
        write(EAST, order(EAST, 1), 7, 1050, 1050);
        write(WEST, order(WEST, 0), 7, 950, 950);
        write(WEST, order(WEST, 1), 7, 949, 949);
        assertThat(drill.names(fold)).containsExactly("us-east/order-service-0/1/1", "us-west/order-service-0/1/1");
        assertThat(figures().ambiguous()).isEqualTo(2);
        assertThat(byClocks()).isEqualTo(2);
    }

    @Test
    void whatStraddlesTheChangeByItsOwnTimesIsNotAmbiguousForTheClocks() {
        clocks(50);
        write(EAST, order(EAST, 0), 7, 999, 1000);
        Id recovered = drill.sent(EAST, order(EAST, 1), 7, 960);
        drill.unknown(EAST, recovered, 970);
        drill.scanned(WEST, EAST_ORDERS, 0, 9, recovered);
        assertThat(figures().ambiguous()).isEqualTo(2);
        assertThat(byClocks()).isZero();
    }

    @Test
    void whereOwnershipWasNeverDeclaredNothingIsSaid() {
        drill.events.removeIf(TimelineEvent.OwnershipDeclared.class::isInstance);
        write(EAST, order(EAST, 0), 7, 2000, 2001);
        Answer unsettled = new Answer.Unsettled("ownership of the keys was never declared");
        assertThat(drill.ask(fold)).isEqualTo(unsettled);
        assertThat(drill.ask(new Conflicting())).isEqualTo(unsettled);
        assertThat(SplitBrainWrites.figures(drill.dossier())).isEmpty();
        assertThat(WriteConflicts.figures(drill.dossier())).isEmpty();
    }
}
