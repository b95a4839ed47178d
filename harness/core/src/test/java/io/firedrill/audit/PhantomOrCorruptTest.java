package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.BILLING;
import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.PAYMENTS;
import static io.firedrill.audit.FewFacts.SHIPPING;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.WEST_ORDERS;
import static io.firedrill.audit.FewFacts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import org.junit.jupiter.api.Test;

/** What nobody sent, what fails its checksum, and what has no stamp. */
class PhantomOrCorruptTest {
    private final FewFacts drill = new FewFacts();
    private final PhantomOrCorrupt fold = new PhantomOrCorrupt();

    private long others() {
        return drill.found(fold).others();
    }

    @Test
    void aRecordOfWhichAScannedOrADeliveredCopyFailsItsChecksumCountsOnce() {
        Id scanned = drill.acknowledged(EAST, order(EAST, 0), 7, 0, 0, 100, 101);
        drill.scanned(EAST, ORDERS, 0, 0, scanned, 0, 0, false);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, scanned, 0, 0, false);
        Id delivered = drill.written(EAST, order(EAST, 1), 7, 0, 1, 110, 111);
        drill.delivered(EAST, BILLING, ORDERS, 0, 1, delivered, 120, false);
        Id sound = drill.written(EAST, order(EAST, 2), 7, 0, 2, 120, 121);
        drill.delivered(EAST, BILLING, ORDERS, 0, 2, sound, 130);
        assertThat(drill.names(fold)).containsExactly("us-east/order-service-0/1/0", "us-east/order-service-0/1/1");
        assertThat(drill.examples(fold))
                .contains("us-east/order-service-0/1/1 (us-east orders/0@1), a copy of it fails its checksum");
        assertThat(others()).isZero();
    }

    @Test
    void anIdThatNobodySentCountsOnceHoweverOftenItIsSeenAndThoughItIsCorrupt() {
        Id phantom = order(EAST, 77);
        drill.scanned(EAST, ORDERS, 0, 0, phantom, 0, 0, false);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, phantom);
        drill.delivered(EAST, BILLING, ORDERS, 0, 0, phantom, 120, false);
        assertThat(others()).isEqualTo(1);
        assertThat(drill.names(fold)).isEmpty();
        assertThat(drill.examples(fold)).singleElement().asString().endsWith("77, never sent");
    }

    @Test
    void noMoreThanTenArePutIntoWords() {
        for (int i = 0; i < 12; i++) {
            drill.scanned(EAST, ORDERS, 0, i, order(EAST, 100 + i));
        }
        assertThat(others()).isEqualTo(12);
        assertThat(drill.examples(fold)).hasSize(10).allMatch(text -> text.endsWith(", never sent"));
    }

    @Test
    void ofRecordsWithoutAStampTheLogOfALineageThatHoldsMostCounts() {
        // Two partitions of one log, a log in each region, a copy with more than its original, and another lineage.
        drill.scannedForeign(EAST, ORDERS, 0, 3);
        drill.scannedForeign(EAST, ORDERS, 1, 4);
        drill.scannedForeign(WEST, ORDERS, 0, 0);
        drill.scannedForeign(WEST, EAST_ORDERS, 0, 0);
        drill.scannedForeign(WEST, EAST_ORDERS, 0, 1);
        drill.scannedForeign(WEST, EAST_ORDERS, 1, 2);
        drill.scannedForeign(EAST, WEST_ORDERS, 0, 0);
        drill.scannedForeign(EAST, PAYMENTS, 0, 9);
        assertThat(others()).isEqualTo(3 + 1);
        assertThat(drill.examples(fold))
                .hasSize(8)
                .contains("us-east orders/1@4, without a stamp", "us-east payments/0@9, without a stamp");
    }

    @Test
    void ofRecordsWithoutAStampTenArePutIntoWords() {
        for (int i = 0; i < 12; i++) {
            drill.scannedForeign(EAST, ORDERS, 0, i);
        }
        drill.deliveredForeign(WEST, BILLING, ORDERS, 0, 5, 100);
        assertThat(others()).isEqualTo(13);
        assertThat(drill.examples(fold)).hasSize(10).allMatch(text -> text.endsWith(", without a stamp"));
    }

    @Test
    void whatWasDeliveredWithoutAStampCountsByPositionIfNoScanShowsIt() {
        drill.scannedForeign(EAST, ORDERS, 0, 3);
        drill.deliveredForeign(EAST, BILLING, ORDERS, 0, 3, 100);
        drill.deliveredForeign(EAST, BILLING, ORDERS, 0, 4, 101);
        drill.deliveredForeign(EAST, BILLING, ORDERS, 0, 4, 102);
        drill.deliveredForeign(EAST, SHIPPING, ORDERS, 0, 4, 103);
        drill.deliveredForeign(EAST, BILLING, ORDERS, 1, 4, 104);
        drill.deliveredForeign(WEST, BILLING, ORDERS, 0, 4, 105);
        // The one of the scan, and offset 4 of three logs.
        assertThat(others()).isEqualTo(1 + 3);
        assertThat(drill.examples(fold))
                .containsExactly(
                        "us-east orders/0@3, without a stamp",
                        "us-east orders/0@4, delivered without a stamp",
                        "us-east orders/1@4, delivered without a stamp",
                        "us-west orders/0@4, delivered without a stamp");
    }

    @Test
    void whereAJournalIsDamagedNobodyKnowsWhatWasNeverSent() {
        drill.scanned(EAST, ORDERS, 0, 0, order(EAST, 77));
        drill.journalDamaged = true;
        assertThat(drill.ask(fold))
                .isEqualTo(new Answer.Unsettled(
                        "a worker's journal is damaged or missing, and what it lost would look like phantoms"));
    }
}
