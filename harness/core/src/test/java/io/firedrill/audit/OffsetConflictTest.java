package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.BILLING;
import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.order;
import static io.firedrill.audit.FewFacts.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import io.firedrill.evidence.TimelineEvent;
import org.junit.jupiter.api.Test;

/** Two ids for one place in a log, whoever names them. */
class OffsetConflictTest {
    private static final String FIRST = "us-east/order-service-0/1/0";
    private static final String SECOND = "us-east/order-service-0/1/1";

    private final FewFacts drill = new FewFacts();
    private final OffsetConflict fold = new OffsetConflict();

    @Test
    void anAcknowledgementIsHeldAgainstTheScan() {
        drill.written(EAST, order(EAST, 0), 7, 0, 4, 100, 101);
        drill.acknowledged(EAST, order(EAST, 1), 7, 0, 4, 110, 111);
        assertThat(drill.names(fold)).containsExactly(FIRST, SECOND);
        assertThat(drill.examples(fold).get(0))
                .isEqualTo(FIRST + " (us-east orders/0@4), another record claims the same position");
    }

    @Test
    void aDeliveryIsHeldAgainstTheScan() {
        drill.written(EAST, order(EAST, 0), 7, 0, 4, 100, 101);
        Id other = drill.written(EAST, order(EAST, 1), 7, 0, 5, 110, 111);
        drill.delivered(EAST, BILLING, ORDERS, 0, 4, other, 120);
        assertThat(drill.names(fold)).containsExactly(FIRST, SECOND);
    }

    @Test
    void twoClaimsConflictWhereTheScanHasNothing() {
        drill.acknowledged(EAST, order(EAST, 0), 7, 0, 9, 100, 101);
        drill.acknowledged(EAST, order(EAST, 1), 7, 0, 9, 110, 111);
        assertThat(drill.names(fold)).containsExactly(FIRST, SECOND);
    }

    @Test
    void aScanMayContradictItself() {
        drill.scanned(EAST, ORDERS, 0, 4, drill.sent(EAST, order(EAST, 0), 7, 100));
        drill.scanned(EAST, ORDERS, 0, 4, drill.sent(EAST, order(EAST, 1), 7, 110));
        drill.scanned(EAST, ORDERS, 0, 5, drill.sent(EAST, order(EAST, 2), 7, 120));
        assertThat(drill.names(fold)).containsExactly(FIRST, SECOND);
    }

    @Test
    void oneRecordMayClaimItsPlaceAsOftenAsItLikes() {
        Id there = drill.written(EAST, order(EAST, 0), 7, 0, 4, 100, 101);
        drill.delivered(EAST, BILLING, ORDERS, 0, 4, there, 120);
        Id gone = drill.acknowledged(EAST, order(EAST, 1), 7, 0, 5, 110, 111);
        drill.delivered(EAST, BILLING, ORDERS, 0, 5, gone, 121);
        drill.delivered(EAST, BILLING, ORDERS, 0, 5, gone, 122);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void theSamePlaceInAnotherRegionTopicOrPartitionIsAnother() {
        drill.written(EAST, order(EAST, 0), 7, 0, 4, 100, 101);
        drill.written(EAST, order(EAST, 1), 7, 1, 4, 100, 101);
        drill.written(EAST, payment(EAST, 0), 7, 0, 4, 100, 101);
        drill.written(WEST, order(WEST, 0), 7, 0, 4, 100, 101);
        Id copied = drill.acknowledged(EAST, order(EAST, 2), 7, 0, 5, 100, 101);
        drill.scanned(WEST, EAST_ORDERS, 0, 4, copied);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 4, copied, 120);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void inALogWithGapsEachClaimFindsItsOwnPlace() {
        // As a log looks from which compaction took most, or in which transactions ended.
        long[] offsets = {2, 3, 7, 8, 20, 21, 22, 40};
        for (int i = 0; i < offsets.length; i++) {
            drill.written(EAST, order(EAST, i), 7, 0, offsets[i], 100 + i, 101 + i);
        }
        drill.acknowledged(EAST, order(EAST, 8), 7, 0, 5, 110, 111);
        drill.acknowledged(EAST, order(EAST, 9), 7, 0, 41, 112, 113);
        drill.acknowledged(EAST, order(EAST, 10), 7, 0, 0, 114, 115);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void inALogWithGapsAClaimOfAnothersPlaceIsFound() {
        long[] offsets = {2, 3, 7, 8, 20, 21, 22, 40};
        for (int i = 0; i < offsets.length; i++) {
            drill.written(EAST, order(EAST, i), 7, 0, offsets[i], 100 + i, 101 + i);
        }
        for (int i = offsets.length - 1; i >= 0; i--) {
            drill.acknowledged(EAST, order(EAST, 15 - i), 7, 0, offsets[i], 110, 111);
        }
        assertThat(drill.names(fold)).hasSize(16);
    }

    @Test
    void aPhantomMakesNoConflictOfTheRecordThatItMayHaveBeen() {
        drill.scanned(EAST, ORDERS, 0, 4, order(EAST, 77));
        Id id = drill.acknowledged(EAST, order(EAST, 0), 7, 0, 4, 100, 101);
        drill.delivered(EAST, BILLING, ORDERS, 0, 4, id, 120);
        drill.delivered(EAST, BILLING, ORDERS, 0, 4, order(EAST, 78), 121);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void twoRecordsThatClaimThePlaceOfAPhantomConflict() {
        drill.scanned(EAST, ORDERS, 0, 4, order(EAST, 77));
        drill.acknowledged(EAST, order(EAST, 0), 7, 0, 4, 100, 101);
        drill.acknowledged(EAST, order(EAST, 1), 7, 0, 4, 110, 111);
        assertThat(drill.names(fold)).containsExactly(FIRST, SECOND);
    }

    @Test
    void whatWasAcknowledgedOfAnOldTopicIsNotHeldAgainstTheNewOne() {
        Id old = drill.acknowledged(EAST, order(EAST, 0), 7, 0, 4, 100, 199);
        // A delivery of the old one that comes late, and one from before.
        drill.delivered(EAST, BILLING, ORDERS, 0, 4, old, 250);
        drill.events.add(new TimelineEvent.TopicRecreated(200, "us-east", "orders"));
        Id fresh = drill.written(EAST, order(EAST, 1), 7, 0, 4, 210, 211);
        drill.delivered(EAST, BILLING, ORDERS, 0, 4, fresh, 260);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void whatWasDeliveredOfAnOldTopicIsNotHeldAgainstTheNewOne() {
        // Nobody knows when this one was acknowledged.
        Id old = drill.sent(EAST, order(EAST, 0), 7, 100);
        drill.delivered(EAST, BILLING, ORDERS, 0, 4, old, 199);
        drill.events.add(new TimelineEvent.TopicRecreated(200, "us-east", "orders"));
        drill.written(EAST, order(EAST, 1), 7, 0, 4, 210, 211);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void whatIsAcknowledgedOrDeliveredFromTheInstantOfANewTopicOnIsOfIt() {
        drill.acknowledged(EAST, order(EAST, 0), 7, 0, 4, 100, 200);
        Id delivered = drill.sent(EAST, order(EAST, 1), 7, 100);
        drill.delivered(EAST, BILLING, ORDERS, 0, 5, delivered, 200);
        drill.events.add(new TimelineEvent.TopicRecreated(200, "us-east", "orders"));
        drill.written(EAST, order(EAST, 2), 7, 0, 4, 210, 211);
        drill.written(EAST, order(EAST, 3), 7, 0, 5, 212, 213);
        assertThat(drill.names(fold)).hasSize(4);
    }
}
