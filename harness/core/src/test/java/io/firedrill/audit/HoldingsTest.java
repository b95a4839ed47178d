package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.BILLING;
import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.PAYMENTS;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.WEST_ORDERS;
import static io.firedrill.audit.FewFacts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service heard nothing of an order in us-east, and sent it to us-west as well. */
class HoldingsTest {
    private final FewFacts drill = new FewFacts();
    private final Id id = order(EAST, 0);

    @BeforeEach
    void sentToBoth() {
        drill.sent(EAST, id, 7, 100);
        drill.unknown(EAST, id, 200);
        drill.sent(WEST, id, 7, 300);
        drill.unknown(WEST, id, 400);
    }

    private Dossier.Standing in(int region) {
        Dossier dossier = drill.dossier();
        Sends sends = dossier.facts().sends().all().stream()
                .filter(of -> of.region == region)
                .findFirst()
                .orElseThrow();
        return dossier.standing(sends, 0);
    }

    private void assertTaken(boolean east, boolean west) {
        assertThat(in(EAST)).isEqualTo(east ? Dossier.Standing.RECOVERED : Dossier.Standing.ABSENT);
        assertThat(in(WEST)).isEqualTo(west ? Dossier.Standing.RECOVERED : Dossier.Standing.ABSENT);
    }

    @Test
    void whatNothingShowsNobodyTook() {
        assertTaken(false, false);
    }

    @Test
    void itsOwnLogSaysWhichRegionTookIt() {
        drill.scanned(WEST, ORDERS, 0, 0, id);
        assertTaken(false, true);
    }

    @Test
    void itsCopyInAnotherRegionSaysWhichRegionTookIt() {
        drill.scanned(WEST, EAST_ORDERS, 0, 0, id);
        assertTaken(true, false);
    }

    @Test
    void aDeliveryOfItsCopySaysSoToo() {
        drill.delivered(EAST, BILLING, WEST_ORDERS, 0, 0, id, 500);
        assertTaken(false, true);
    }

    @Test
    void aDeliveryFromItsOwnLogSaysSoToo() {
        drill.delivered(EAST, BILLING, ORDERS, 0, 0, id, 500);
        assertTaken(true, false);
    }

    @Test
    void anotherTopicOfTheRegionDoesNot() {
        drill.scanned(EAST, PAYMENTS, 0, 0, id);
        assertTaken(false, false);
    }
}
