package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.ORDERS;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.WEST_ORDERS;
import static io.firedrill.audit.FewFacts.flow;
import static io.firedrill.audit.FewFacts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.ReplicationSpec.Policy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What replication made of records: too many copies (R3), in another order (R4), not the same (R5), and back where they came from (R6). */
class CopiesAtTheTargetTest {
    private static final String FIRST = "us-east/order-service-0/1/0";
    private static final String SECOND = "us-east/order-service-0/1/1";

    private final FewFacts drill = new FewFacts();
    private final ReplicationDuplicate duplicate = new ReplicationDuplicate();
    private final Reordered reordered = new Reordered();
    private final Altered altered = new Altered();
    private final Looped looped = new Looped();

    /** A record of us-east's partition 0, at the offset of its number. */
    private Id east(long sequence) {
        return drill.written(EAST, order(EAST, sequence), 7, 0, sequence, 100 + sequence, 200 + sequence);
    }

    private Id west(long sequence) {
        return drill.written(WEST, order(WEST, sequence), 7, 0, sequence, 100 + sequence, 200 + sequence);
    }

    private void copied(Id id, int partition, long offset) {
        drill.scanned(WEST, EAST_ORDERS, partition, offset, id);
    }

    private void keepNames(boolean bothWays) {
        drill.flows.clear();
        drill.flows.add(flow(Policy.IDENTITY, "us-east", "us-west", "orders"));
        if (bothWays) {
            drill.flows.add(flow(Policy.IDENTITY, "us-west", "us-east", "orders"));
        }
    }

    @Test
    void eachWayNeedsTheLogsOfBothItsRegions() {
        Answer unsettled = new Answer.Unsettled("the logs of us-west were not scanned whole");
        drill.unscanned.add(WEST);
        for (AnomalyFold fold : List.of(duplicate, reordered, altered, looped)) {
            assertThat(drill.ask(fold)).as(fold.anomaly().title()).isEqualTo(unsettled);
        }
    }

    @Test
    void moreCopiesThanTheNativeTopicHasAreDuplicates() {
        copied(east(0), 0, 0);
        Id twice = east(1);
        copied(twice, 0, 1);
        copied(twice, 1, 0);
        assertThat(drill.names(duplicate)).containsExactly(SECOND);
        assertThat(drill.examples(duplicate)).containsExactly(SECOND + " (us-east orders/0@1), copied more than once");
    }

    @Test
    void asManyCopiesAsTheNativeTopicHasAreNone() {
        Id twice = east(0);
        drill.scanned(EAST, ORDERS, 0, 9, twice);
        copied(twice, 0, 0);
        copied(twice, 0, 1);
        Id thrice = east(1);
        drill.scanned(EAST, ORDERS, 0, 10, thrice);
        copied(thrice, 0, 2);
        copied(thrice, 0, 3);
        copied(thrice, 0, 4);
        assertThat(drill.names(duplicate)).containsExactly(SECOND);
    }

    @Test
    void ofARecordThatTheSourceLostTwoCopiesAreOneTooMany() {
        Id lost = drill.acknowledged(EAST, order(EAST, 0), 7, 0, 0, 100, 101);
        copied(lost, 0, 0);
        copied(lost, 0, 1);
        copied(drill.acknowledged(EAST, order(EAST, 1), 7, 0, 1, 102, 103), 0, 2);
        assertThat(drill.names(duplicate)).containsExactly(FIRST);
    }

    @Test
    void whatTheSourceTookBeforeItBeganAnewIsNoDuplicate() {
        for (int sequence = 0; sequence < 2; sequence++) {
            // Acknowledged at 199, and at 200.
            Id id = drill.acknowledged(EAST, order(EAST, sequence), 7, 0, 0, 100, 199 + sequence);
            copied(id, 0, 2 * sequence);
            copied(id, 0, 2 * sequence + 1);
        }
        drill.events.add(new TimelineEvent.TopicRecreated(200, "us-east", "orders"));
        assertThat(drill.names(duplicate)).containsExactly(SECOND);
    }

    @Test
    void whatWasSentToTheTargetAsWellDidNotComeByReplication() {
        Id id = east(0);
        drill.written(WEST, id, 7, 0, 0, 300, 301);
        drill.flows.clear();
        drill.flows.add(flow(Policy.IDENTITY, "us-east", "us-west", "orders"));
        drill.scanned(WEST, ORDERS, 0, 1, id, 5, 5, true);
        assertThat(drill.names(duplicate)).isEmpty();
        assertThat(drill.names(altered)).isEmpty();
    }

    @Test
    void aCopyBehindOneThatTheSourceHasLaterIsReordered() {
        List<Id> ids = List.of(east(0), east(1), east(2), east(3));
        copied(ids.get(1), 0, 0);
        copied(ids.get(0), 0, 1);
        copied(ids.get(3), 0, 2);
        copied(ids.get(2), 0, 3);
        assertThat(drill.names(reordered)).containsExactly(FIRST, "us-east/order-service-0/1/2");
        assertThat(drill.examples(reordered).get(0))
                .isEqualTo(FIRST + " (us-east orders/0@0), copied behind a later record of its partition");
    }

    @Test
    void onlyTheFirstCopyOfARecordHasAPlaceInTheOrder() {
        Id first = east(0);
        copied(first, 0, 0);
        copied(east(1), 0, 1);
        copied(first, 0, 2);
        assertThat(drill.names(reordered)).isEmpty();
    }

    @Test
    void partitionsOfTheSourceHaveNoOrderAmongEachOther() {
        copied(east(5), 0, 0);
        copied(drill.written(EAST, order(EAST, 0), 7, 1, 0, 100, 101), 0, 1);
        assertThat(drill.names(reordered)).isEmpty();
    }

    @Test
    void whatTheSourceDoesNotHoldAnyMoreHasNoOrder() {
        copied(east(1), 0, 0);
        copied(drill.acknowledged(EAST, order(EAST, 0), 7, 0, 0, 90, 91), 0, 1);
        assertThat(drill.names(reordered)).isEmpty();
    }

    @Test
    void twoRecordsThatTheSourceHasInOnePlaceHaveNoOrder() {
        Id one = drill.written(EAST, order(EAST, 0), 7, 0, 4, 100, 101);
        Id other = drill.written(EAST, order(EAST, 1), 7, 0, 4, 102, 103);
        copied(other, 0, 0);
        copied(one, 0, 1);
        assertThat(drill.names(reordered)).isEmpty();
    }

    @Test
    void theOrderIsHeldAgainstTheCopysOwnTopicOnly() {
        Id first = east(0);
        Id second = east(1);
        copied(first, 0, 0);
        copied(second, 0, 1);
        // Nothing of these came by a flow.
        drill.scanned(WEST, ORDERS, 0, 0, second);
        drill.scanned(WEST, ORDERS, 0, 1, first);
        drill.scanned(EAST, EAST_ORDERS, 0, 0, second, 9, 9, true);
        drill.scanned(EAST, EAST_ORDERS, 0, 1, first, 9, 9, true);
        assertThat(drill.names(reordered)).isEmpty();
        assertThat(drill.names(altered)).isEmpty();
    }

    @Test
    void aCopyDiffersByPartitionTimestampOrContent() {
        copied(east(0), 1, 0);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, east(1), 3, 1, true);
        drill.scanned(WEST, EAST_ORDERS, 0, 1, east(2), 0, 99, true);
        drill.scanned(WEST, EAST_ORDERS, 1, 1, east(3), 4, 99, true);
        copied(east(4), 0, 2);
        String all = "us-east/order-service-0/1/";
        assertThat(drill.examples(altered))
                .containsExactly(
                        all + "0 (us-east orders/0@0), its copy us-west us-east.orders/1@0 is in another partition",
                        all
                                + "1 (us-east orders/0@1), its copy us-west us-east.orders/0@0 has the timestamp 3"
                                + " instead of 0",
                        all
                                + "2 (us-east orders/0@2), its copy us-west us-east.orders/0@1 has another key, value"
                                + " or header",
                        all + "3 (us-east orders/0@3), its copy us-west us-east.orders/1@1 is in another partition"
                                + " has the timestamp 4 instead of 0 has another key, value or header");
    }

    @Test
    void theFirstCopyThatDiffersIsTheOneThatIsNamed() {
        Id id = west(0);
        drill.scanned(EAST, WEST_ORDERS, 0, 3, id);
        drill.scanned(EAST, WEST_ORDERS, 1, 4, id, 0, 0, true);
        drill.scanned(EAST, WEST_ORDERS, 1, 5, id, 8, 0, true);
        assertThat(drill.examples(altered))
                .containsExactly("us-west/order-service-0/1/0 (us-west orders/0@0), its copy us-east us-west.orders/1@4"
                        + " is in another partition");
    }

    @Test
    void aCopyMayBeLikeAnyOfTheNativeOnes() {
        Id id = east(0);
        drill.scanned(EAST, ORDERS, 0, 8, id, 5, 50, true);
        drill.scanned(EAST, ORDERS, 1, 0, id, 6, 60, true);
        copied(id, 0, 0);
        drill.scanned(WEST, EAST_ORDERS, 0, 1, id, 5, 50, true);
        drill.scanned(WEST, EAST_ORDERS, 1, 0, id, 6, 60, true);
        assertThat(drill.names(altered)).isEmpty();
    }

    @Test
    void aCopyThatIsLikeNoneOfTheNativeOnesIsAltered() {
        for (int sequence = 0; sequence < 3; sequence++) {
            drill.scanned(EAST, ORDERS, 0, 8 + sequence, east(sequence), 5, 50, true);
        }
        // Each is like one native copy in two ways of three.
        drill.scanned(WEST, EAST_ORDERS, 1, 0, order(EAST, 0), 5, 50, true);
        drill.scanned(WEST, EAST_ORDERS, 0, 0, order(EAST, 1), 6, 50, true);
        drill.scanned(WEST, EAST_ORDERS, 0, 1, order(EAST, 2), 5, 51, true);
        assertThat(drill.names(altered)).hasSize(3);
    }

    @Test
    void whatTheSourceDoesNotHoldAnyMoreHasNothingToBeHeldAgainst() {
        Id id = drill.acknowledged(EAST, order(EAST, 0), 7, 0, 0, 100, 101);
        east(1);
        drill.scanned(WEST, EAST_ORDERS, 1, 0, id, 5, 50, true);
        assertThat(drill.names(altered)).isEmpty();
    }

    @Test
    void aRecordThatComesBackInAMirrorOfTheOtherRegionLooped() {
        Id id = east(0);
        copied(id, 0, 0);
        drill.scanned(EAST, WEST_ORDERS, 0, 0, id);
        Id proper = west(0);
        drill.scanned(EAST, WEST_ORDERS, 0, 1, proper);
        assertThat(drill.names(looped)).containsExactly(FIRST);
        assertThat(drill.examples(looped))
                .containsExactly(FIRST + " (us-east orders/0@0), copied back into the region it came from");
    }

    @Test
    void aRecordThatWasSentToBothRegionsNeverLooped() {
        Id id = east(0);
        drill.written(WEST, id, 7, 0, 0, 300, 301);
        copied(id, 0, 0);
        drill.scanned(EAST, WEST_ORDERS, 0, 0, id);
        assertThat(drill.names(looped)).isEmpty();
    }

    @Test
    void whereCopiesKeepTheNameALoopIsAFurtherCopyOfWhatTheOtherRegionHas() {
        keepNames(true);
        Id loop = east(0);
        drill.scanned(WEST, ORDERS, 0, 0, loop);
        drill.scanned(EAST, ORDERS, 0, 10, loop);
        // Appended twice, and never copied.
        drill.scanned(EAST, ORDERS, 0, 11, east(1));
        // Copied, and no more.
        drill.scanned(WEST, ORDERS, 0, 1, east(2));
        assertThat(drill.names(looped)).containsExactly(FIRST);
    }

    @Test
    void whereCopiesKeepTheNameAndGoOneWayNothingLoops() {
        keepNames(false);
        Id id = west(0);
        drill.scanned(WEST, ORDERS, 0, 10, id);
        drill.scanned(EAST, ORDERS, 0, 0, id);
        assertThat(drill.names(looped)).isEmpty();
    }

    @Test
    void aWayBackOfAnotherTopicMakesNoLoop() {
        keepNames(false);
        drill.flows.add(flow(Policy.IDENTITY, "us-west", "us-east", "payments"));
        Id id = west(0);
        drill.scanned(WEST, ORDERS, 0, 10, id);
        drill.scanned(EAST, ORDERS, 0, 0, id);
        assertThat(drill.names(looped)).isEmpty();
    }

    @Test
    void aFlowFromAThirdRegionIsNoWayBack() {
        keepNames(false);
        drill.flows.add(flow(Policy.IDENTITY, "eu-north", "us-east", "orders"));
        drill.flows.add(flow(Policy.IDENTITY, "us-west", "eu-north", "orders"));
        Id id = west(0);
        drill.scanned(WEST, ORDERS, 0, 10, id);
        drill.scanned(EAST, ORDERS, 0, 0, id);
        assertThat(drill.names(looped)).isEmpty();
    }
}
