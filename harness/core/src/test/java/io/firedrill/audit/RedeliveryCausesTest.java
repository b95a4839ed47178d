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
import io.firedrill.audit.RedeliveryCauses.Cause;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Why a group was given a record again: the first cause that holds, of each further delivery. */
class RedeliveryCausesTest {
    private static final String FIRST = "us-east/order-service-0/1/0";

    private final FewFacts drill = new FewFacts();
    private final Id record = drill.written(EAST, order(EAST, 0), 7, 0, 5, 100, 101);

    private void east(int partition, long offset, long at) {
        drill.delivered(EAST, BILLING, ORDERS, partition, offset, record, at);
    }

    private Map<Cause, Long> counts() {
        return drill.dossier().redeliveries().counts();
    }

    @Test
    void whatWasDeliveredOnceHasNoCause() {
        east(0, 5, 200);
        drill.delivered(EAST, SHIPPING, ORDERS, 0, 5, record, 201);
        assertThat(counts()).isEmpty();
        assertThat(drill.names(new Redelivered())).isEmpty();
    }

    @Test
    void fromTheSamePlaceWithinOneAssignmentItIsAnother() {
        drill.assigned(EAST, BILLING, ORDERS, 0, 0, 200);
        east(0, 5, 200);
        east(0, 5, 210);
        drill.assigned(EAST, BILLING, ORDERS, 0, 0, 211);
        assertThat(counts()).isEqualTo(Map.of(Cause.OTHER, 1L));
        assertThat(drill.examples(new Redelivered()))
                .containsExactly(FIRST + " (us-east orders/0@5), delivered again:"
                        + " the position went back within one assignment");
    }

    @Test
    void fromTheSamePlaceByAMemberThatGotThePartitionAnewItIsARebalance() {
        east(0, 5, 200);
        drill.assigned(EAST, BILLING, ORDERS, 0, 0, 201);
        east(0, 5, 210);
        assertThat(counts()).isEqualTo(Map.of(Cause.REBALANCE, 1L));
        assertThat(drill.examples(new Redelivered()).get(0))
                .endsWith("delivered again: a member got the partition anew");
    }

    @Test
    void anAssignmentAtTheInstantOfTheFurtherDeliveryIsBeforeIt() {
        east(0, 5, 200);
        drill.assigned(EAST, BILLING, ORDERS, 0, 0, 210);
        east(0, 5, 210);
        assertThat(counts()).isEqualTo(Map.of(Cause.REBALANCE, 1L));
    }

    @Test
    void anAssignmentOfAnotherPartitionOrGroupIsNone() {
        east(0, 5, 200);
        drill.assigned(EAST, BILLING, ORDERS, 1, 0, 205);
        drill.assigned(EAST, SHIPPING, ORDERS, 0, 0, 205);
        drill.assigned(WEST, BILLING, ORDERS, 0, 0, 205);
        east(0, 5, 210);
        assertThat(counts()).isEqualTo(Map.of(Cause.OTHER, 1L));
    }

    @Test
    void theLastDeliveryFromTheSamePlaceIsTheOneBeforeTheAssignment() {
        east(0, 5, 200);
        drill.assigned(EAST, BILLING, ORDERS, 0, 0, 205);
        east(0, 5, 210);
        east(0, 5, 220);
        assertThat(counts()).isEqualTo(Map.of(Cause.REBALANCE, 1L, Cause.OTHER, 1L));
        // The first further delivery gives the record its words.
        assertThat(drill.examples(new Redelivered()).get(0)).endsWith("a member got the partition anew");
    }

    @Test
    void fromAnotherPlaceOfTheSameTopicItIsACopyInTheLog() {
        east(0, 5, 200);
        east(0, 6, 210);
        assertThat(counts()).isEqualTo(Map.of(Cause.LOG_COPY, 1L));
        assertThat(drill.examples(new Redelivered()).get(0)).endsWith("delivered again: a log holds it more than once");
    }

    @Test
    void theSameOffsetOfAnotherPartitionIsAnotherPlace() {
        east(0, 5, 200);
        east(1, 5, 210);
        assertThat(counts()).isEqualTo(Map.of(Cause.LOG_COPY, 1L));
    }

    @Test
    void aPlaceFromWhichItCameBeforeIsNoFurtherCopy() {
        east(0, 5, 200);
        east(0, 6, 210);
        east(0, 5, 220);
        assertThat(counts()).isEqualTo(Map.of(Cause.LOG_COPY, 1L, Cause.OTHER, 1L));
    }

    @Test
    void inTheOtherRegionOnlyItsPositionDidNotSayThatItWasDone() {
        east(0, 5, 200);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 2, record, 300);
        assertThat(counts()).isEqualTo(Map.of(Cause.TRANSLATION, 1L));
        assertThat(drill.examples(new Redelivered()).get(0))
                .endsWith("delivered again: the group's position in the other region was before it");
    }

    @Test
    void theSamePlaceInTheOtherRegionIsAnother() {
        east(0, 5, 200);
        drill.delivered(WEST, BILLING, ORDERS, 0, 5, record, 300);
        assertThat(counts()).isEqualTo(Map.of(Cause.TRANSLATION, 1L));
    }

    @Test
    void anotherTopicOfTheSameRegionIsNoFurtherCopyInOneLog() {
        east(0, 5, 200);
        drill.delivered(EAST, BILLING, FewFacts.WEST_ORDERS, 0, 6, record, 300);
        assertThat(counts()).isEqualTo(Map.of(Cause.TRANSLATION, 1L));
    }

    @Test
    void aRecordThatTwoRegionsTookWasSentTwice() {
        drill.written(WEST, record, 7, 0, 8, 110, 111);
        east(0, 5, 200);
        drill.delivered(WEST, BILLING, ORDERS, 0, 8, record, 300);
        assertThat(counts()).isEqualTo(Map.of(Cause.CROSS_REGION_RETRY, 1L));
        assertThat(drill.examples(new Redelivered()).get(0)).endsWith("delivered again: it was sent to two regions");
    }

    @Test
    void aSessionThatSendsToTwoRegionsDidNotSendEachRecordTwice() {
        drill.written(WEST, order(EAST, 1), 7, 0, 8, 110, 111);
        east(0, 5, 200);
        east(0, 5, 210);
        assertThat(counts()).isEqualTo(Map.of(Cause.OTHER, 1L));
    }

    @Test
    void deliveriesAreTakenInTheOrderOfTheirTimesOverAllLogs() {
        Id other = drill.written(EAST, order(EAST, 1), 7, 0, 9, 110, 111);
        // us-west had both first; us-east's log comes before it in the evidence.
        east(0, 5, 300);
        drill.delivered(EAST, BILLING, ORDERS, 0, 9, other, 301);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 2, record, 200);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 3, other, 201);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 2, record, 210);
        assertThat(counts()).isEqualTo(Map.of(Cause.OTHER, 1L, Cause.TRANSLATION, 2L));
        assertThat(drill.examples(new Redelivered()))
                .satisfiesExactly(
                        text -> assertThat(text).endsWith("the position went back within one assignment"),
                        text -> assertThat(text).endsWith("the group's position in the other region was before it"));
    }

    @Test
    void groupsAreNotHeldAgainstEachOther() {
        east(0, 5, 200);
        drill.delivered(WEST, SHIPPING, EAST_ORDERS, 0, 2, record, 210);
        drill.delivered(WEST, SHIPPING, EAST_ORDERS, 0, 2, record, 220);
        east(0, 6, 230);
        assertThat(counts()).isEqualTo(Map.of(Cause.OTHER, 1L, Cause.LOG_COPY, 1L));
        assertThat(drill.names(new Redelivered())).containsExactly(FIRST);
        // Billing's is told of first.
        assertThat(drill.examples(new Redelivered()).get(0)).endsWith("a log holds it more than once");
    }

    @Test
    void aPhantomThatIsDeliveredAgainIsNoRedelivery() {
        Id phantom = order(EAST, 77);
        drill.delivered(EAST, BILLING, ORDERS, 0, 9, phantom, 200);
        drill.delivered(EAST, BILLING, ORDERS, 0, 9, phantom, 210);
        east(0, 5, 220);
        east(0, 5, 230);
        assertThat(counts()).isEqualTo(Map.of(Cause.OTHER, 1L));
    }
}
