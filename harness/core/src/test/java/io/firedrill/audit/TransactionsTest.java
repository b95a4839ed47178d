package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows from a transaction's end for its records, and for the figures that speak of sends. */
class TransactionsTest {

    @TempDir
    Path folder;

    private final SyntheticDrill drill = new SyntheticDrill();

    private void grouped(int from, int to, SyntheticDrill.End end) {
        drill.transactions.add(new SyntheticDrill.Grouped(from, to - from, end));
        for (int k = from; k < to && end != SyntheticDrill.End.COMMITTED; k++) {
            drill.at(k).copies.clear();
            drill.at(k).deliveries.clear();
        }
    }

    @Test
    void whatItsServiceAbortsIsNoOutage() throws IOException {
        // A fifth of all sends in the baseline.
        for (int k = 0; k < 400; k += 10) {
            grouped(k, k + 2, SyntheticDrill.End.ABORTED);
        }
        Result result = drill.audit(folder);

        assertThat(result.sends().failed()).isEqualTo(80);
        assertThat(result.sends().intended()).isEqualTo(SyntheticDrill.SLOTS);
        assertThat(result.sends().unserved()).isEqualTo(110);
        assertThat(result.rto().serviceMillis()).isEqualTo(4528.0);
        assertThat(result.anomalies().get("P1").count()).isZero();
        assertThat(result.anomalies().get("R2").count()).isZero();
    }

    @Test
    void aCommitIsTheAcknowledgement() throws IOException {
        drill.transactions.add(new SyntheticDrill.Grouped(495, 5, SyntheticDrill.End.COMMITTED));
        Result result = drill.audit(folder);

        assertThat(result.verdict()).isEqualTo(Result.Verdict.PASS);
        assertThat(result.anomalies().get("R8").count()).isZero();
    }

    @Test
    void whereTheLogsWereNotReadAnUnansweredCommitStaysOpen() throws IOException {
        grouped(100, 102, SyntheticDrill.End.COMMIT_UNANSWERED);
        drill.scanEast = false;
        Result result = drill.audit(folder);

        assertThat(result.sends().open()).isEqualTo(2);
        assertThat(result.sends().failed()).isZero();
        assertThat(result.anomalies().get("R8").count()).isNull();
        assertThat(result.verdict()).isEqualTo(Result.Verdict.INCONCLUSIVE);
    }

    @Test
    void anEndOfATransactionThatNeverBeganIsTrouble() throws IOException {
        drill.orphanedEnd = true;

        assertThat(drill.audit(folder).troubles())
                .anySatisfy(text -> assertThat(text).contains("transactions that no journal has"));
    }

    /** It comes to the group when the commits are asked for; they cover what came before. */
    private void deliveredWithTheCommit(int slot) {
        SyntheticRecord record = drill.at(slot);
        record.deliveries.replaceAll(old -> new SyntheticRecord.Delivery(
                old.region(), old.topic(), old.partition(), old.offset(), SyntheticDrill.COMMIT));
    }

    @Test
    void aCommitCoversWhatStandsBelowItAndCameNoLaterThanIt() throws IOException {
        // The last of its partition: the commit is of its own offset.
        deliveredWithTheCommit(499);
        // One behind it came before, so the commit is beyond both.
        deliveredWithTheCommit(494);

        assertThat(drill.audit(folder).deliveries().processed()).isEqualTo(499);
    }

    @Test
    void aCommitBeforeTheHandlerReturnedProcessesNothing() throws IOException {
        assertThat(drill.audit(folder.resolve("commits")).deliveries().processed())
                .isEqualTo(500);
        // Of partition 0 the handler returned for ten records only; the others have no marks and are taken by their
        // commits.
        drill.marks.add(new SyntheticDrill.Mark(0, 10, SyntheticDrill.COMMIT - SyntheticDrill.MILLI));

        assertThat(drill.audit(folder.resolve("marks")).deliveries().processed())
                .isEqualTo(385);
    }

    private static Sends tenRecords(SendIndex index, int session) {
        Sends sends = index.session(0, 0, session).to(0, session);
        for (int row = 0; row < 10; row++) {
            sends.sent(row, 7, 0, 100, row, row);
            sends.acked(row, 0, 0, row, row);
        }
        return sends;
    }

    @Test
    void oneThatWasLeftOpenEndsWhereTheNextOfItsSessionBegins() {
        Sends sends = tenRecords(new SendIndex(Scratch.HEAP), 1);
        Transactions transactions = new Transactions();
        transactions.begun(sends, 2, 3);
        transactions.begun(sends, 5, 3);
        assertThat(transactions.ending(sends, 5, 1, true, 4)).hasValue(0);
        assertThat(transactions.ended(sends, 5, true, 100)).hasValue(0);
        transactions.begun(sends, 8, 3);
        transactions.settle();
        assertThat(transactions.all()).extracting(it -> it.first).containsExactly(2, 5, 8);
        assertThat(transactions.all()).extracting(Transaction::end).containsExactly(5, 6, 10);
        for (int row = 0; row < 10; row++) {
            assertThat(sends.failed(row)).as("row %d", row).isEqualTo(row >= 2 && row < 5 || row >= 8);
        }
    }

    @Test
    void transactionsStandInTheOrderOfTheirSessionsWhicheverWasReadFirst() {
        SendIndex index = new SendIndex(Scratch.HEAP);
        Sends one = tenRecords(index, 1);
        Sends other = tenRecords(index, 2);
        index.order();
        Transactions transactions = new Transactions();
        transactions.begun(other, 0, 3);
        transactions.begun(one, 4, 3);
        transactions.settle();
        assertThat(transactions.all()).extracting(it -> it.sends).containsExactly(one, other);
    }

    @Test
    void oneThatIsSaidToBeginAgainIsStillTheSame() {
        Sends sends = tenRecords(new SendIndex(Scratch.HEAP), 1);
        Transactions transactions = new Transactions();
        transactions.begun(sends, 2, 3);
        transactions.ending(sends, 2, 3, true, 4);
        transactions.ended(sends, 2, true, 100);
        transactions.begun(sends, 2, 3);
        assertThat(transactions.all()).singleElement().satisfies(it -> assertThat(it.fate())
                .isEqualTo(Transaction.Fate.COMMITTED));
    }

    @Test
    void firstRecordsThatNoSequenceCanHaveBeginNothing() {
        Sends sends = tenRecords(new SendIndex(Scratch.HEAP), 1);
        Transactions transactions = new Transactions();
        transactions.begun(sends, -1, 3);
        transactions.begun(sends, Integer.MAX_VALUE + 1L, 3);
        assertThat(transactions.none()).isTrue();
        transactions.begun(sends, 0, 3);
        transactions.begun(sends, Integer.MAX_VALUE, 3);
        assertThat(transactions.none()).isFalse();
        assertThat(transactions.ended(sends, 0, true, 9)).hasValue(0);
        assertThat(transactions.ending(sends, Integer.MAX_VALUE, 1, true, 4)).hasValue(0);
        assertThat(transactions.ending(sends, 1L << 32, 1, true, 4)).isEmpty();
        assertThat(transactions.ended(sends, -1, true, 9)).isEmpty();
    }

    @Test
    void nothingThatASessionNeverBeganEnds() {
        SendIndex index = new SendIndex(Scratch.HEAP);
        Transactions transactions = new Transactions();
        transactions.begun(tenRecords(index, 1), 3, 3);
        Sends other = tenRecords(index, 2);
        assertThat(transactions.ending(other, 3, 1, true, 4)).isEmpty();
        assertThat(transactions.ended(other, 3, true, 9)).isEmpty();
    }

    private Result.Anomaly torn() throws IOException {
        return drill.audit(folder).anomalies().get("R8");
    }

    /** The copy reached us-west only after the failover snapshot was taken. */
    private void copiedAfterTheSnapshot(int k) {
        SyntheticRecord record = drill.at(k);
        SyntheticRecord.Copy copy = record.copy(SyntheticDrill.MIRROR);
        record.replace(copy, copy.at(drill.offset(SyntheticDrill.WEST, SyntheticDrill.MIRROR, record.partition)));
    }

    @Test
    void aCommitOfWhichTheSnapshotHeldAPartIsTornThoughAllOfItCameLater() throws IOException {
        drill.transactions.add(new SyntheticDrill.Grouped(100, 3, SyntheticDrill.End.COMMITTED));
        copiedAfterTheSnapshot(101);
        Result.Anomaly found = torn();
        assertThat(found.count()).isEqualTo(2);
        assertThat(found.examples()).hasSize(2).allSatisfy(text -> assertThat(text)
                .endsWith(", 2 of the 3 records of a committed transaction, visible in us-west below the"
                        + " snapshot of to-west"));
    }

    @Test
    void eachTornRecordSaysWhatIsTheMatterWithItsOwnTransaction() throws IOException {
        drill.transactions.add(new SyntheticDrill.Grouped(100, 2, SyntheticDrill.End.ABORTED));
        for (int k = 100; k < 102; k++) {
            drill.at(k).notInNativeLog();
            drill.at(k).notDelivered();
        }
        drill.transactions.add(new SyntheticDrill.Grouped(200, 3, SyntheticDrill.End.COMMITTED));
        drill.at(200).notMirrored();
        drill.transactions.add(new SyntheticDrill.Grouped(210, 2, SyntheticDrill.End.COMMIT_UNANSWERED));
        drill.at(211).notMirrored();
        drill.transactions.add(new SyntheticDrill.Grouped(220, 1, SyntheticDrill.End.COMMITTED));
        Result.Anomaly found = torn();
        assertThat(found.count()).isEqualTo(5);
        assertThat(found.examples())
                .extracting(text -> text.replaceFirst("^.*\\), ", ""))
                .containsExactly(
                        "of an aborted transaction, visible in us-west at the end",
                        "of an aborted transaction, visible in us-west at the end",
                        "2 of the 3 records of a committed transaction, visible in us-west at the end",
                        "2 of the 3 records of a committed transaction, visible in us-west at the end",
                        "1 of the 2 records of a transaction whose commit was not confirmed, visible in us-west at"
                                + " the end");
    }

    @Test
    void ofAnUnconfirmedCommitWhoseLogIsNotWhatItWasNobodyKnowsWhetherItIsTorn() throws IOException {
        drill.transactions.add(new SyntheticDrill.Grouped(100, 2, SyntheticDrill.End.COMMIT_UNANSWERED));
        drill.at(100).notInNativeLog();
        drill.at(101).notInNativeLog();
        drill.at(101).notMirrored();
        drill.startOfEast = 1;
        assertThat(torn().count()).isZero();
    }

    @Test
    void whatWasNeverCommittedAndShowsInItsOwnLogSaysThatItWasReportedAsFailed() throws IOException {
        drill.transactions.add(new SyntheticDrill.Grouped(100, 1, SyntheticDrill.End.ABORTED));
        Result.Anomaly found = drill.audit(folder).anomalies().get("P2");
        assertThat(found.count()).isEqualTo(1);
        assertThat(found.examples())
                .singleElement()
                .asString()
                .startsWith("us-east/order-service-0/1/100")
                .endsWith(", reported as failed");
    }

    @Test
    void whereNothingIsMirroredNothingCanBeTorn() throws IOException {
        drill.transactions.add(new SyntheticDrill.Grouped(100, 2, SyntheticDrill.End.COMMITTED));
        Scenario all = drill.scenario();
        Scenario alone = new Scenario(
                all.name(),
                all.title(),
                all.pattern(),
                all.regions(),
                all.links(),
                all.topics(),
                List.of(),
                all.services(),
                all.failovers(),
                all.timeline(),
                all.objectives(),
                all.settings());
        Result.Anomaly found =
                Auditor.audit(drill.write(folder), alone).anomalies().get("R8");
        assertThat(found.count()).isNull();
        assertThat(found.reason()).isEqualTo("nothing was mirrored");
    }
}
