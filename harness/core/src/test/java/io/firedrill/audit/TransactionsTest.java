package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
}
