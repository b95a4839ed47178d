package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What is known of the sends of one session to one region, whatever a journal says of them. */
class SendsTest {
    private final SendIndex index = new SendIndex(Scratch.HEAP);
    private final Session session = index.session(0, 2, 5);
    private final Sends sends = session.to(0, 0);

    private boolean sent(long sequence) {
        return sends.sent(sequence, 10 + sequence, 3, 100, 1000 * sequence, 1000 * sequence + 1);
    }

    private static void assertAsSent(Sends sends, int row) {
        assertThat(sends.known(row)).isTrue();
        assertThat(sends.outcome(row)).isEqualTo(Sends.SILENT);
        assertThat(sends.keyHash(row)).isEqualTo(10 + row);
        assertThat(sends.topic(row)).isEqualTo(3);
        assertThat(sends.bytes(row)).isEqualTo(100);
        assertThat(sends.intended(row)).isEqualTo(1000L * row);
        assertThat(sends.invoked(row)).isEqualTo(1000L * row + 1);
        assertThat(sends.partition(row)).isEqualTo(-1);
    }

    @Test
    void aSendIsKnownOnceItWasMade() {
        assertThat(sent(0)).isTrue();
        assertThat(sent(1)).isTrue();
        assertAsSent(sends, 0);
        assertAsSent(sends, 1);
        assertThat(sends.known(2)).isFalse();
        assertThat(sends.known(-1)).isFalse();
        assertThat(sends.size()).isEqualTo(2);
        assertThat(sends.ref(1)).isEqualTo(Ref.of(session.index, 1));
    }

    @Test
    void anIdIsTakenByTheFirstThatClaimsIt() {
        sent(0);
        assertThat(sends.sent(0, 99, 1, 1, 7, 7)).isFalse();
        assertAsSent(sends, 0);
        sends.acked(0, 3, 1, 8, 9);
        assertThat(sent(0)).isFalse();
        assertThat(sends.ok(0)).isTrue();
    }

    @Test
    void aSequenceThatNoProducerReachesIsNotBelieved() {
        assertThat(sent(-1)).isFalse();
        assertThat(sent((1 << 22) + 1)).isFalse();
        assertThat(sent(Integer.MAX_VALUE)).isFalse();
        assertThat(sent(Long.MAX_VALUE)).isFalse();
        assertThat(sends.size()).isZero();
        assertThat(sent(0)).isTrue();
    }

    @Test
    void aSendThatComesBehindALaterOneFillsItsPlace() {
        assertThat(sent(3)).isTrue();
        assertThat(sends.size()).isEqualTo(4);
        for (int row = 0; row < 3; row++) {
            assertThat(sends.known(row)).isFalse();
            assertThat(sends.outcome(row)).isEqualTo(Sends.NOT_SENT);
        }
        for (int row : new int[] {1, 0, 2}) {
            assertThat(sent(row)).isTrue();
            assertThat(sent(row)).isFalse();
            assertAsSent(sends, row);
        }
        assertAsSent(sends, 3);
        assertThat(sends.size()).isEqualTo(4);
    }

    @Test
    void theFirstAcknowledgementCounts() {
        sent(0);
        assertThat(sends.acked(0, 3, 1, 50, 70)).isTrue();
        assertThat(sends.acked(0, 4, 2, 51, 71)).isTrue();
        assertThat(sends.ok(0)).isTrue();
        assertThat(sends.ackTopic(0)).isEqualTo(3);
        assertThat(sends.partition(0)).isEqualTo(1);
        assertThat(sends.offset(0)).isEqualTo(50);
        assertThat(sends.ended(0)).isEqualTo(70);
    }

    @Test
    void ofOtherOutcomesTheFirstCounts_untilAnAcknowledgementComes() {
        sent(0);
        assertThat(sends.ended(0, Sends.UNKNOWN, 5)).isTrue();
        assertThat(sends.ended(0, Sends.FAILED, 6)).isTrue();
        assertThat(sends.outcome(0)).isEqualTo(Sends.UNKNOWN);
        assertThat(sends.ended(0)).isEqualTo(5);
        assertThat(sends.ok(0)).isFalse();
        sends.acked(0, 3, 1, 50, 7);
        assertThat(sends.ended(0, Sends.FAILED, 8)).isTrue();
        assertThat(sends.ok(0)).isTrue();
        assertThat(sends.ended(0)).isEqualTo(7);
    }

    @Test
    void anOutcomeOfWhatWasNeverSentIsNone() {
        sent(1);
        for (long sequence : new long[] {-1, 0, 2}) {
            assertThat(sends.acked(sequence, 3, 1, 50, 70)).isFalse();
            assertThat(sends.ended(sequence, Sends.FAILED, 70)).isFalse();
        }
        assertThat(sends.outcome(0)).isEqualTo(Sends.NOT_SENT);
        assertThat(sends.size()).isEqualTo(2);
    }

    @Test
    void acknowledgedIsWhatIsCommitted_onceThatIsConfirmed() {
        sent(0);
        sent(1);
        sent(2);
        sends.acked(0, 3, 1, 50, 70);
        sends.acked(1, 3, 1, 51, 90);
        sends.ended(2, Sends.UNKNOWN, 60);
        for (int row = 0; row < 3; row++) {
            sends.settle(row, Transaction.Fate.COMMITTED, 80);
        }
        assertThat(sends.ended(0)).isEqualTo(80);
        assertThat(sends.ended(1)).isEqualTo(90);
        assertThat(sends.ended(2)).isEqualTo(60);
        assertThat(sends.ok(1)).isTrue();
        assertThat(sends.ok(2)).isFalse();
    }

    @Test
    void whatCannotHaveBeenCommittedFailed_andOfWhatMayHaveBeenNobodyKnows() {
        for (int row = 0; row < 4; row++) {
            sent(row);
            sends.acked(row, 3, 1, 50 + row, 70);
        }
        sent(4);
        sends.ended(4, Sends.FAILED, 70);
        sends.settle(0, Transaction.Fate.WITHDRAWN, 80);
        sends.settle(1, Transaction.Fate.NEVER_COMMITTED, 80);
        sends.settle(2, Transaction.Fate.UNKNOWN, 80);
        sends.settle(4, Transaction.Fate.UNKNOWN, 80);
        assertThat(sends.outcome(0)).isEqualTo(Sends.WITHDRAWN);
        assertThat(sends.outcome(1)).isEqualTo(Sends.FAILED);
        assertThat(sends.outcome(2)).isEqualTo(Sends.UNKNOWN);
        assertThat(sends.outcome(4)).isEqualTo(Sends.FAILED);
        assertThat(new boolean[] {sends.failed(0), sends.failed(1), sends.failed(2), sends.failed(3), sends.failed(4)})
                .containsExactly(true, true, false, false, true);
    }

    @Test
    void aRecordIsThatOfWhicheverRegionItWasHandedTo() {
        Sends west = session.to(1, 1);
        sent(0);
        sent(1);
        west.sent(1, 77, 2, 100, 1000, 900);
        west.sent(2, 78, 4, 100, 2000, 2500);
        assertThat(session.sends()).containsExactly(sends, west);
        assertThat(session.to(1, 9)).isSameAs(west);
        assertThat(session.known(0)).isSameAs(sends);
        assertThat(session.known(2)).isNull();
        assertThat(session.sentTo(0, 1)).isTrue();
        assertThat(session.sentTo(1, 0)).isFalse();
        assertThat(session.sentTo(2, 0)).isFalse();
        assertThat(session.sent(0)).isTrue();
        assertThat(session.sent(2)).isTrue();
        assertThat(session.sent(3)).isFalse();
        assertThat(session.keyHash(1)).isEqualTo(11);
        assertThat(session.keyHash(2)).isEqualTo(78);
        assertThat(session.topic(0)).isEqualTo(3);
        assertThat(session.topic(2)).isEqualTo(4);
        assertThat(session.firstInvoked(0)).isEqualTo(1);
        assertThat(session.firstInvoked(1)).isEqualTo(900);
        assertThat(session.firstInvoked(2)).isEqualTo(2500);
        assertThat(session.id(2)).hasToString("0.2.5.2");
    }

    @Test
    void ofARecordThatWasNeverSentNothingIsSaid() {
        sent(0);
        for (Runnable asked :
                new Runnable[] {() -> session.keyHash(1), () -> session.topic(1), () -> session.firstInvoked(1)}) {
            assertThatThrownBy(asked::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("sequence 1 was never sent");
        }
    }

    @Test
    void sessionsAndWhatTheySentStandInTheOrderOfTheJournals_whoeverReadThemFirst() {
        SendIndex all = new SendIndex(Scratch.HEAP);
        Session late = all.session(0, 0, 2);
        Session early = all.session(0, 0, 1);
        Session silent = all.session(0, 0, 3);
        Sends third = late.to(0, 30);
        Sends fourth = early.to(1, 40);
        Sends first = early.to(0, 10);
        Sends second = late.to(1, 20);
        all.order();
        assertThat(all.all()).containsExactly(first, second, third, fourth);
        assertThat(all.all()).extracting(of -> of.number).containsExactly(0, 1, 2, 3);
        assertThat(all.numbered(2)).isSameAs(third);
        assertThat(all.sessions()).containsExactly(early, late).doesNotContain(silent);
        assertThat(early.index).isZero();
        assertThat(late.index).isEqualTo(1);
        assertThat(all.inOrder()).containsExactly(first, fourth, second, third);
        assertThat(all.session(Ref.of(1, 7))).isSameAs(late);
        assertThat(all.find(0, 0, 1)).isSameAs(early);
        assertThat(all.find(0, 1, 1)).isNull();
        assertThat(all.session(0, 0, 1)).isSameAs(early);
    }

    @Test
    void aReaderFindsEachOfManySessions() {
        SessionLookup begins = new SessionLookup(index);
        SessionLookup finds = new SessionLookup(index);
        for (int round = 0; round < 2; round++) {
            for (int number = 0; number < 2000; number++) {
                Session begun = begins.begin(number % 3, number % 7, number);
                assertThat(begun.worker).isEqualTo(number % 3);
                assertThat(begun.producer).isEqualTo(number % 7);
                assertThat(begun.session).isEqualTo(number);
                assertThat(begins.begin(number % 3, number % 7, number)).isSameAs(begun);
                assertThat(finds.find(number % 3, number % 7, number)).isSameAs(begun);
                assertThat(finds.find(number % 3 + 1, number % 7, number)).isNull();
                assertThat(finds.find(number % 3, number % 7 + 1, number)).isNull();
            }
        }
        // The one of this test, and two thousand.
        assertThat(index.find(0, 2, 5)).isSameAs(session);
        for (int number = 0; number < 2000; number++) {
            index.find(number % 3, number % 7, number).to(0, number + 1);
        }
        index.order();
        assertThat(index.sessions()).hasSize(2001);
    }

    @Test
    void whatNobodySentIsAPhantomOfItsReader() {
        sent(0);
        index.order();
        SessionLookup one = new SessionLookup(index);
        SessionLookup other = new SessionLookup(index);
        assertThat(one.ref(0, 2, 5, 0)).isEqualTo(Ref.of(0, 0));
        long unsent = one.ref(0, 2, 5, 1);
        long unknown = one.ref(0, 2, 6, 0);
        long again = other.ref(0, 2, 6, 0);
        assertThat(Ref.phantom(unsent)).isTrue();
        assertThat(Ref.phantom(unknown)).isTrue();
        assertThat(unknown).isNotEqualTo(unsent).isNotEqualTo(again);
        assertThat(one.ref(0, 2, 6, 0)).isEqualTo(unknown);
        assertThat(index.phantom(unsent)).hasToString("0.2.5.1");
        assertThat(index.phantom(unknown)).hasToString("0.2.6.0");
        assertThat(index.phantom(again)).hasToString("0.2.6.0");
        index.met();
        assertThat(index.phantoms()).hasSize(2).extracting(Object::toString).containsExactly("0.2.5.1", "0.2.6.0");
    }

    @Test
    void phantomsThatDifferInAnyOfTheirNumbersAreDifferent() {
        Phantoms phantoms = new Phantoms(Scratch.HEAP, 4);
        int[][] ids = {
            {0, 0, 0, 0}, {1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}, {-1, -1, 7, 9}, {0, -1, 7, 9}
        };
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < ids.length; i++) {
                int[] id = ids[i];
                assertThat(phantoms.number(id[0], id[1], id[2], id[3])).isEqualTo(i);
                assertThat(phantoms.get(i)).hasToString(id[0] + "." + id[1] + "." + id[2] + "." + id[3]);
                long ref = phantoms.ref(id[0], id[1], id[2], id[3]);
                assertThat(Ref.reader(ref)).isEqualTo(4);
                assertThat(Ref.number(ref)).isEqualTo(i);
            }
        }
        assertThat(phantoms).hasSize(ids.length);
    }
}
