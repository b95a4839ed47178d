package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.BILLING;
import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.PAYMENTS;
import static io.firedrill.audit.FewFacts.SHIPPING;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.order;
import static io.firedrill.audit.FewFacts.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Further copies and further deliveries, what they are held against, and how far a group went back. */
class DuplicateCountTest {
    private final FewFacts drill = new FewFacts();

    private DuplicateCount count() {
        return DuplicateCount.of(drill.dossier());
    }

    private Result.Duplicates figures() {
        return count().figures();
    }

    /** A record at the offset of its number. */
    private Id east(long sequence) {
        return drill.written(EAST, order(EAST, sequence), 7, 0, sequence, 100 + sequence, 200 + sequence);
    }

    private void had(int group, Id id, long at) {
        drill.delivered(EAST, group, ORDERS, 0, id.sequence(), id, at);
    }

    @Test
    void whereNothingWasSentThereAreNoDuplicatesOfNothing() {
        assertThat(count())
                .isEqualTo(new DuplicateCount(
                        new Result.Duplicates(
                                new Result.Counted(0, 0),
                                new Result.Counted(0, 0),
                                0,
                                0,
                                Map.of(
                                        "log-copy", 0L,
                                        "cross-region-retry", 0L,
                                        "translation", 0L,
                                        "rebalance", 0L,
                                        "other", 0L)),
                        0,
                        0,
                        Map.of()));
    }

    @Test
    void furtherCopiesInNativeTopicsAreHeldAgainstTheRecordsThere() {
        Id thrice = east(0);
        drill.scanned(EAST, ORDERS, 0, 1, thrice);
        drill.scanned(EAST, ORDERS, 1, 0, thrice);
        east(2);
        Id payment = drill.written(EAST, payment(EAST, 0), 7, 0, 0, 100, 101);
        drill.scanned(EAST, PAYMENTS, 0, 1, payment);
        drill.written(WEST, order(WEST, 0), 7, 0, 0, 100, 101);
        // Copies are no native records, and no more are those that kept the name of their topic.
        drill.scanned(WEST, EAST_ORDERS, 0, 0, thrice);
        drill.scanned(WEST, EAST_ORDERS, 0, 1, thrice);
        drill.scanned(WEST, ORDERS, 0, 1, thrice);
        drill.scanned(WEST, ORDERS, 0, 2, thrice);
        DuplicateCount count = count();
        assertThat(count.inLogs()).isEqualTo(4);
        assertThat(count.figures().log()).isEqualTo(new Result.Counted(3, 0.75));
    }

    @Test
    void furtherDeliveriesOfAllGroupsAreHeldAgainstTheRecordsThatEachHad() {
        Id first = east(0);
        Id second = east(1);
        for (int i = 0; i < 4; i++) {
            had(BILLING, first, 300 + 10 * i);
        }
        had(BILLING, second, 350);
        had(SHIPPING, first, 300);
        had(SHIPPING, first, 310);
        DuplicateCount count = count();
        assertThat(count.deliveredRecords()).isEqualTo(3);
        assertThat(count.figures().delivered()).isEqualTo(new Result.Counted(4, 1.333333333));
        assertThat(count.figures().mostForOneRecord()).isEqualTo(4);
        assertThat(count.figures().deliveredBecause())
                .containsEntry("other", 4L)
                .containsEntry("rebalance", 0L);
    }

    @Test
    void theLargestCountIsThatOfAnyGroup() {
        Id first = east(0);
        had(BILLING, first, 300);
        had(SHIPPING, first, 300);
        had(SHIPPING, first, 310);
        assertThat(figures().mostForOneRecord()).isEqualTo(2);
    }

    @Test
    void aRewindIsAsDeepAsTheRecordsThatItGoesBackOver() {
        Id[] ids = {east(0), east(1), east(2), east(3), east(4)};
        for (int i = 0; i < 5; i++) {
            had(BILLING, ids[i], 300 + i);
        }
        had(BILLING, ids[2], 310);
        had(BILLING, ids[3], 311);
        had(SHIPPING, ids[4], 300);
        had(SHIPPING, ids[4], 310);
        // From behind 4 back to 2: three records.
        assertThat(figures().deepestRewind()).isEqualTo(3);
    }

    @Test
    void aFirstDeliveryOutOfOrderIsNoRewind() {
        Id early = east(0);
        Id late = east(4);
        had(BILLING, late, 300);
        had(BILLING, early, 301);
        had(BILLING, late, 302);
        assertThat(figures().deepestRewind()).isEqualTo(1);
    }

    @Test
    void aRewindIsMeasuredByNativeOffsetsOverAllRegionsInTheOrderOfTime() {
        Id[] ids = {east(0), east(1), east(2), east(3)};
        // us-west goes back over three of what us-east read until 303; its own offsets and the order of evidence say
        // nothing.
        for (int i = 0; i < 4; i++) {
            had(BILLING, ids[i], 300 + i);
            drill.scanned(WEST, EAST_ORDERS, 0, 70 + i, ids[i]);
        }
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 71, ids[1], 400);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 72, ids[2], 401);
        had(BILLING, ids[3], 402);
        assertThat(figures().deepestRewind()).isEqualTo(3);
    }

    @Test
    void anyNumberOfLogsIsTakenInTheOrderOfTime() {
        Id early = east(0);
        Id late = east(9);
        // The later a log stands in the evidence, the earlier is what was delivered from it; some had nothing at all.
        had(BILLING, late, 700);
        drill.assigned(EAST, BILLING, ORDERS, 1, 0, 10);
        drill.delivered(EAST, BILLING, FewFacts.WEST_ORDERS, 0, 0, late, 600);
        drill.delivered(EAST, BILLING, FewFacts.WEST_ORDERS, 1, 0, late, 500);
        drill.delivered(WEST, BILLING, ORDERS, 0, 0, early, 400);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 0, early, 300);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 1, late, 650);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 1, 0, early, 200);
        // Whoever took one of the late ones first would see a rewind of ten.
        assertThat(figures().deepestRewind()).isEqualTo(1);
        assertThat(figures().delivered().count()).isEqualTo(5);
    }

    @Test
    void partitionsAndTopicsHaveNoOrderAmongEachOther() {
        Id here = east(0);
        had(BILLING, here, 300);
        Id other = drill.written(EAST, order(EAST, 1), 7, 1, 50, 100, 101);
        drill.delivered(EAST, BILLING, ORDERS, 1, 50, other, 301);
        had(BILLING, here, 302);
        assertThat(figures().deepestRewind()).isEqualTo(1);
    }

    @Test
    void ofAnUnansweredSendTheScanSaysWhereItStands() {
        Id unanswered = drill.sent(EAST, order(EAST, 0), 7, 100);
        drill.scanned(EAST, ORDERS, 0, 0, unanswered);
        Id absent = drill.sent(EAST, order(EAST, 1), 7, 100);
        Id last = east(2);
        had(BILLING, unanswered, 300);
        had(BILLING, absent, 301);
        had(BILLING, last, 302);
        had(BILLING, absent, 303);
        had(BILLING, unanswered, 304);
        assertThat(figures().deepestRewind()).isEqualTo(3);
    }

    @Test
    void aPhantomHasNoPlaceToGoBackTo() {
        Id id = east(0);
        had(BILLING, id, 300);
        had(BILLING, id, 302);
        had(BILLING, order(EAST, 77), 301);
        had(BILLING, order(EAST, 77), 303);
        assertThat(figures().deepestRewind()).isEqualTo(1);
        assertThat(count().deliveredRecords()).isEqualTo(1);
    }

    @Test
    void ofARecordThatTwoRegionsTookEachPlaceCounts() {
        Id first = drill.sent(EAST, order(EAST, 0), 7, 100);
        drill.acked(EAST, first, 0, 0, 101);
        Id retried = drill.written(EAST, order(EAST, 1), 7, 0, 1, 110, 111);
        drill.written(WEST, retried, 7, 0, 40, 120, 121);
        Id later = drill.written(WEST, order(WEST, 0), 7, 0, 46, 130, 131);
        had(BILLING, first, 300);
        had(BILLING, retried, 301);
        drill.delivered(WEST, BILLING, ORDERS, 0, 46, later, 302);
        drill.delivered(WEST, BILLING, ORDERS, 0, 40, retried, 303);
        // By us-west's offsets: from behind 46 back to 40.
        assertThat(figures().deepestRewind()).isEqualTo(7);
    }
}
