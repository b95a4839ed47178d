package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.BILLING;
import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.EAST_ORDERS;
import static io.firedrill.audit.FewFacts.NORTH;
import static io.firedrill.audit.FewFacts.SHIPPING;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.WEST_ORDERS;
import static io.firedrill.audit.FewFacts.order;
import static io.firedrill.audit.FewFacts.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.FewFacts.Id;
import io.firedrill.scenario.Pattern;
import java.util.List;
import org.junit.jupiter.api.Test;

/** us-east owns every key until 1 s, and us-west from then on. The orders service reads as billing. All is of key 7, unless it is said. */
class WritesInConflictTest {
    private static final long MILLI = 1_000_000;
    private static final long TURN = 1000 * MILLI;

    private final FewFacts drill = new FewFacts();
    private final Conflicting fold = new Conflicting();
    private long offset;

    WritesInConflictTest() {
        drill.owns("us-west", 2, TURN);
        drill.groupService = "order-service";
    }

    private Id write(int region, long sequence, long at) {
        return drill.written(region, order(region, sequence), 7, 0, offset++, at, at + 1);
    }

    private void readInWest(Id id, long at) {
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, offset++, id, at);
    }

    private void readInEast(Id id, long at) {
        drill.delivered(EAST, BILLING, WEST_ORDERS, 0, offset++, id, at);
    }

    private Result.Conflicts figures() {
        return WriteConflicts.figures(drill.dossier()).orElseThrow();
    }

    private static String east(long sequence) {
        return "us-east/order-service-0/1/" + sequence;
    }

    private static String west(long sequence) {
        return "us-west/order-service-0/1/" + sequence;
    }

    @Test
    void twoWritesConflictOfWhichNeitherKnewTheOther() {
        write(EAST, 0, TURN + 10);
        write(WEST, 0, TURN + 20);
        assertThat(drill.names(fold)).containsExactly(east(0), west(0));
        assertThat(drill.examples(fold).get(0)).endsWith(", a write of its key in another region knew nothing of it");
        assertThat(figures().writes()).isEqualTo(2);
        assertThat(figures().keys()).isEqualTo(1);
        assertThat(figures().merge().events()).isEqualTo(2);
        // us-east did not own the key.
        assertThat(figures().regionalAuthority().rejected()).isEqualTo(1);
    }

    @Test
    void aCopyThatWasReadBeforeAWriteIsKnownToIt() {
        readInWest(write(EAST, 0, TURN + 10), TURN + 20);
        write(WEST, 0, TURN + 21);
        assertThat(drill.names(fold)).isEmpty();
        assertThat(figures())
                .isEqualTo(new Result.Conflicts(
                        0,
                        0,
                        new Result.RegionalAuthority(0),
                        new Result.LastWriterWins(0, List.of()),
                        new Result.Merge(0, null)));
    }

    @Test
    void aCopyThatIsReadAsAWriteIsInvokedIsNotKnownToIt() {
        readInWest(write(EAST, 0, TURN + 10), TURN + 20);
        write(WEST, 0, TURN + 20);
        assertThat(drill.names(fold)).containsExactly(east(0), west(0));
    }

    @Test
    void whatAnotherServiceReadOrInAnotherRegionTellsNobody() {
        Id id = write(EAST, 0, TURN + 10);
        drill.delivered(WEST, SHIPPING, EAST_ORDERS, 0, 5, id, TURN + 20);
        drill.delivered(EAST, BILLING, EAST_ORDERS, 0, 5, id, TURN + 20);
        drill.delivered(WEST, BILLING, EAST_ORDERS, 0, 6, order(EAST, 77), TURN + 20);
        write(WEST, 0, TURN + 30);
        assertThat(drill.names(fold)).containsExactly(east(0), west(0));
    }

    @Test
    void aHandOverTellsTheNewOwnerOfAllThatTheOldOneWrote() {
        write(EAST, 0, TURN - 500);
        write(WEST, 0, TURN);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void aWriteJustBeforeTheHandOverConflicts() {
        write(EAST, 0, TURN - 500);
        write(WEST, 0, TURN - 2);
        assertThat(drill.names(fold)).containsExactly(east(0), west(0));
        assertThat(figures().regionalAuthority().rejected()).isEqualTo(1);
    }

    @Test
    void whereEveryRegionMayWriteOnlyReadingTells() {
        drill.pattern = Pattern.ACTIVE_ACTIVE;
        write(EAST, 0, 100);
        readInWest(write(EAST, 1, 200), 300);
        write(WEST, 0, TURN + 10);
        assertThat(drill.names(fold)).containsExactly(east(0), west(0));
    }

    @Test
    void aWriteConflictsThoughALaterOneOfThePeersSessionIsKnown() {
        // The first was never read, the second was: they conflict with the first.
        write(WEST, 0, TURN + 10);
        readInEast(write(WEST, 1, TURN + 20), TURN + 30);
        write(EAST, 0, TURN + 40);
        assertThat(drill.names(fold)).containsExactly(east(0), west(0));
    }

    @Test
    void aWriteConflictsThoughAnEarlierOneOfThePeersSessionIsKnown() {
        readInEast(write(WEST, 0, TURN + 10), TURN + 30);
        write(WEST, 1, TURN + 20);
        write(EAST, 0, TURN + 40);
        assertThat(drill.names(fold)).containsExactly(east(0), west(1));
    }

    @Test
    void ofAnyNumberOfPeersThoseConflictThatWereInvokedBeforeTheWriteWasKnown() {
        readInWest(write(EAST, 0, TURN + 10), TURN + 35);
        for (int i = 0; i < 7; i++) {
            write(WEST, i, TURN + 10L * i);
        }
        assertThat(drill.names(fold)).containsExactly(east(0), west(0), west(1), west(2), west(3));
    }

    @Test
    void anotherKeyOrTopicIsNoConflict() {
        write(EAST, 0, TURN + 10);
        drill.written(WEST, order(WEST, 0), 8, 0, 50, TURN + 20, TURN + 21);
        drill.written(WEST, payment(WEST, 0), 7, 0, 0, TURN + 20, TURN + 21);
        assertThat(drill.names(fold)).isEmpty();
        assertThat(figures().keys()).isZero();
    }

    @Test
    void whatFailedIsNoWrite() {
        write(EAST, 0, TURN + 10);
        drill.failed(WEST, drill.sent(WEST, order(WEST, 0), 7, TURN + 15), TURN + 16);
        write(WEST, 1, TURN + 20);
        assertThat(drill.names(fold)).containsExactly(east(0), west(1));
    }

    @Test
    void writesOfOneSessionKnowEachOther() {
        write(EAST, 0, TURN + 10);
        drill.written(WEST, order(EAST, 1), 7, 0, 50, TURN + 20, TURN + 21);
        assertThat(drill.names(fold)).isEmpty();
    }

    @Test
    void eachKeyCountsOnce() {
        for (int key = 1; key <= 3; key++) {
            drill.written(EAST, order(EAST, key), key, 0, offset++, TURN + 10, TURN + 11);
            drill.written(WEST, order(WEST, key), key, 0, offset++, TURN + 20, TURN + 21);
        }
        assertThat(figures().keys()).isEqualTo(3);
        assertThat(figures().writes()).isEqualTo(6);
        assertThat(figures().regionalAuthority().rejected()).isEqualTo(3);
    }

    @Test
    void keysInConflictThatDifferAtTheEndHaveToBeMerged() {
        drill.settled("us-east", "us-west", true);
        drill.settled("us-west", "us-east", true);
        write(EAST, 0, TURN + 10);
        write(WEST, 0, TURN + 20);
        // Differs as well, and is in no conflict.
        drill.written(EAST, order(EAST, 1), 9, 0, 60, 100, 101);
        assertThat(figures().merge().differingKeys()).isEqualTo(1);
    }

    @Test
    void theLaterOfTwoWritesWins() {
        write(EAST, 0, TURN + 10);
        write(WEST, 0, TURN + 20);
        write(WEST, 1, TURN + 30);
        write(EAST, 1, TURN + 40);
        // us-east's last is the latest of all.
        assertThat(figures().lastWriterWins().dropped()).isEqualTo(3);
    }

    @Test
    void ofTwoAtOneInstantThatOfTheRegionThatIsNamedFirstGivesWay() {
        write(EAST, 0, TURN + 10);
        write(WEST, 0, TURN + 10);
        // With either clock ahead one of the two gives way, and neither is the newest.
        assertThat(figures().lastWriterWins().dropped()).isEqualTo(1);
        assertThat(figures().lastWriterWins().skewed())
                .containsExactly(
                        new Result.Skewed("us-east", 100, 1, 0),
                        new Result.Skewed("us-east", 1000, 1, 0),
                        new Result.Skewed("us-west", 100, 1, 0),
                        new Result.Skewed("us-west", 1000, 1, 0),
                        new Result.Skewed("eu-north", 100, 1, 0),
                        new Result.Skewed("eu-north", 1000, 1, 0));
    }

    @Test
    void aClockThatIsAheadByAsMuchAsAWriteIsOlderMakesThemOfOneInstant() {
        // us-west's is 100 ms older: with its clock so far ahead us-east's, the newest, gives way.
        write(WEST, 0, TURN + 10 * MILLI);
        write(EAST, 0, TURN + 110 * MILLI);
        assertThat(figures().lastWriterWins().skewed())
                .contains(
                        new Result.Skewed("us-east", 100, 1, 0),
                        new Result.Skewed("us-west", 100, 1, 1),
                        new Result.Skewed("us-west", 1000, 1, 1),
                        new Result.Skewed("eu-north", 1000, 1, 0));
    }

    @Test
    void theNewestIsTheOneThatIsNewerThanItsPeersOfEveryRegion() {
        write(WEST, 0, TURN + 10 * MILLI);
        write(NORTH, 0, TURN + 60 * MILLI);
        write(EAST, 0, TURN + 60 * MILLI);
        write(EAST, 1, TURN + 61 * MILLI);
        assertThat(figures().writes()).isEqualTo(4);
        // us-west's, us-east's first and eu-north's: the last of us-east is newer.
        assertThat(figures().lastWriterWins().dropped()).isEqualTo(3);
        // With us-west ahead all of us-east's and eu-north's give way to its write; us-east's last is the newest of
        // all.
        assertThat(figures().lastWriterWins().skewed())
                .contains(new Result.Skewed("us-west", 100, 3, 1), new Result.Skewed("us-east", 100, 2, 0));
    }

    @Test
    void onlyPeersInConflictDecideWhoIsTheLastWriter() {
        // us-east's write knows the second of us-west, which with us-west's clock ahead would be later; the first would
        // not.
        write(WEST, 0, TURN);
        readInEast(write(WEST, 1, TURN + 80 * MILLI), TURN + 90 * MILLI);
        write(EAST, 0, TURN + 150 * MILLI);
        assertThat(drill.names(fold)).containsExactly(east(0), west(0));
        assertThat(figures().lastWriterWins().dropped()).isEqualTo(1);
        assertThat(figures().lastWriterWins().skewed())
                .contains(new Result.Skewed("us-west", 100, 1, 0), new Result.Skewed("us-west", 1000, 1, 1));
    }

    @Test
    void ofTwoSessionsOfOneRegionTheNewestPeerDecides() {
        write(WEST, 0, TURN + 10 * MILLI);
        drill.written(WEST, new Id(WEST, 0, 2, 0), 7, 0, 70, TURN + 5 * MILLI, TURN + 6 * MILLI);
        write(EAST, 0, TURN + 100 * MILLI);
        drill.written(WEST, new Id(WEST, 0, 3, 0), 7, 0, 71, TURN + 200 * MILLI, TURN + 201 * MILLI);
        assertThat(drill.names(fold)).hasSize(4);
        // All but the last, which is newer than us-east's.
        assertThat(figures().lastWriterWins().dropped()).isEqualTo(3);
    }
}
