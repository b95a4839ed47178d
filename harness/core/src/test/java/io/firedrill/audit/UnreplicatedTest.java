package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.BILLING;
import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a flow did not bring to its target: tails (R1) and holes (R2), and what may be one or the other. */
class UnreplicatedTest {
    private final FewFacts drill = new FewFacts();
    private final Unreplicated tail = Unreplicated.tail();
    private final Unreplicated holes = Unreplicated.holes();

    UnreplicatedTest() {
        drill.flows.clear();
        drill.flows.add(FewFacts.flow("us-east", "us-west", "orders"));
    }

    /** A record of us-east's partition 0, at the offset of its number. */
    private Id east(long sequence) {
        return drill.written(EAST, order(EAST, sequence), 7, 0, sequence, 100 + sequence, 200 + sequence);
    }

    private void copied(Id id) {
        drill.scanned(WEST, EAST_ORDERS, 0, id.sequence(), id);
    }

    private Id unknown(long sequence) {
        Id id = drill.sent(EAST, order(EAST, sequence), 7, 100 + sequence);
        drill.unknown(EAST, id, 200 + sequence);
        return id;
    }

    private static String name(long sequence) {
        return "us-east/order-service-0/1/" + sequence;
    }

    private void assertMay(int tails, int inHoles) {
        assertThat(drill.found(tail).figures()).isEqualTo(Map.of(Result.Anomaly.MAY, (double) tails));
        assertThat(drill.found(holes).figures()).isEqualTo(Map.of(Result.Anomaly.MAY, (double) inHoles));
    }

    @Test
    void whatIsMissingBehindTheLastThatIsThereIsATailAndBeforeItAHole() {
        copied(east(0));
        east(1);
        copied(east(2));
        east(3);
        east(4);
        assertThat(drill.names(holes)).containsExactly(name(1));
        assertThat(drill.names(tail)).containsExactly(name(3), name(4));
        assertMay(0, 0);
    }

    @Test
    void aSendThatStayedOpenMayBeEither() {
        copied(east(0));
        unknown(1);
        drill.unscanned.add(EAST);
        assertThat(drill.names(tail)).isEmpty();
        assertThat(drill.names(holes)).isEmpty();
        assertMay(1, 1);
    }

    @Test
    void aSendThatNoLogHoldsIsNeither() {
        copied(east(0));
        unknown(1);
        assertMay(0, 0);
    }

    @Test
    void whatOnlyADeliveryShowsIsMissingAndNobodyKnowsWhereItStands() {
        copied(east(0));
        drill.delivered(EAST, BILLING, ORDERS, 0, 5, unknown(1), 300);
        drill.unscanned.add(EAST);
        assertThat(drill.names(tail)).isEmpty();
        assertThat(drill.names(holes)).isEmpty();
        assertMay(1, 1);
    }

    @Test
    void aTailMayBeAHoleWhereTheTargetHasARecordOfUnknownPlace() {
        copied(east(0));
        drill.acknowledged(EAST, order(EAST, 1), 7, 0, 1, 101, 201);
        copied(unknown(2));
        drill.unscanned.add(EAST);
        assertThat(drill.names(tail)).isEmpty();
        assertThat(drill.names(holes)).isEmpty();
        assertMay(1, 1);
    }

    @Test
    void whatWasSentWhenThatHadBeenDeliveredStandsBehindIt() {
        copied(east(0));
        drill.acknowledged(EAST, order(EAST, 9), 7, 0, 9, 400, 401);
        Id unknown = unknown(2);
        copied(unknown);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 2, unknown, 399);
        drill.unscanned.add(EAST);
        assertThat(drill.names(tail)).containsExactly(name(9));
        assertMay(0, 0);
    }

    @Test
    void withoutTheLogsOfTheTargetNeitherIsTold() {
        copied(east(0));
        drill.unscanned.add(WEST);
        assertThat(drill.ask(tail)).isEqualTo(new Answer.Unsettled("the logs of us-west were not scanned whole"));
        assertThat(drill.ask(holes)).isEqualTo(new Answer.Unsettled("the logs of us-west were not scanned whole"));
    }
}
