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
import java.util.Map;
import org.junit.jupiter.api.Test;

class TotalsTest {
    private final FewFacts drill = new FewFacts();

    private Result.Deliveries deliveries() {
        return Totals.deliveries(drill.dossier());
    }

    private Id read(long offset, long at) {
        Id id = drill.written(EAST, order(EAST, offset), offset, 0, offset, 10, 20);
        drill.delivered(EAST, BILLING, ORDERS, 0, offset, id, at);
        return id;
    }

    @Test
    void whatTwoGroupsOrTwoRegionsDeliverIsOneRecord() {
        Id both = read(0, 100);
        drill.delivered(EAST, SHIPPING, ORDERS, 0, 0, both, 110);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 0, both, 200);
        read(1, 101);
        Result.Deliveries found = deliveries();
        assertThat(found.total()).isEqualTo(4);
        assertThat(found.distinct()).isEqualTo(2);
        assertThat(found.byGroup()).isEqualTo(Map.of("billing", 3L, "shipping", 1L));
    }

    @Test
    void aGroupThatWasGivenNothingIsThereAllTheSame() {
        assertThat(deliveries().byGroup()).isEqualTo(Map.of("billing", 0L, "shipping", 0L));
    }

    @Test
    void aRecordIsProcessedWhenACommitBehindItFollowsItsHandlersReturn() {
        read(0, 100);
        drill.processed(EAST, BILLING, ORDERS, 0, 1, 120);
        // Asked for before it, and in time.
        drill.committed(EAST, BILLING, ORDERS, 0, 1, 119);
        assertThat(deliveries().processed()).isZero();
    }

    @Test
    void aCommitInTheInstantInWhichTheHandlerReturnsCounts() {
        read(0, 100);
        drill.processed(EAST, BILLING, ORDERS, 0, 1, 120);
        drill.committed(EAST, BILLING, ORDERS, 0, 1, 120);
        assertThat(deliveries().processed()).isEqualTo(1);
    }

    @Test
    void whatAHandlerReturnedFromBeforeTheDeliveryIsOfAnEarlierOne() {
        drill.processed(EAST, BILLING, ORDERS, 0, 1, 99);
        read(0, 100);
        drill.committed(EAST, BILLING, ORDERS, 0, 1, 130);
        assertThat(deliveries().processed()).isZero();
    }

    @Test
    void aCommitOfTheRecordsOwnOffsetDoesNotCoverIt() {
        read(0, 100);
        read(1, 101);
        drill.processed(EAST, BILLING, ORDERS, 0, 2, 120);
        drill.committed(EAST, BILLING, ORDERS, 0, 1, 130);
        assertThat(deliveries().processed()).isEqualTo(1);
    }

    @Test
    void aLaterCommitThatReachesFurtherCovers_oneThatWentBackDoesNot() {
        read(0, 100);
        read(1, 101);
        read(2, 102);
        drill.processed(EAST, BILLING, ORDERS, 0, 3, 120);
        drill.committed(EAST, BILLING, ORDERS, 0, 1, 130);
        drill.committed(EAST, BILLING, ORDERS, 0, 0, 140);
        drill.committed(EAST, BILLING, ORDERS, 0, 2, 150);
        assertThat(deliveries().processed()).isEqualTo(2);
    }

    @Test
    void whereNoHandlersReturnWasNotedACommitAfterTheDeliveryIsTheMark() {
        read(0, 100);
        read(1, 131);
        drill.committed(EAST, BILLING, ORDERS, 0, 2, 130);
        assertThat(deliveries().processed()).isEqualTo(1);
    }

    @Test
    void whatNobodySentIsDeliveredAndNeverProcessed() {
        read(0, 100);
        drill.delivered(EAST, BILLING, ORDERS, 0, 1, order(EAST, 77), 101);
        drill.processed(EAST, BILLING, ORDERS, 0, 2, 120);
        drill.committed(EAST, BILLING, ORDERS, 0, 2, 130);
        Result.Deliveries found = deliveries();
        assertThat(found.total()).isEqualTo(2);
        assertThat(found.distinct()).isEqualTo(1);
        assertThat(found.processed()).isEqualTo(1);
    }
}
