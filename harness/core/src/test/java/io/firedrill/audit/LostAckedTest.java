package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.NORTH;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Record 0 of us-east stands in its log, so that the log of partition 0 was read; what others say of theirs is P1 or not. */
class LostAckedTest {
    private final FewFacts drill = new FewFacts();
    private final LostAcked lost = new LostAcked();

    LostAckedTest() {
        drill.written(EAST, order(EAST, 0), 7, 0, 0, 100, 101);
    }

    /** Record 1 of us-east was acknowledged behind record 0, and is not there. */
    private Id gone() {
        return drill.acknowledged(EAST, order(EAST, 1), 7, 0, 1, 110, 111);
    }

    private void assertMayBeLost(int records) {
        assertThat(drill.found(lost).figures()).containsExactly(Map.entry("mayRecords", (double) records));
    }

    @Test
    void whereEverythingWasScannedNothingMayBeLostBesides() {
        gone();
        drill.failed(EAST, drill.sent(EAST, order(EAST, 2), 7, 120), 121);
        drill.unknown(EAST, drill.sent(EAST, order(EAST, 3), 7, 130), 131);
        assertThat(drill.names(lost)).hasSize(1);
        assertMayBeLost(0);
    }

    @Test
    void ofARegionThatWasNotScannedWholeAllMayBeLostThatNoLogOfItShows() {
        gone();
        drill.failed(EAST, drill.sent(EAST, order(EAST, 2), 7, 120), 121);
        drill.unknown(EAST, drill.sent(EAST, order(EAST, 3), 7, 130), 131);
        drill.written(WEST, order(WEST, 0), 7, 0, 0, 120, 121);
        drill.unscanned.add(EAST);
        assertThat(drill.names(lost)).isEmpty();
        // Records 1 and 3: record 0 is in what was read, and record 2 was never handed over.
        assertMayBeLost(2);
    }

    @Test
    void aSendThatStayedOpenMayBeLostThoughItsOwnLogWasRead() {
        drill.unknown(EAST, drill.sent(EAST, order(EAST, 1), 7, 110), 111);
        drill.unscanned.add(WEST);
        assertThat(drill.names(lost)).isEmpty();
        assertMayBeLost(1);
    }

    @Test
    void whatIsLostInOneRegionIsNotCountedOnceMoreAsWhatMayBeInAnother() {
        gone();
        drill.acknowledged(WEST, order(EAST, 1), 7, 0, 0, 112, 113);
        drill.unscanned.add(WEST);
        assertThat(drill.names(lost)).hasSize(1);
        assertMayBeLost(0);
    }

    @Test
    void whatTheLogDoesNotHoldIsLostAndNothingElse() {
        gone();
        drill.failed(EAST, drill.sent(EAST, order(EAST, 2), 7, 120), 121);
        drill.unknown(EAST, drill.sent(EAST, order(EAST, 3), 7, 130), 131);
        assertThat(drill.names(lost)).containsExactly("us-east/order-service-0/1/1");
        assertThat(drill.examples(lost))
                .containsExactly("us-east/order-service-0/1/1 (us-east orders/0@1), absent from that log at the end");
    }

    @Test
    void aCopyElsewhereProvesThatAnUnansweredSendWasThere() {
        Id id = drill.sent(EAST, order(EAST, 1), 7, 110);
        drill.unknown(EAST, id, 111);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, id);
        assertThat(drill.names(lost)).containsExactly("us-east/order-service-0/1/1");
    }

    @Test
    void aSessionsRecordThatAnotherRegionTookIsNotLostWhereItWasNeverSent() {
        drill.written(WEST, order(EAST, 1), 7, 0, 0, 110, 111);
        drill.written(EAST, order(EAST, 2), 7, 0, 1, 120, 121);
        assertThat(drill.names(lost)).isEmpty();
    }

    @Test
    void nobodyKnowsWhatAPartitionHeldThatWasNotRead() {
        drill.acknowledged(EAST, order(EAST, 1), 7, 5, 0, 110, 111);
        drill.written(EAST, order(EAST, 2), 7, 1, 0, 120, 121);
        drill.acknowledged(EAST, order(EAST, 3), 7, 1, 1, 130, 131);
        drill.unfinished.add("0/0/1");
        assertThat(drill.names(lost)).isEmpty();
        // Record 2 was read before that ended.
        assertMayBeLost(2);
    }

    @Test
    void whatWasNeverAcknowledgedMayStandInAnyPartitionOfItsTopicThatWasNotRead() {
        Id id = drill.sent(EAST, order(EAST, 1), 7, 110);
        drill.unknown(EAST, id, 111);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, id);
        drill.written(EAST, order(EAST, 2), 7, 1, 0, 120, 121);
        drill.unfinished.add("0/0/1");
        assertThat(drill.names(lost)).isEmpty();
        assertMayBeLost(1);
    }

    @Test
    void whatAnotherTopicOrRegionHasOfUnreadPartitionsMakesNoDoubt() {
        Id id = drill.sent(EAST, order(EAST, 1), 7, 110);
        drill.unknown(EAST, id, 111);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, id);
        drill.unfinished.add("1/1/0");
        assertThat(drill.names(lost)).hasSize(1);
        assertMayBeLost(0);
    }

    @Test
    void ofARegionThatWasNotScannedNothingIsSaid() {
        gone();
        drill.written(WEST, order(WEST, 0), 7, 0, 0, 120, 121);
        drill.acknowledged(WEST, order(WEST, 1), 7, 0, 1, 130, 131);
        drill.unscanned.add(EAST);
        assertThat(drill.names(lost)).containsExactly("us-west/order-service-0/1/1");
    }

    @Test
    void whereNoRegionWasScannedNothingIsCounted() {
        gone();
        drill.unscanned.addAll(List.of(EAST, WEST, NORTH));
        assertThat(drill.ask(lost)).isEqualTo(new Answer.Unsettled("no region was scanned whole"));
    }

    @Test
    void whereNothingWasSentNothingIsLostThoughNothingWasScanned() {
        FewFacts nothing = new FewFacts();
        nothing.unscanned.addAll(List.of(EAST, WEST, NORTH));
        assertThat(nothing.names(lost)).isEmpty();
    }

    @Test
    void whatCompactionMayHaveRemovedIsLostUnlessAnotherRegionShowsIt() {
        drill.ordersConfig.put("cleanup.policy", "compact");
        drill.scanned(WEST, EAST_ORDERS, 0, 0, gone());
        drill.acknowledged(EAST, order(EAST, 2), 7, 0, 2, 120, 121);
        assertMayBeLost(0);
        assertThat(drill.examples(lost))
                .containsExactly("us-east/order-service-0/1/2 (us-east orders/0@2), absent from that log at the end:"
                        + " retention or compaction, and no copy of it was seen anywhere else");
    }

    @Test
    void whatStoodBeforeTheBeginningOfALogIsLostToRetention() {
        drill.written(EAST, order(EAST, 2), 7, 1, 8, 120, 121);
        drill.acknowledged(EAST, order(EAST, 3), 7, 1, 7, 130, 131);
        drill.logStarts.put("0/" + ORDERS + "/1", 8L);
        assertThat(drill.examples(lost))
                .singleElement()
                .asString()
                .endsWith(": retention or compaction, and no copy of it was seen anywhere else");
    }

    @Test
    void whatRetentionMayHaveRemovedIsNotCountedWhereAJournalThatMayShowACopyIsDamaged() {
        drill.ordersConfig.put("cleanup.policy", "compact");
        gone();
        drill.journalDamaged = true;
        assertThat(drill.names(lost)).isEmpty();
        assertMayBeLost(1);
    }

    @Test
    void whatRetentionMayHaveRemovedIsNotCountedWhereARegionThatMayHoldACopyWasNotScanned() {
        drill.ordersConfig.put("cleanup.policy", "compact");
        gone();
        drill.unscanned.add(NORTH);
        assertThat(drill.names(lost)).isEmpty();
        assertMayBeLost(1);
    }

    @Test
    void whatRetentionMayHaveRemovedIsNotLostWhereACopyOfItWasSeenThoughALogWasNotRead() {
        drill.ordersConfig.put("cleanup.policy", "compact");
        drill.scanned(WEST, EAST_ORDERS, 0, 0, gone());
        drill.unscanned.add(NORTH);
        assertThat(drill.names(lost)).isEmpty();
        assertMayBeLost(0);
    }

    @Test
    void whatNothingMayHaveRemovedIsLostThoughAJournalIsDamaged() {
        gone();
        drill.journalDamaged = true;
        assertThat(drill.names(lost)).hasSize(1);
    }
}
