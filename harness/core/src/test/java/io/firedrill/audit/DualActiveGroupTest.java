package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.BILLING;
import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.NORTH;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.PAYMENTS;
import static io.firedrill.audit.FewFacts.SHIPPING;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import io.firedrill.evidence.TimelineEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An interval of deliveries ends where a member gets the partition, gives it up, or the service is switched. */
class DualActiveGroupTest {
    private final FewFacts drill = new FewFacts();
    private final DualActiveGroup fold = new DualActiveGroup();
    private final Id any = drill.written(EAST, order(EAST, 0), 7, 0, 0, 100, 101);

    private void had(int region, long... times) {
        for (long at : times) {
            drill.delivered(region, BILLING, ORDERS, 0, at, any, at);
        }
    }

    private List<String> found() {
        Finding found = drill.found(fold);
        assertThat(found.others()).isEqualTo(found.otherExamples().size());
        return found.otherExamples();
    }

    @Test
    void oneRegionAfterTheOtherIsNotDual() {
        had(EAST, 100, 200);
        had(WEST, 201, 300);
        assertThat(found()).isEmpty();
    }

    @Test
    void bothEndsBelongToAnInterval() {
        had(EAST, 100, 200);
        had(WEST, 200, 300);
        assertThat(found())
                .containsExactly("billing orders/0, delivered in us-east and in us-west, 0.000 s after the baseline was"
                        + " steady");
    }

    @Test
    void theMomentIsThatAtWhichTheSecondRegionBegan() {
        drill.events.add(new TimelineEvent.BaselineSteady(2_000, 1_000, 1, 1));
        had(EAST, 100, 5_002_000);
        had(WEST, 3_002_000);
        assertThat(found())
                .containsExactly("billing orders/0, delivered in us-east and in us-west, 0.003 s after the baseline was"
                        + " steady");
    }

    @Test
    void aMemberThatIsTakenThePartitionEndsItsInterval() {
        had(EAST, 100, 200, 400, 500);
        drill.assigned(EAST, BILLING, ORDERS, 0, 0, 350);
        had(WEST, 250, 300);
        assertThat(found()).isEmpty();
    }

    @Test
    void aHandoverBeginsAnIntervalAtItsOwnInstant() {
        had(EAST, 100, 300);
        drill.assigned(EAST, BILLING, ORDERS, 0, 0, 300);
        had(WEST, 200);
        assertThat(found()).isEmpty();
    }

    @Test
    void betweenTwoHandoversAnIntervalIsWhole() {
        drill.assigned(EAST, BILLING, ORDERS, 0, 0, 50);
        had(EAST, 100, 300);
        drill.assigned(EAST, BILLING, ORDERS, 0, 0, 301);
        drill.assigned(EAST, BILLING, ORDERS, 0, 0, 302);
        had(EAST, 400);
        had(WEST, 200);
        assertThat(found()).hasSize(1);
    }

    @Test
    void whereTimesGoBackEachDeliveryBelongsToItsOwnInterval() {
        // Several members' deliveries stand one after the other, as their journals were read.
        had(EAST, 100, 500, 900, 110, 510, 910);
        drill.assigned(EAST, BILLING, ORDERS, 0, 0, 300);
        drill.assigned(EAST, BILLING, ORDERS, 0, 0, 700);
        had(WEST, 200);
        had(WEST, 400, 499);
        drill.assigned(WEST, BILLING, ORDERS, 0, 0, 390);
        assertThat(found()).isEmpty();
    }

    @Test
    void aSwitchOfItsServiceEndsAnInterval() {
        had(EAST, 100, 500);
        had(WEST, 300);
        drill.events.add(new TimelineEvent.ServiceSwitched(200, "to-west", "billing", "us-west"));
        assertThat(found()).isEmpty();
    }

    @Test
    void aSwitchOfAnotherServiceEndsNone() {
        had(EAST, 100, 500);
        had(WEST, 300);
        drill.events.add(new TimelineEvent.ServiceSwitched(200, "to-west", "shipping", "us-west"));
        assertThat(found()).hasSize(1);
    }

    @Test
    void theWholeLineageIsOnePartition() {
        had(EAST, 100, 200);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 0, any, 150);
        assertThat(found()).hasSize(1);
    }

    @Test
    void otherPartitionsLineagesAndGroupsAreNotTheSame() {
        had(EAST, 100, 200);
        drill.delivered(WEST, BILLING, ORDERS, 1, 0, any, 150);
        drill.delivered(WEST, BILLING, PAYMENTS, 0, 0, any, 150);
        drill.delivered(WEST, SHIPPING, ORDERS, 0, 0, any, 150);
        assertThat(found()).isEmpty();
    }

    @Test
    void twoLogsOfOneRegionAreNotDual() {
        had(EAST, 100, 200);
        drill.delivered(EAST, BILLING, FewFacts.WEST_ORDERS, 0, 0, any, 150);
        assertThat(found()).isEmpty();
    }

    @Test
    void theLongestIntervalOfARegionIsTheOneThatReaches() {
        had(EAST, 100, 900);
        // A short one of the same region that began later and is over long since.
        drill.delivered(EAST, BILLING, FewFacts.WEST_ORDERS, 0, 0, any, 150);
        drill.delivered(EAST, BILLING, FewFacts.WEST_ORDERS, 0, 1, any, 160);
        had(WEST, 800);
        assertThat(found()).hasSize(1);
    }

    @Test
    void aLaterIntervalThatReachesFurtherCounts() {
        had(EAST, 100, 150);
        drill.delivered(EAST, BILLING, FewFacts.WEST_ORDERS, 0, 0, any, 140);
        drill.delivered(EAST, BILLING, FewFacts.WEST_ORDERS, 0, 1, any, 400);
        had(WEST, 300);
        assertThat(found()).hasSize(1);
    }

    @Test
    void ofThreeRegionsTheFirstTwoThatOverlapAreNamed() {
        had(EAST, 100, 200);
        had(NORTH, 300, 500);
        had(WEST, 400);
        assertThat(found()).singleElement().asString().contains("delivered in eu-north and in us-west");
    }

    @Test
    void eachGroupAndPartitionCounts() {
        for (int group : new int[] {SHIPPING, BILLING}) {
            for (int partition = 0; partition < 2; partition++) {
                drill.delivered(EAST, group, ORDERS, partition, 0, any, 100);
                drill.delivered(WEST, group, ORDERS, partition, 0, any, 100);
            }
        }
        assertThat(found())
                .extracting(text -> text.substring(0, text.indexOf(',')))
                .containsExactly("billing orders/0", "billing orders/1", "shipping orders/0", "shipping orders/1");
    }
}
