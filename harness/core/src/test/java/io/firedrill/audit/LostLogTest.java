package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.EAST;
import static io.firedrill.audit.SyntheticDrill.MIRROR;
import static io.firedrill.audit.SyntheticDrill.ORDERS;
import static io.firedrill.audit.SyntheticDrill.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.SyntheticRecord.Copy;
import io.firedrill.audit.SyntheticRecord.Delivery;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.Objective;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that may have lost records says nothing of what it does not hold. */
class LostLogTest {

    @TempDir
    Path folder;

    private final SyntheticDrill drill = new SyntheticDrill();
    private int runs;

    private Result audit() throws IOException {
        return drill.audit(folder);
    }

    /** Nobody confirmed its commit, and no log or delivery shows its two records. */
    private void unconfirmed() {
        drill.transactions.add(new SyntheticDrill.Grouped(100, 2, SyntheticDrill.End.COMMIT_UNANSWERED));
        for (int k = 100; k < 102; k++) {
            drill.at(k).copies.clear();
            drill.at(k).deliveries.clear();
        }
    }

    @Test
    void anUnconfirmedCommitThatAWholeLogDoesNotShowDidNotTakePlace() throws IOException {
        unconfirmed();
        assertThat(audit().sends().failed()).isEqualTo(2);
    }

    @Test
    void anUnconfirmedCommitIsUnknownWhereTheLogBeginsBehindIt() throws IOException {
        unconfirmed();
        drill.startOfEast = 1;
        assertThat(audit().sends().failed()).isZero();
    }

    @Test
    void anUnconfirmedCommitIsUnknownWhereTheLogIsCompacted() throws IOException {
        unconfirmed();
        drill.topicConfig.put("cleanup.policy", "compact,delete");
        assertThat(audit().sends().failed()).isZero();
    }

    private long failedWith(TimelineEvent event) throws IOException {
        drill.events.add(event);
        long failed = drill.audit(folder.resolve("run-" + runs++)).sends().failed();
        drill.events.remove(event);
        return failed;
    }

    @Test
    void anUnconfirmedCommitIsUnknownWhereTheLogBeganAnew() throws IOException {
        unconfirmed();
        long at = 40 * SyntheticDrill.SECOND;
        assertThat(failedWith(new TimelineEvent.RegionRestored(at, "us-east", true)))
                .isZero();
        assertThat(failedWith(new TimelineEvent.RegionRestored(at, "us-east", false)))
                .isEqualTo(2);
        assertThat(failedWith(new TimelineEvent.RegionRestored(at, "us-west", true)))
                .isEqualTo(2);
        assertThat(failedWith(new TimelineEvent.TopicRecreated(at, "us-east", "orders")))
                .isZero();
        assertThat(failedWith(new TimelineEvent.TopicRecreated(at, "us-east", "us-west.orders")))
                .isEqualTo(2);
        assertThat(failedWith(new TimelineEvent.TopicRecreated(at, "us-west", "orders")))
                .isEqualTo(2);
    }

    @Test
    void anUnconfirmedCommitIsUnknownWhereAFaultCostsAcknowledgedRecords() throws IOException {
        unconfirmed();
        drill.asks("kill-region", "us-east", true);
        assertThat(audit().sends().failed()).isZero();
    }

    @Test
    void aCompactedRecordOfWhichACopyWasSeenIsNotLost() throws IOException {
        drill.topicConfig.put("cleanup.policy", "compact");
        drill.at(100).notInNativeLog();
        SyntheticRecord nowhere = drill.at(101);
        nowhere.copies.clear();
        nowhere.deliveries.clear();
        Result.Anomaly lost = audit().anomalies().get("P1");
        assertThat(lost.count()).isEqualTo(1);
        assertThat(lost.examples()).singleElement().asString().contains(": retention or compaction");
    }

    @Test
    void aRecoveredRecordOfWhichOnlyTheCopyIsLeftIsNotLostWhereTheLogBeginsLater() throws IOException {
        SyntheticRecord record = drill.at(100);
        record.outcome = Sends.UNKNOWN;
        record.notInNativeLog();
        drill.startOfEast = 1;
        assertThat(audit().anomalies().get("P1").count()).isZero();
    }

    @Test
    void aRecordAtTheBeginningOfItsLogIsNotExpired() throws IOException {
        drill.at(40).notInNativeLog();
        drill.at(44).notInNativeLog();
        drill.startOfEast = drill.at(44).ackOffset;
        assertThat(audit().anomalies().get("P1").count()).isEqualTo(1);
    }

    @Test
    void anExpiredRecordIsNotLostWhereTheRegionOfItsCopyWasNotScanned() throws IOException {
        drill.at(100).notInNativeLog();
        drill.startOfEast = 100;
        drill.scanWest = false;
        assertThat(audit().anomalies().get("P1").count()).isZero();
    }

    private static TimelineEvent.FaultApplied truncated(String target, long at) {
        return hit("truncate-topic", target, at);
    }

    private static TimelineEvent.FaultApplied hit(String fault, String target, long at) {
        return new TimelineEvent.FaultApplied(
                at,
                new FaultReceipt(fault, target, "", "deleteRecords", at - 2, at - 1, List.of(), true, at - 2, at, ""),
                "");
    }

    private Verdict age(long limitMillis) throws IOException {
        drill.objectives.clear();
        drill.objectives.add(new Objective("rpo.time", new Objective.Limit.Time(Duration.ofMillis(limitMillis))));
        return drill.audit(folder.resolve("limit-" + limitMillis))
                .objectives()
                .get(0)
                .verdict();
    }

    @Test
    void whatTheTargetMayHaveLostSinceTheSnapshotMayHaveBeenThere() throws IOException {
        drill.at(100).notMirrored();
        drill.asks("truncate-topic", "us-west us-east.orders", true);
        drill.events.add(truncated("us-west us-east.orders", SyntheticDrill.SNAPSHOT + SyntheticDrill.SECOND));
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isZero();
        assertThat(rpo.mayRecords()).isEqualTo(1);
        assertThat(rpo.plusMinusMillis()).isEqualTo(90);
        assertThat(rpo.timeMillis()).isZero();
        assertThat(age(16_295)).isEqualTo(Verdict.PASS);
        assertThat(age(16_294)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(rpo.mostTimeMillis()).isEqualTo(16_205); // slot 96 of its partition was acknowledged at 13.845 s
        assertThat(rpo.mayBeforeT0()).isEqualTo(1);
        assertThat(rpo.mayHoles()).isEqualTo(1);
        assertThat(rpo.partitions()).contains(new Result.PartitionRpo("orders", 0, 125, 0, 1L, 0, 0, 16_205.0));
    }

    private static final long AFTER_THE_SNAPSHOT = SyntheticDrill.SNAPSHOT + SyntheticDrill.SECOND;

    private void deliveredFromTheMirror(int k, long at) {
        Copy copy = drill.at(k).copy(MIRROR);
        drill.at(k).deliveries.add(new Delivery(WEST, MIRROR, copy.partition(), copy.offset(), at));
    }

    @Test
    void whatStandsInALogThatBeganAnewNeedNotHaveStoodThereAtTheSnapshot() throws IOException {
        drill.events.add(new TimelineEvent.TopicRecreated(AFTER_THE_SNAPSHOT, "us-west", "us-east.orders"));
        deliveredFromTheMirror(100, AFTER_THE_SNAPSHOT - 1);
        deliveredFromTheMirror(101, AFTER_THE_SNAPSHOT);
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isZero();
        assertThat(rpo.mayRecords()).isEqualTo(SyntheticDrill.LAST_EAST);
    }

    @Test
    void aLogThatBeganAnewBeforeTheSnapshotTellsWhatItHeldThen() throws IOException {
        drill.events.add(new TimelineEvent.TopicRecreated(SyntheticDrill.SNAPSHOT, "us-west", "us-east.orders"));
        drill.at(100).notMirrored();
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isEqualTo(1);
        assertThat(rpo.mayRecords()).isZero();
    }

    @Test
    void whatStandsInALogWhoseEndWasCutOffNeedNotHaveStoodThereAtTheSnapshot() throws IOException {
        drill.asksToCut("unclean-election", "us-west us-east.orders/0");
        drill.events.add(hit("unclean-election", "us-west us-east.orders/0", AFTER_THE_SNAPSHOT));
        deliveredFromTheMirror(100, AFTER_THE_SNAPSHOT - 3); // the call began two nanoseconds before
        deliveredFromTheMirror(101, AFTER_THE_SNAPSHOT - 2);
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isZero();
        assertThat(rpo.mayRecords()).isEqualTo(SyntheticDrill.LAST_EAST);
    }

    @Test
    void aLogWhoseBeginningWasCutOffKeepsItsOffsets() throws IOException {
        drill.asks("truncate-topic", "us-west us-east.orders", true);
        drill.events.add(truncated("us-west us-east.orders", AFTER_THE_SNAPSHOT));
        assertThat(audit().rpo().mayRecords()).isZero();
    }

    @Test
    void ofALogThatBeganAnewSinceTheSnapshotNobodyKnowsWhatWasTornBelowIt() throws IOException {
        drill.transactions.add(new SyntheticDrill.Grouped(100, 2, SyntheticDrill.End.COMMITTED));
        drill.events.add(new TimelineEvent.TopicRecreated(AFTER_THE_SNAPSHOT, "us-west", "us-east.orders"));
        Result.Anomaly torn = audit().anomalies().get("R8");
        assertThat(torn.count()).isNull();
        assertThat(torn.reason())
                .isEqualTo("us-east.orders of us-west began anew or lost its end after the snapshot of to-west, so its"
                        + " offsets do not tell what it held then");
    }

    @Test
    void theLastOfAPartitionIsNoHoleWhateverTheTargetMayHaveLostSince() throws IOException {
        drill.at(SyntheticDrill.LAST_EAST).notMirrored();
        drill.asks("truncate-topic", "us-west us-east.orders", true);
        drill.events.add(truncated("us-west us-east.orders", SyntheticDrill.SNAPSHOT + SyntheticDrill.SECOND));
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.mayRecords()).isEqualTo(1);
        assertThat(rpo.mayHoles()).isZero();
    }

    @Test
    void whatTheSourceMayHaveLostOfCopiesOfTheTargetIsNoDoubtOfTheTargets() throws IOException {
        drill.at(100).notMirrored();
        drill.asks("truncate-topic", "us-east us-west.orders", true);
        drill.events.add(truncated("us-east us-west.orders", SyntheticDrill.SNAPSHOT + SyntheticDrill.SECOND));
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isEqualTo(1);
        assertThat(rpo.mayRecords()).isZero();
    }

    @Test
    void whatTheTargetLostBeforeTheSnapshotWasNotThere() throws IOException {
        drill.at(100).notMirrored();
        drill.asks("truncate-topic", "us-west us-east.orders", true);
        drill.events.add(truncated("us-west us-east.orders", 25 * SyntheticDrill.SECOND));
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isEqualTo(1);
        assertThat(rpo.mayRecords()).isZero();
    }

    /** Two copies of a record whose source's log is not known to have held it twice. */
    private void copiedTwice() {
        SyntheticRecord record = drill.at(100);
        record.copies.add(new Copy(WEST, MIRROR, record.partition, drill.offset(WEST, MIRROR, record.partition), true));
    }

    @Test
    void aCopyIsNoDuplicateWhereItsSourceWasNotScanned() throws IOException {
        copiedTwice();
        drill.scanEast = false;
        Result.Anomaly found = audit().anomalies().get("R3");
        assertThat(found.count()).isNull();
        assertThat(found.reason()).isEqualTo("the logs of us-east were not scanned whole");
    }

    @Test
    void aCopyIsNoDuplicateWhereItsSourceBeganAnew() throws IOException {
        copiedTwice();
        drill.at(100).notInNativeLog();
        drill.events.add(new TimelineEvent.TopicRecreated(SyntheticDrill.slot(150), "us-east", "orders"));
        // Taken since: nothing of it is in doubt.
        SyntheticRecord since = drill.at(200);
        since.copies.add(new Copy(WEST, MIRROR, since.partition, drill.offset(WEST, MIRROR, since.partition), true));
        assertThat(since.copy(ORDERS).region()).isEqualTo(EAST);
        assertThat(audit().anomalies().get("R3").count()).isEqualTo(1);
    }
}
