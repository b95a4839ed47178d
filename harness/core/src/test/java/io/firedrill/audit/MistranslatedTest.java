package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.BILLING;
import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.NORTH;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.SHIPPING;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.RunbookStep.ActivateConsumers;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Ten records of us-east stand at offsets 10 to 19 of its log, and at 0 to 9 of the copy. Billing had the first five of them, and its
 * commit in us-east says so. T0 is at 1,000, the snapshot holds all ten, billing begins in us-west at 1,100.
 */
class MistranslatedTest {
    private static final long BEGAN = 1100;

    private final FewFacts drill = new FewFacts();
    private final Mistranslated fold = new Mistranslated();

    MistranslatedTest() {
        for (int i = 0; i < 10; i++) {
            Id id = drill.written(EAST, order(EAST, i), 7, 0, 10 + i, 100 + i, 200 + i);
            drill.scanned(WEST, EAST_ORDERS, 0, i, id);
            if (i < 5) {
                drill.delivered(EAST, BILLING, ORDERS, 0, 10 + i, id, 300 + i);
            }
        }
        drill.committed(EAST, BILLING, ORDERS, 0, 15, 400);
        drill.failover(1000, 1050, Map.of("us-east.orders", List.of(10L)));
    }

    /** The snapshot has a second partition of the copy, which holds what a test puts there. */
    private void twoPartitions() {
        drill.events.removeIf(TimelineEvent.SnapshotTaken.class::isInstance);
        drill.events.add(new TimelineEvent.SnapshotTaken(
                1050, 1050, "to-west", "us-west", Map.of("us-east.orders", List.of(10L, 10L))));
    }

    private void begins(long position) {
        drill.assigned(WEST, BILLING, EAST_ORDERS, 0, position, BEGAN);
    }

    /** Sequences of the records that a position is wrong for. */
    private List<Integer> wrong() {
        return drill.names(fold).stream()
                .map(name -> Integer.parseInt(name.substring(name.lastIndexOf('/') + 1)))
                .toList();
    }

    private static List<Integer> range(int from, int end) {
        return IntStream.range(from, end).boxed().toList();
    }

    private double groups() {
        return drill.found(fold).figures().get("groups");
    }

    @Test
    void thePositionBehindAllThatWasProcessedIsRight() {
        begins(5);
        assertThat(wrong()).isEmpty();
        assertThat(groups()).isZero();
    }

    /** How many records are wrong for one reason, and how many for the other. */
    private void assertShot(double over, double under) {
        assertThat(drill.found(fold).figures()).containsEntry("overshoot", over).containsEntry("undershoot", under);
    }

    @Test
    void aPositionBeyondWhatWasNotDeliveredPassesIt() {
        begins(8);
        assertShot(3, 0);
        assertThat(wrong()).isEqualTo(range(5, 8));
        assertThat(groups()).isEqualTo(1);
        assertThat(drill.examples(fold))
                .hasSize(3)
                .allMatch(text ->
                        text.endsWith(", group billing began us-west us-east.orders/0@8 where @5 would have been right,"
                                + " 3 records too far: beyond it, though it was not delivered"));
    }

    @Test
    void whatWasDeliveredFromTheMomentTheGroupBeganOnIsPassedByItsPosition() {
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 5, order(EAST, 5), BEGAN);
        drill.delivered(EAST, BILLING, ORDERS, 0, 16, order(EAST, 6), BEGAN - 1);
        begins(8);
        assertThat(wrong()).containsExactly(5, 7);
    }

    @Test
    void aPositionBeforeWhatWasCommittedGoesBack() {
        begins(2);
        assertShot(0, 3);
        assertThat(wrong()).isEqualTo(range(2, 5));
        assertThat(groups()).isEqualTo(1);
        assertThat(drill.examples(fold))
                .hasSize(3)
                .allMatch(text ->
                        text.endsWith(", group billing began us-west us-east.orders/0@2 where @5 would have been right,"
                                + " 3 records too early: before it, though it was processed"));
    }

    @Test
    void theFurthestCommitFromBeforeTheGroupBeganCounts() {
        drill.committed(EAST, BILLING, ORDERS, 0, 16, BEGAN - 1);
        drill.committed(EAST, BILLING, ORDERS, 0, 12, BEGAN - 1);
        drill.committed(EAST, BILLING, ORDERS, 0, 19, BEGAN);
        begins(2);
        assertThat(wrong()).isEqualTo(range(2, 6));
    }

    @Test
    void aCommitInTheCopyCountsAsWell() {
        drill.committed(WEST, BILLING, EAST_ORDERS, 0, 7, BEGAN - 1);
        begins(5);
        assertThat(wrong()).isEqualTo(range(5, 7));
    }

    @Test
    void aGroupThatCommittedNothingWasProcessedNothing() {
        drill.assigned(WEST, SHIPPING, EAST_ORDERS, 0, 0, BEGAN);
        assertThat(wrong()).isEmpty();
    }

    @Test
    void theGroupsThatBeganWronglyAreCounted() {
        begins(4);
        drill.assigned(WEST, SHIPPING, EAST_ORDERS, 0, 1, BEGAN);
        assertThat(wrong()).containsExactly(0, 4);
        assertThat(groups()).isEqualTo(2);
        assertThat(drill.examples(fold))
                .anyMatch(text -> text.contains("group shipping began"))
                .anyMatch(text -> text.contains("group billing began"));
    }

    @Test
    void aGroupThatIsWrongInBothWaysSaysOfEachRecordWhich() {
        drill.assigned(WEST, BILLING, EAST_ORDERS, 1, 1, BEGAN);
        twoPartitions();
        drill.scanned(WEST, EAST_ORDERS, 1, 0, order(EAST, 5));
        drill.scanned(WEST, EAST_ORDERS, 1, 1, order(EAST, 4));
        assertThat(drill.examples(fold))
                .containsExactly(
                        "us-east/order-service-0/1/4 (us-east orders/0@14), group billing began"
                                + " us-west us-east.orders/1@1 where @0 would have been right, 1 record too far: before"
                                + " it, though it was processed",
                        "us-east/order-service-0/1/5 (us-east orders/0@15), group billing began"
                                + " us-west us-east.orders/1@1 where @0 would have been right, 1 record too far: beyond"
                                + " it, though it was not delivered");
    }

    @Test
    void whatWasDeliveredAndNotCommittedLeavesRoomForTheRightOffset() {
        drill.delivered(EAST, BILLING, ORDERS, 0, 15, order(EAST, 5), 500);
        drill.delivered(EAST, BILLING, ORDERS, 0, 16, order(EAST, 6), 501);
        begins(9);
        assertThat(wrong()).isEqualTo(range(7, 9));
        assertThat(drill.examples(fold))
                .allMatch(text -> text.contains("@9 where @7 would have been right, 2 records too far"));
    }

    @Test
    void aGroupThatHadBeenGivenAllShouldHaveBegunBehindWhatItHadCommitted() {
        for (int i = 5; i < 10; i++) {
            drill.delivered(EAST, BILLING, ORDERS, 0, 10 + i, order(EAST, i), 500 + i);
        }
        begins(4);
        assertThat(wrong()).containsExactly(4);
        assertThat(drill.examples(fold))
                .allMatch(text -> text.contains("@4 where @5 would have been right, 1 record too early"));
    }

    @Test
    void theDistanceIsOfRecordsAndNotOfOffsets() {
        twoPartitions();
        drill.scanned(WEST, EAST_ORDERS, 1, 3, order(EAST, 6));
        drill.scanned(WEST, EAST_ORDERS, 1, 8, order(EAST, 7));
        drill.assigned(WEST, BILLING, EAST_ORDERS, 1, 9, BEGAN);
        assertThat(drill.examples(fold))
                .hasSize(2)
                .allMatch(text -> text.contains("/1@9 where @3 would have been right, 2 records too far"));
    }

    @Test
    void whereACommittedRecordStandsBehindOneThatWasNotGivenNoOffsetIsRight() {
        twoPartitions();
        drill.scanned(WEST, EAST_ORDERS, 1, 0, order(EAST, 6));
        drill.scanned(WEST, EAST_ORDERS, 1, 1, order(EAST, 4));
        drill.assigned(WEST, BILLING, EAST_ORDERS, 1, 0, BEGAN);
        assertThat(wrong()).containsExactly(4);
        assertThat(drill.examples(fold)).singleElement().satisfies(text -> assertThat(text)
                .endsWith("/1@0, and none would have been better: before it, though it was processed"));
    }

    @Test
    void onlyTheFirstCopyOfARecordCounts() {
        drill.scanned(WEST, EAST_ORDERS, 0, 9, order(EAST, 1));
        begins(5);
        assertThat(wrong()).isEmpty();
    }

    @Test
    void whatCameAboveTheSnapshotIsNobodysError() {
        Id late = drill.written(EAST, order(EAST, 10), 7, 0, 20, 500, 501);
        drill.scanned(WEST, EAST_ORDERS, 0, 10, late);
        begins(11);
        assertThat(wrong()).isEqualTo(range(5, 10));
    }

    @Test
    void aPartitionThatTheSnapshotDoesNotHaveIsLeftOut() {
        Id id = drill.written(EAST, order(EAST, 10), 7, 1, 0, 500, 501);
        drill.scanned(WEST, EAST_ORDERS, 1, 0, id);
        drill.assigned(WEST, BILLING, EAST_ORDERS, 1, 1, BEGAN);
        begins(5);
        assertThat(wrong()).isEmpty();
    }

    @Test
    void whatTheSourceDoesNotHoldAnyMoreWasNotProcessedByACommitThere() {
        twoPartitions();
        Id gone = drill.acknowledged(EAST, order(EAST, 10), 7, 0, 9, 90, 91);
        drill.scanned(WEST, EAST_ORDERS, 1, 0, gone);
        drill.assigned(WEST, BILLING, EAST_ORDERS, 1, 0, BEGAN);
        assertThat(wrong()).isEmpty();
    }

    @Test
    void noPositionIsWrongForTheSakeOfWhatFailed() {
        Id failed = drill.sent(EAST, order(EAST, 10), 7, 500);
        drill.failed(EAST, failed, 501);
        drill.scanned(EAST, ORDERS, 0, 20, failed);
        drill.scanned(WEST, EAST_ORDERS, 0, 4, failed);
        begins(5);
        assertThat(wrong()).isEmpty();
    }

    @Test
    void whatWasSentToTheTargetItselfIsNoCopy() {
        Id both = drill.written(EAST, order(EAST, 10), 7, 0, 20, 500, 501);
        drill.written(WEST, both, 7, 0, 0, 500, 501);
        drill.scanned(WEST, EAST_ORDERS, 0, 4, both);
        drill.scanned(WEST, EAST_ORDERS, 0, 3, order(EAST, 77));
        begins(5);
        // The copy of it came by the flow; the phantom is nobody's.
        assertThat(wrong()).containsExactly(10);
    }

    @Test
    void theFirstStartWithinTheTransitionCounts() {
        drill.assigned(WEST, BILLING, EAST_ORDERS, 0, 9, 1200);
        drill.assigned(WEST, BILLING, EAST_ORDERS, 0, 0, 999);
        drill.assigned(WEST, BILLING, EAST_ORDERS, 0, -1, 1050);
        drill.assigned(WEST, BILLING, EAST_ORDERS, 0, 9, 1200);
        begins(5);
        assertThat(wrong()).isEmpty();
    }

    @Test
    void aStartAtT0IsOfTheTransition() {
        drill.assigned(WEST, BILLING, EAST_ORDERS, 0, 2, 1000);
        begins(5);
        assertThat(wrong()).isEqualTo(range(2, 5));
    }

    @Test
    void ofTwoStartsAtOneInstantTheOneThatWasToldFirstCounts() {
        begins(5);
        begins(0);
        assertThat(wrong()).isEmpty();
    }

    @Test
    void aStartAfterTheTransitionIsNotIts() {
        drill.assigned(WEST, BILLING, EAST_ORDERS, 0, 0, FewFacts.END - 1);
        assertThat(wrong()).isEmpty();
    }

    @Test
    void aStartAtTheVeryBeginningOfTheLogIsOne() {
        begins(0);
        assertThat(wrong()).isEqualTo(range(0, 5));
    }

    @Test
    void whereNobodyAskedForTranslatedOffsetsNothingIsSaid() {
        drill.offsets = ActivateConsumers.Offsets.LATEST;
        begins(0);
        assertThat(drill.ask(fold))
                .isEqualTo(new Answer.Unasked("no transition started consumers from translated offsets"));
    }

    @Test
    void whereNoFlowLeadsToTheTargetNothingIsSaid() {
        drill.flows.remove(0);
        begins(0);
        assertThat(drill.ask(fold)).isInstanceOf(Answer.Unasked.class);
    }

    @Test
    void withoutASnapshotNobodyKnowsWhatWasThere() {
        drill.events.removeIf(TimelineEvent.SnapshotTaken.class::isInstance);
        assertThat(drill.ask(fold)).isEqualTo(new Answer.Unsettled("no failover snapshot was taken"));
    }

    @Test
    void ofACopyThatBeganAnewSinceTheSnapshotNobodyKnowsWhatWasThere() {
        drill.events.add(new TimelineEvent.TopicRecreated(1051, "us-west", "us-east.orders"));
        begins(0);
        assertThat(drill.ask(fold))
                .isEqualTo(
                        new Answer.Unsettled("us-east.orders of us-west began anew or lost its end after the snapshot"
                                + " of to-west, so its offsets do not tell what it held then"));
    }

    @Test
    void theLogsOfBothRegionsAreNeededAndNoOthers() {
        drill.unscanned.add(NORTH);
        begins(5);
        assertThat(wrong()).isEmpty();

        FewFacts other = new FewFacts();
        other.failover(1000, 1050, Map.of("us-east.orders", List.of(10L)));
        other.unscanned.add(EAST);
        assertThat(other.ask(fold)).isEqualTo(new Answer.Unsettled("the logs of us-east were not scanned whole"));
    }
}
