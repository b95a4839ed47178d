package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.BILLING;
import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.END;
import static io.firedrill.audit.FewFacts.NORTH;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.SHIPPING;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.order;
import static io.firedrill.audit.FewFacts.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import io.firedrill.evidence.TimelineEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** us-west took over without anything of us-east; what is in its mirrored log came after that. */
class ZombieTest {
    private final FewFacts drill = new FewFacts();
    private final Zombie fold = new Zombie();
    private long offset;

    ZombieTest() {
        drill.failover(1000, 1050, Map.of("us-east.orders", List.of(0L)));
    }

    /** Left behind, and arrived late. */
    private Id left(long sequence, long key, long acknowledged) {
        Id id = drill.written(EAST, order(EAST, sequence), key, 0, sequence, acknowledged - 5, acknowledged);
        drill.scanned(WEST, EAST_ORDERS, 0, sequence, id);
        return id;
    }

    private void newer(long key, long invoked, long acknowledged) {
        drill.written(WEST, order(WEST, offset), key, 0, offset, invoked, acknowledged);
        offset++;
    }

    private void readInWest(Id id, long at) {
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, id.sequence(), id, at);
    }

    private static String name(long sequence) {
        return "us-east/order-service-0/1/" + sequence;
    }

    @Test
    void whatIsReadAfterANewerWriteOfItsKeyWasAcknowledgedIsAZombie() {
        Id id = left(0, 7, 110);
        newer(7, 2000, 2010);
        readInWest(id, 2011);
        assertThat(drill.names(fold)).containsExactly(name(0));
        assertThat(drill.examples(fold))
                .containsExactly(name(0) + " (us-east orders/0@0), arrived behind newer writes of its key");
    }

    @Test
    void whatIsReadAsTheNewerWriteIsAcknowledgedIsNone() {
        Id id = left(0, 7, 110);
        newer(7, 2000, 2010);
        readInWest(id, 2010);
        readInWest(id, 3000);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void aReaderInTheRegionLeftBehindDoesNotCount() {
        Id id = left(0, 7, 110);
        newer(7, 2000, 2010);
        drill.delivered(EAST, BILLING, ORDERS, 0, 0, id, 120);
        readInWest(id, 3000);
        assertThat(drill.names(fold)).containsExactly(name(0));
    }

    @Test
    void ofSeveralGroupsTheOneThatReadFirstCounts() {
        Id id = left(0, 7, 110);
        newer(7, 2000, 2010);
        readInWest(id, 3000);
        drill.delivered(WEST, SHIPPING, EAST_ORDERS, 0, 0, id, 2005);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void whatNobodyReadArrivedBeforeTheDrillEnded() {
        left(0, 7, 110);
        newer(7, 2000, 2010);
        left(1, 8, 110);
        newer(8, 2000, END);
        assertThat(drill.names(fold)).containsExactly(name(0));
    }

    @Test
    void aWriteIsNewerIfItWasInvokedAfterTheAcknowledgement() {
        left(0, 7, 110);
        newer(7, 110, 120);
        left(1, 8, 110);
        newer(8, 111, 120);
        assertThat(drill.names(fold)).containsExactly(name(1));
    }

    @Test
    void ofSeveralRecordsOfAKeyEachHasItsOwnNewerWrites() {
        Id first = left(0, 7, 110);
        Id second = left(1, 7, 210);
        Id third = left(2, 7, 310);
        newer(7, 150, 160);
        newer(7, 250, 9000);
        newer(7, 310, 400);
        newer(7, 320, 500);
        // What is newer than the third is newer than all of them.
        readInWest(first, 161);
        readInWest(second, 401);
        readInWest(third, 500);
        assertThat(drill.names(fold)).containsExactly(name(0), name(1));
    }

    @Test
    void theEarliestAcknowledgementOfTheNewerWritesCounts() {
        Id first = left(0, 7, 110);
        Id second = left(1, 7, 210);
        newer(7, 150, 160);
        newer(7, 151, 155);
        newer(7, 152, 170);
        newer(7, 250, 300);
        readInWest(first, 156);
        readInWest(second, 301);
        assertThat(drill.names(fold)).containsExactly(name(0), name(1));
    }

    @Test
    void aWriteThatIsNewerThanTheFirstOnlyMakesNoZombieOfTheOthers() {
        left(0, 7, 110);
        left(1, 7, 210);
        left(2, 7, 310);
        newer(7, 120, 130);
        assertThat(drill.names(fold)).containsExactly(name(0));
    }

    @Test
    void recordsOfEverySessionAreToldApart() {
        left(0, 7, 110);
        for (int sequence = 0; sequence < 3; sequence++) {
            Id id = new Id(EAST, 0, 2, sequence);
            drill.written(EAST, id, 20 + sequence, 0, 30 + sequence, 105, 110);
            drill.scanned(WEST, EAST_ORDERS, 0, 30 + sequence, id);
        }
        newer(22, 2000, 2010);
        assertThat(drill.names(fold)).containsExactly("us-east/order-service-0/2/2");
    }

    @Test
    void aWriteOfAnotherKeyTopicOrRegionIsNotNewer() {
        left(0, 7, 110);
        newer(8, 2000, 2010);
        drill.written(WEST, payment(WEST, 0), 7, 0, 0, 2000, 2010);
        drill.written(EAST, order(EAST, 1), 7, 0, 1, 2000, 2010);
        Id failed = drill.sent(WEST, order(WEST, 50), 7, 2000);
        drill.failed(WEST, failed, 2001);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void whatNeverArrivedIsNone() {
        left(0, 7, 110);
        drill.written(EAST, order(EAST, 1), 8, 0, 1, 100, 110);
        newer(8, 2000, 2010);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void whatTheTargetHadWhenItTookOverIsNone() {
        drill.events.removeIf(TimelineEvent.SnapshotTaken.class::isInstance);
        drill.events.add(new TimelineEvent.SnapshotTaken(
                1050, 1050, "to-west", "us-west", Map.of("us-east.orders", List.of(1L))));
        left(0, 7, 110);
        left(1, 7, 110);
        newer(7, 2000, 2010);
        assertThat(drill.names(fold)).containsExactly(name(1));
    }

    @Test
    void whatWasSentToTheTargetAsWellDidNotArriveByReplication() {
        Id id = left(0, 7, 110);
        drill.written(WEST, id, 7, 0, 90, 1500, 1510);
        newer(7, 2000, 2010);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void aPhantomThatIsReadInTheTargetIsNoRecordOfAnyKey() {
        left(0, 7, 110);
        newer(7, 2000, 2010);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 5, order(EAST, 77), 90);
        assertThat(drill.names(fold)).containsExactly(name(0));
    }

    @Test
    void aKeyOfTwoTopicsIsTwo() {
        Id id = drill.written(EAST, payment(EAST, 0), 7, 0, 0, 100, 110);
        drill.scanned(WEST, FewFacts.EAST_PAYMENTS, 0, 0, id);
        left(0, 7, 110);
        newer(7, 2000, 2010);
        assertThat(drill.names(fold)).containsExactly(name(0));
    }

    @Test
    void withoutASnapshotOrAScanOfTheTargetNothingIsCounted() {
        drill.unscanned.add(WEST);
        assertThat(drill.ask(fold)).isEqualTo(new Answer.Unsettled("the logs of us-west were not scanned whole"));

        FewFacts unseen = new FewFacts();
        unseen.events.add(new TimelineEvent.Detected(1000, "to-west", "probe"));
        assertThat(unseen.ask(fold)).isEqualTo(new Answer.Unsettled("no failover snapshot was taken"));

        FewFacts nowhere = new FewFacts();
        nowhere.target = "atlantis";
        nowhere.failover(1000, 1050, Map.of());
        assertThat(nowhere.ask(fold)).isEqualTo(new Answer.Unsettled("the target is no known region"));

        assertThat(new FewFacts().ask(fold))
                .isEqualTo(new Answer.Unasked("no transition took place, so nothing was left behind"));
    }

    @Test
    void theLogsOfOtherRegionsAreNotNeeded() {
        drill.unscanned.addAll(List.of(NORTH, EAST));
        left(0, 7, 110);
        newer(7, 2000, 2010);
        assertThat(drill.names(fold)).containsExactly(name(0));
    }

    @Test
    void whatWasReadAndIsGoneFromTheLogAtTheEndArrivedAllTheSame() {
        Id id = drill.written(EAST, order(EAST, 0), 7, 0, 0, 105, 110);
        newer(7, 2000, 2010);
        readInWest(id, 2011);
        assertThat(drill.names(fold)).containsExactly(name(0));
    }

    @Test
    void whatWasReadBeforeTheSnapshotAndIsGoneDidNotArriveAfterIt() {
        Id id = drill.written(EAST, order(EAST, 0), 7, 0, 0, 105, 110);
        newer(7, 900, 910);
        readInWest(id, 1050);
        assertThat(drill.names(fold)).isEmpty();
    }

    private long may() {
        return Math.round(drill.found(fold).figures().get(Result.Anomaly.MAY));
    }

    @Test
    void whatIsCertainlyLeftBehindIsInNoDoubt() {
        left(0, 7, 110);
        newer(7, 2000, 2010);
        assertThat(may()).isZero();
    }

    @Test
    void whatArrivedInALogThatBeganAnewSinceTheSnapshotMayHaveBeenThereBefore() {
        drill.events.add(new TimelineEvent.TopicRecreated(5000, "us-west", "us-east.orders"));
        left(0, 7, 110);
        Id read = left(1, 8, 110);
        left(2, 9, 110);
        newer(7, 2000, 2010);
        newer(8, 2000, 2010);
        readInWest(read, 2010);
        assertThat(drill.names(fold)).isEmpty();
        assertThat(may()).isEqualTo(1);
    }
}
