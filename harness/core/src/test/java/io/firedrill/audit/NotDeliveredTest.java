package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.BILLING;
import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.NORTH;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.SHIPPING;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.WEST_ORDERS;
import static io.firedrill.audit.FewFacts.order;
import static io.firedrill.audit.FewFacts.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import io.firedrill.evidence.TimelineEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both groups are active in us-east to the end. Shipping had all that this class does not say; billing what it says. */
class NotDeliveredTest {
    private final FewFacts drill = new FewFacts();
    private final NotDelivered unseen = NotDelivered.unseen();
    private final NotDelivered skipped = NotDelivered.skipped();

    /** A record at the offset of its number, which shipping had. */
    private Id east(long sequence) {
        Id id = drill.written(EAST, order(EAST, sequence), 7, 0, sequence, 100 + sequence, 200 + sequence);
        drill.delivered(EAST, SHIPPING, ORDERS, 0, sequence, id, 300 + sequence);
        return id;
    }

    private void billed(Id id) {
        drill.delivered(EAST, BILLING, ORDERS, 0, id.sequence(), id, 300 + id.sequence());
    }

    private static String name(long sequence) {
        return "us-east/order-service-0/1/" + sequence;
    }

    @Test
    void whatThePositionPassedWasSkippedAndWhatItNeverReachedIsUnseen() {
        billed(east(0));
        east(1);
        billed(east(2));
        east(3);
        assertThat(drill.names(skipped)).containsExactly(name(1));
        assertThat(drill.names(unseen)).containsExactly(name(3));
        assertThat(drill.examples(skipped))
                .containsExactly(name(1) + " (us-east orders/0@1), a group went past it without reading it");
        assertThat(drill.examples(unseen)).containsExactly(name(3) + " (us-east orders/0@3), a group never came to it");
    }

    @Test
    void aPositionIsReachedByACommitOrAnAssignmentAsWell() {
        billed(east(0));
        east(1);
        east(2);
        east(3);
        drill.assigned(EAST, BILLING, ORDERS, 0, 2, 400);
        drill.committed(EAST, BILLING, ORDERS, 0, 3, 401);
        assertThat(drill.names(skipped)).containsExactly(name(1), name(2));
        assertThat(drill.names(unseen)).containsExactly(name(3));
    }

    @Test
    void ofALogThatAGroupNeverReadEverythingIsUnseen() {
        east(0);
        east(1);
        assertThat(drill.names(unseen)).containsExactly(name(0), name(1));
        assertThat(drill.names(skipped)).isEmpty();
    }

    @Test
    void whatWasDeliveredInAnotherRegionWasDelivered() {
        Id id = east(0);
        drill.scanned(WEST, FewFacts.EAST_ORDERS, 0, 5, id);
        drill.delivered(WEST, BILLING, FewFacts.EAST_ORDERS, 0, 5, id, 300);
        assertThat(drill.names(unseen)).isEmpty();
    }

    @Test
    void onlyTopicsOfTheGroupInTheRegionWhereItReadsCount() {
        drill.written(EAST, payment(EAST, 0), 7, 0, 0, 100, 101);
        drill.written(WEST, order(WEST, 0), 7, 0, 0, 100, 101);
        assertThat(drill.names(unseen)).isEmpty();
    }

    @Test
    void aCopyInTheRegionWhereItReadsCounts() {
        Id id = drill.written(WEST, order(WEST, 0), 7, 0, 0, 100, 101);
        drill.scanned(EAST, WEST_ORDERS, 0, 0, id);
        drill.delivered(EAST, SHIPPING, WEST_ORDERS, 0, 0, id, 300);
        assertThat(drill.names(unseen)).containsExactly("us-west/order-service-0/1/0");
    }

    @Test
    void whatFailedOrNobodySentIsNotMissed() {
        Id failed = drill.sent(EAST, order(EAST, 0), 7, 100);
        drill.failed(EAST, failed, 101);
        drill.scanned(EAST, ORDERS, 0, 0, failed);
        drill.scanned(EAST, ORDERS, 0, 1, order(EAST, 77));
        assertThat(drill.names(unseen)).isEmpty();
    }

    @Test
    void anUnansweredSendThatIsThereIsMissedLikeAnyOther() {
        Id id = drill.sent(EAST, order(EAST, 0), 7, 100);
        drill.scanned(EAST, ORDERS, 0, 0, id);
        assertThat(drill.names(unseen)).containsExactly(name(0));
    }

    @Test
    void withoutADrainNobodyKnowsWhatWouldStillHaveBeenRead() {
        east(0);
        billed(east(1));
        drill.events.removeIf(TimelineEvent.DrainFinished.class::isInstance);
        drill.events.add(new TimelineEvent.DrainFinished(FewFacts.END - 1, false, Map.of()));
        assertThat(drill.ask(unseen))
                .isEqualTo(new Answer.Unsettled(
                        "the drain did not finish, so nobody knows what the groups would still have read"));
        assertThat(drill.names(skipped)).containsExactly(name(0));
    }

    @Test
    void theLogsOfTheRegionWhereAGroupReadsAreNeededAndNoOthers() {
        billed(east(0));
        drill.unscanned.addAll(List.of(WEST, NORTH));
        assertThat(drill.names(unseen)).isEmpty();

        FewFacts other = new FewFacts();
        other.unscanned.add(EAST);
        assertThat(other.ask(skipped)).isEqualTo(new Answer.Unsettled("the logs of us-east were not scanned whole"));
    }

    @Test
    void ofAServiceThatTheScenarioDoesNotKnowTheRegionOfItsLastDeliveryCounts() {
        drill.groupService = "nobody";
        drill.written(EAST, order(EAST, 9), 7, 1, 0, 100, 101);
        drill.delivered(EAST, SHIPPING, ORDERS, 1, 0, order(EAST, 9), 200);
        Id west = drill.written(WEST, order(WEST, 0), 7, 0, 0, 100, 101);
        drill.delivered(WEST, BILLING, ORDERS, 0, 0, west, 300);
        drill.written(WEST, order(WEST, 1), 7, 0, 1, 100, 101);
        assertThat(drill.names(unseen)).containsExactly("us-west/order-service-0/1/1");
    }

    @Test
    void whereNobodyKnowsWhereAGroupReadNothingIsCounted() {
        drill.groupService = "nobody";
        east(0);
        assertThat(drill.ask(unseen)).isEqualTo(new Answer.Unsettled("nobody knows where billing read at the end"));
    }

    @Test
    void positionsOfALogThatBeganAnewDoNotTellHowFarTheGroupCame() {
        Id old = drill.acknowledged(EAST, order(EAST, 0), 7, 0, 8, 100, 101);
        drill.delivered(EAST, BILLING, ORDERS, 0, 8, old, 102);
        drill.committed(EAST, BILLING, ORDERS, 0, 9, 103);
        // One of the old log that comes late, and one that was handed over before it ended.
        drill.delivered(EAST, BILLING, ORDERS, 0, 8, old, 205);
        drill.events.add(new TimelineEvent.TopicRecreated(200, "us-east", "orders"));
        Id first = drill.written(EAST, order(EAST, 1), 7, 0, 0, 200, 200);
        Id second = drill.written(EAST, order(EAST, 2), 7, 0, 1, 210, 211);
        Id third = drill.written(EAST, order(EAST, 3), 7, 0, 2, 220, 221);
        for (Id id : List.of(first, second, third)) {
            drill.delivered(EAST, SHIPPING, ORDERS, 0, id.sequence() - 1, id, 300);
        }
        drill.delivered(EAST, BILLING, ORDERS, 0, 1, second, 200);
        assertThat(drill.names(unseen)).containsExactly(name(3));
        assertThat(drill.names(skipped)).containsExactly(name(1));
    }
}
