package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Transaction.Fate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must have become of one transaction of ten acknowledged records, and what follows for them. */
class TransactionTest {
    private static final long ENDED = 5000;

    private final SendIndex index = new SendIndex(Scratch.HEAP);
    private final Sends sends = index.session(0, 0, 1).to(0, 0);
    private final Transaction transaction = new Transaction(sends, 2, 0);

    @BeforeEach
    void tenRecords() {
        for (int row = 0; row < 10; row++) {
            sends.sent(row, 7, 0, 100, 10L * row, 10L * row + 1);
            sends.acked(row, 0, 0, row, 10L * row + 5);
        }
    }

    private void assertOutcomes(byte ofIts) {
        for (int row = 0; row < 10; row++) {
            boolean its = row >= 2 && row < 5;
            assertThat(sends.outcome(row)).as("row %d", row).isEqualTo(its ? ofIts : Sends.OK);
        }
    }

    @Test
    void recordsOfAConfirmedCommitAreAcknowledgedWhenItWasConfirmed() {
        transaction.ending(3, true, 30);
        transaction.ended(true, ENDED);
        transaction.settle();
        assertThat(transaction.fate()).isEqualTo(Fate.COMMITTED);
        assertThat(transaction.text()).isEqualTo("a committed transaction");
        assertOutcomes(Sends.OK);
        assertThat(sends.ended(1)).isEqualTo(15);
        assertThat(sends.ended(2)).isEqualTo(ENDED);
        assertThat(sends.ended(4)).isEqualTo(ENDED);
        assertThat(sends.ended(5)).isEqualTo(55);
    }

    @Test
    void aCommitThatNobodyConfirmedLeavesItsRecordsUnknown() {
        transaction.ending(3, true, 30);
        transaction.ended(false, ENDED);
        transaction.settle();
        assertThat(transaction.fate()).isEqualTo(Fate.UNKNOWN);
        assertThat(transaction.text()).isEqualTo("a transaction whose commit was not confirmed");
        assertOutcomes(Sends.UNKNOWN);
    }

    @Test
    void aCommitThatGotNoAnswerAtAllIsUnknownToo() {
        transaction.ending(3, true, 30);
        assertThat(transaction.fate()).isEqualTo(Fate.UNKNOWN);
    }

    @Test
    void anUnconfirmedCommitThatItsLogDoesNotShowDidNotTakePlace() {
        transaction.ending(3, true, 30);
        transaction.ended(false, ENDED);
        transaction.didNotHappen();
        assertThat(transaction.fate()).isEqualTo(Fate.NEVER_COMMITTED);
        assertThat(transaction.text()).isEqualTo("a transaction that was never committed");
        assertOutcomes(Sends.FAILED);
    }

    @Test
    void aConfirmedAbortAfterACommitThatFailedMeansThatItWasNeverCommitted() {
        transaction.ending(3, true, 30);
        transaction.ended(false, 4000);
        transaction.ending(3, false, 30);
        assertThat(transaction.fate()).isEqualTo(Fate.UNKNOWN);
        transaction.ended(true, ENDED);
        assertThat(transaction.fate()).isEqualTo(Fate.NEVER_COMMITTED);
    }

    @Test
    void whatWasConfirmedBeforeSaysNothingOfWhatIsAskedNext() {
        transaction.ending(3, false, 30);
        transaction.ended(true, 4000);
        transaction.ending(3, true, 30);
        assertThat(transaction.fate()).isEqualTo(Fate.UNKNOWN);
    }

    @Test
    void whatItsServiceAbortsIsWithdrawnWhetherThatWasConfirmedOrNot() {
        transaction.ending(3, false, 30);
        transaction.ended(false, ENDED);
        assertThat(transaction.fate()).isEqualTo(Fate.WITHDRAWN);
        transaction.ended(true, ENDED);
        transaction.settle();
        assertThat(transaction.fate()).isEqualTo(Fate.WITHDRAWN);
        assertThat(transaction.text()).isEqualTo("an aborted transaction");
        assertOutcomes(Sends.WITHDRAWN);
    }

    @Test
    void oneThatWasLeftOpenReachesToTheNextAndWasNeverCommitted() {
        transaction.upTo(5);
        transaction.settle();
        assertThat(transaction.fate()).isEqualTo(Fate.NEVER_COMMITTED);
        assertOutcomes(Sends.FAILED);
    }

    @Test
    void oneThatSaidHowManyRecordsItHasHasNoMoreWhereTheNextOneBegins() {
        transaction.ending(3, true, 30);
        transaction.upTo(9);
        assertThat(transaction.end()).isEqualTo(5);
        transaction.ending(0, false, 30);
        transaction.upTo(9);
        assertThat(transaction.end()).isEqualTo(2);
    }

    @Test
    void itHasNoRecordsThatWereNeverSent() {
        transaction.ending(1_000_000, true, 30);
        assertThat(transaction.end()).isEqualTo(10);
        transaction.ending(-4, true, 30);
        assertThat(transaction.end()).isEqualTo(2);
    }

    @Test
    void itHasTheRecordsOfItsSessionFromItsFirstToItsLast() {
        transaction.ending(3, true, 30);
        Session another = index.session(0, 0, 2);
        assertThat(transaction.has(sends.ref(1))).isFalse();
        assertThat(transaction.has(sends.ref(2))).isTrue();
        assertThat(transaction.has(sends.ref(4))).isTrue();
        assertThat(transaction.has(sends.ref(5))).isFalse();
        assertThat(transaction.has(Ref.of(another.index, 3))).isFalse();
    }

    @Test
    void aSendThatNobodyKnowsOfIsNotMadeKnown() {
        sends.sent(13, 7, 0, 100, 130, 131);
        Transaction last = new Transaction(sends, 9, 0);
        last.upTo(sends.size());
        last.settle();
        assertThat(sends.failed(9)).isTrue();
        assertThat(sends.known(11)).isFalse();
        assertThat(sends.failed(13)).isTrue();
    }
}
