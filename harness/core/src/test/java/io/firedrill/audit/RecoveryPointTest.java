package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.firedrill.audit.Result.Verdict;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures computed by hand from {@link SyntheticDrill}'s description: slot k is due at 10 s + 40 ms * k. */
class RecoveryPointTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();

    private Result audit() throws IOException {
        return drill.audit(temp.resolve("run"));
    }

    /** us-west's copies begin to miss at this slot. */
    private void cutReplicationAt(int slot) {
        for (int k = slot; k <= SyntheticDrill.LAST_EAST; k++) {
            drill.at(k).notMirrored();
        }
    }

    @Test
    void fiveSecondsOfStoppedReplicationAreFiveSecondsOfLoss() throws IOException {
        cutReplicationAt(375); // 25.0 s
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isEqualTo(125);
        assertThat(rpo.beforeT0()).isEqualTo(125);
        assertThat(rpo.afterT0()).isZero();
        assertThat(rpo.bytes()).isEqualTo(125 * 560);
        // T0 is at most 30.05 s; slot 375 was acknowledged at 25.005 s, slot 371 of its partition at 24.845 s
        assertThat(rpo.oldestMillis()).isEqualTo(5045);
        assertThat(rpo.prefixMillis()).isEqualTo(5205);
        assertThat(rpo.finalRecords()).isZero();
        assertThat(rpo.strandedRecords()).isEqualTo(125);
        assertThat(rpo.holes()).isZero();
        assertThat(rpo.examples()).hasSize(10);
        assertThat(rpo.mostTimeMillis()).isEqualTo(5205);
        // slots 375 to 499: 32 of partition 3, and 31 of each other
        assertThat(rpo.partitions().get(0))
                .isEqualTo(new Result.PartitionRpo("orders", 3, 125, 32, 0L, 5045, 5205, 5205.0));
    }

    private Verdict age(long limitMillis) throws IOException {
        drill.objectives.clear();
        drill.objectives.add(new Objective("rpo.time", new Objective.Limit.Time(Duration.ofMillis(limitMillis))));
        return drill.audit(temp.resolve("limit-" + limitMillis))
                .objectives()
                .get(0)
                .verdict();
    }

    @Test
    void anAgeWhoseErrorBarReachesOverTheLimitIsInconclusive() throws IOException {
        cutReplicationAt(375);
        // 5205 ms +- 90 ms
        assertThat(age(5295)).isEqualTo(Verdict.PASS);
        assertThat(age(5294)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(age(5115)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(age(5114)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void stallsWithinTheAgeWidenIt_withTheOneThatDelayedItsFirstAcknowledgement() throws IOException {
        cutReplicationAt(375);
        drill.stall("worker-us-east-1", 24_140, 700, 0); // until 24.84 s; acknowledged at 24.845 s
        drill.stall("us-west-broker-1", 28_000, 100, 0);
        drill.stall("harness", 31_000, 3000, 0); // after T0
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.prefixMillis()).isEqualTo(5205);
        assertThat(rpo.plusMinusMillis()).isEqualTo(90 + 700 + 100);
    }

    @Test
    void nothingLostIsNothingToTheNanosecond() throws IOException {
        drill.stall("harness", 29_500, 3000, 0);
        assertThat(audit().rpo().plusMinusMillis()).isZero();
        assertThat(age(0)).isEqualTo(Verdict.PASS);
    }

    @Test
    void aHoleIsListedByItselfAndInTheSum() throws IOException {
        drill.at(200).notMirrored(); // 18.0 s, partition 0; slot 196 was acknowledged at 17.845 s
        Result result = audit();
        assertThat(result.rpo().records()).isEqualTo(1);
        assertThat(result.rpo().holes()).isEqualTo(1);
        assertThat(result.rpo().oldestMillis()).isEqualTo(12_045);
        assertThat(result.rpo().prefixMillis()).isEqualTo(12_205);
        assertThat(result.anomalies().get("R2").count()).isEqualTo(1);
        assertThat(result.anomalies().get("R2").verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.objectives())
                .extracting(Result.ObjectiveResult::name)
                .containsExactly("anomalies.R2", "anomalies.X4");
    }

    @Test
    void theFirstRecordOfAllIsLostAsAnyOther() throws IOException {
        drill.at(0).notMirrored(); // acknowledged at 10.005 s, and nothing of its partition before it
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isEqualTo(1);
        assertThat(rpo.holes()).isEqualTo(1);
        assertThat(rpo.oldestMillis()).isEqualTo(20_045);
        assertThat(rpo.prefixMillis()).isEqualTo(20_045);
        assertThat(rpo.partitions())
                .containsExactly(
                        new Result.PartitionRpo("orders", 0, 125, 1, 0L, 20_045, 20_045, 20_045.0),
                        new Result.PartitionRpo("orders", 1, 125, 0, 0L, 0, 0, 0.0),
                        new Result.PartitionRpo("orders", 2, 125, 0, 0L, 0, 0, 0.0),
                        new Result.PartitionRpo("orders", 3, 125, 0, 0L, 0, 0, 0.0));
    }

    /** The copy is gone, but for a delivery of it at this offset in us-west. */
    private void deliveredAtTheTarget(SyntheticRecord record, long offset) {
        record.notMirrored();
        long at = 35 * SECOND;
        drill.starts.add(new SyntheticDrill.Start(
                SyntheticDrill.WEST, SyntheticDrill.MIRROR, record.partition, offset, at - MILLI));
        record.deliveries.add(
                new SyntheticRecord.Delivery(SyntheticDrill.WEST, SyntheticDrill.MIRROR, record.partition, offset, at));
    }

    @Test
    void aCopyThatWasDeliveredAtTheTargetAndIsGoneSinceWasThere() throws IOException {
        deliveredAtTheTarget(drill.at(200), 50);
        Result result = audit();
        assertThat(result.rpo().records()).isZero();
        assertThat(result.anomalies().get("R1").count()).isZero();
        assertThat(result.anomalies().get("R2").count()).isZero();
    }

    @Test
    void aCopyThatWasDeliveredAtTheTargetFromBehindTheSnapshotCameTooLate() throws IOException {
        deliveredAtTheTarget(drill.at(200), 125);
        Result result = audit();
        assertThat(result.rpo().records()).isEqualTo(1);
        assertThat(result.anomalies().get("R2").count()).isZero();
    }

    @Test
    void ofAPartitionThatTheSnapshotDoesNotHaveNothingWasThere() throws IOException {
        drill.replace(
                TimelineEvent.SnapshotTaken.class,
                new TimelineEvent.SnapshotTaken(
                        SyntheticDrill.SNAPSHOT,
                        SyntheticDrill.SNAPSHOT - MILLI,
                        "to-west",
                        "us-west",
                        Map.of("us-east.orders", List.of(125L, 125L, 125L))));
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isEqualTo(125);
        assertThat(rpo.partitions())
                .extracting(Result.PartitionRpo::partition, Result.PartitionRpo::lost)
                .containsExactly(tuple(3, 125L), tuple(0, 0L), tuple(1, 0L), tuple(2, 0L));
    }

    @Test
    void whatIsAcknowledgedWhenTheFenceIsConfirmedIsNotTheFencedRegionsAnyMore() throws IOException {
        SyntheticRecord record = drill.at(480);
        record.notMirrored();
        record.endedAt = 30_250 * MILLI;
        drill.events.add(new TimelineEvent.FenceConfirmed(30_250 * MILLI, "us-east"));
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isZero();
        assertThat(rpo.holes()).isZero();
        assertThat(rpo.partitions())
                .contains(new Result.PartitionRpo("orders", 0, 124, 0, 0L, 0, 0, 0.0))
                .allSatisfy(row -> assertThat(row.lost()).isZero());
    }

    @Test
    void whatIsAcknowledgedAtTheLatestMomentOfT0IsOfBeforeT0() throws IOException {
        SyntheticRecord last = drill.at(499);
        last.notMirrored();
        last.endedAt = 30_050 * MILLI;
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.beforeT0()).isEqualTo(1);
        assertThat(rpo.afterT0()).isZero();
        assertThat(rpo.oldestMillis()).isZero();
    }

    @Test
    void ofASendThatNobodyKnowsTheEndOfTheLossIsOpenWhereARegionWasNotScanned() throws IOException {
        drill.scanEast = false;
        for (int k : new int[] {300, 301}) {
            drill.at(k).outcome = Sends.UNKNOWN;
            drill.at(k).copies.clear();
            drill.at(k).notDelivered();
        }
        Result result = audit();
        assertThat(result.sends().open()).isEqualTo(2);
        assertThat(result.rpo().records()).isZero();
        assertThat(result.rpo().mayRecords()).isEqualTo(2);
    }

    private void open(int slot) {
        drill.scanEast = false;
        drill.at(slot).outcome = Sends.UNKNOWN;
        drill.at(slot).copies.clear();
        drill.at(slot).notDelivered();
    }

    @Test
    void whatMayBeLostReachesAsFarBackAsTheLastThatMayStandBeforeIt() throws IOException {
        open(300); // 22.0 s; of no partition that anybody knows, and slot 296 was the last of partition 0 that was
        // acknowledged by then
        drill.at(499).notMirrored(); // acknowledged at 29.965 s, slot 495 of its partition at 29.805 s
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isEqualTo(1);
        assertThat(rpo.mayRecords()).isEqualTo(1);
        assertThat(rpo.oldestMillis()).isEqualTo(85);
        assertThat(rpo.timeMillis()).isEqualTo(245);
        assertThat(rpo.mostTimeMillis()).isEqualTo(8205); // slot 296 was acknowledged at 21.845 s
        // 245 ms to 8205 ms, +- 90 ms
        assertThat(age(155)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(age(154)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void whatStandsBehindWhatIsCertainlyLostIsNeverTheLastBeforeTheFirstGap() throws IOException {
        open(300);
        drill.at(487).notMirrored();
        // Acknowledged at 14.125 s, at an offset that a log which was cut since has given to nobody else.
        drill.at(103).ackOffset = 200;
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isEqualTo(1);
        assertThat(rpo.timeMillis()).isEqualTo(725);
        assertThat(rpo.mostTimeMillis()).isEqualTo(8205); // slot 296 of another partition, as above
    }

    @Test
    void byAnotherClockMoreMayStandBeforeWhatNobodyKnowsThePlaceOf() throws IOException {
        open(300);
        drill.events.add(new TimelineEvent.ClockMeasured(SECOND, "us-west", 1, 0, 100 * MILLI));
        // Slot 298 was acknowledged 75 ms before slot 300 was sent, and slot 294 of its partition at 21.765 s.
        assertThat(audit().rpo().mostTimeMillis()).isEqualTo(8285);
    }

    @Test
    void ofALossThatNobodyKnowsThePlaceOfThePrefixIsARange() throws IOException {
        SyntheticRecord record = drill.at(303); // 22.12 s
        record.outcome = Sends.UNKNOWN;
        record.notMirrored();
        record.notInNativeLog();
        drill.objectives.add(new Objective("rpo.time", new Objective.Limit.Time(Duration.ofSeconds(8))));
        Result result = audit();
        assertThat(result.rpo().records()).isEqualTo(1);
        assertThat(result.rpo().mayRecords()).isZero();
        // It was delivered at 22.128 s.
        assertThat(result.rpo().timeMillis()).isEqualTo(7922);
        assertThat(result.rpo().mostTimeMillis()).isEqualTo(8085); // slot 299 was acknowledged at 21.965 s
        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.objectives().get(0).measured()).isEqualTo("[7.92s .. 8.09s]");
        assertThat(result.objectives().get(0).reason())
                .isEqualTo(
                        "the limit of 8s lies within [7.92s .. 8.09s] +- 0.09s: of some of what is lost nobody knows when"
                                + " it was taken, or what stood before it");
    }

    @Test
    void whatWasNeverAcknowledgedNorReadMayHaveBeenTakenAtT0() throws IOException {
        SyntheticRecord record = drill.at(303);
        record.outcome = Sends.UNKNOWN;
        record.notMirrored();
        record.notDelivered();
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isEqualTo(1);
        assertThat(rpo.oldestMillis()).isZero();
        // Its log shows that slot 299 stood before it.
        assertThat(rpo.prefixMillis()).isEqualTo(8085);
        assertThat(rpo.mostTimeMillis()).isEqualTo(8085);
    }

    @Test
    void theLastBeforeTheFirstGapCountsFromItsInvocationAtMostAndFromItsDeliveryAtLeast() throws IOException {
        drill.at(303).notMirrored();
        drill.at(299).outcome = Sends.UNKNOWN;
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.oldestMillis()).isEqualTo(7925);
        assertThat(rpo.prefixMillis()).isEqualTo(8082); // delivered at 21.968 s
        assertThat(rpo.mostTimeMillis()).isEqualTo(8089.9); // invoked at 21.9601 s
    }

    @Test
    void theLastBeforeTheFirstGapMayHaveBeenTakenAtT0WhereNobodyReadIt() throws IOException {
        drill.at(303).notMirrored();
        drill.at(299).outcome = Sends.UNKNOWN;
        drill.at(299).notDelivered();
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.prefixMillis()).isZero();
        assertThat(rpo.timeMillis()).isEqualTo(7925);
        assertThat(rpo.mostTimeMillis()).isEqualTo(8089.9);
    }

    @Test
    void stallsWithinTheAgeOfWhatMayBeLostWidenIt() throws IOException {
        open(300);
        drill.stall("us-west-broker-1", 23_000, 100, 0);
        assertThat(audit().rpo().plusMinusMillis()).isEqualTo(90 + 100);
    }

    @Test
    void stallsWithinTheAgeOfWhatMayBeLostTakeNothingFromWhatIsCertain() throws IOException {
        open(300);
        drill.at(499).notMirrored();
        drill.stall("us-west-broker-1", 23_000, 5_000, 0);
        assertThat(age(154)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void whereNothingIsCertainTheFirstGapMayStandBeforeAnyRecordThatTheTargetIsNotKnownToHaveHeld() throws IOException {
        drill.scanWest = false;
        // Acknowledged late, all but the last that the target is known to have held before slot 496.
        for (int k = 0; k < SyntheticDrill.LAST_EAST; k++) {
            drill.at(k).endedAt = 30_040 * MILLI;
        }
        for (int k = 0; k < 496; k++) {
            deliveredAtTheTarget(drill.at(k), k / 4);
        }
        drill.at(492).endedAt = 29_700 * MILLI;
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isZero();
        assertThat(rpo.mayRecords()).isEqualTo(4);
        assertThat(rpo.timeMillis()).isZero();
        assertThat(rpo.mostTimeMillis()).isEqualTo(350);
    }

    @Test
    void aSendThatNobodyKnowsTheEndOfAndNoLogOrDeliveryShowsIsAbsent() throws IOException {
        SyntheticRecord first = drill.at(0);
        first.outcome = Sends.UNKNOWN;
        first.copies.clear();
        first.notDelivered();
        Result result = audit();
        assertThat(result.sends().absent()).isEqualTo(1);
        assertThat(result.sends().recovered()).isZero();
        assertThat(result.rpo().records()).isZero();
    }

    @Test
    void recoveredRecordsStandWhereTheirLogHasThem() throws IOException {
        for (int k : new int[] {0, 302, 303}) {
            drill.at(k).outcome = Sends.UNKNOWN;
            drill.at(k).notMirrored();
        }
        // Of this one there is no more than a delivery.
        drill.at(303).notInNativeLog();
        Result result = audit();
        assertThat(result.sends().recovered()).isEqualTo(3);
        assertThat(result.rpo().records()).isEqualTo(3);
        assertThat(result.rpo().examples())
                .containsExactly(
                        "us-east/order-service-0/1/0 (us-east orders/0@0)",
                        "us-east/order-service-0/1/302 (us-east orders/2@75)",
                        "us-east/order-service-0/1/303 (us-east, never acknowledged)");
        // Nobody can say what stood before or behind the last, which its key would send to partition 3.
        assertThat(result.rpo().holes()).isEqualTo(2);
        assertThat(result.rpo().mayHoles()).isEqualTo(1);
        assertThat(result.examplesOf("to-west.rpo.mayHoles"))
                .containsExactly("us-east/order-service-0/1/303 (us-east, never acknowledged)");
        assertThat(lostByPartition(result.rpo()))
                .containsExactly(tuple(0, 1L, 0L), tuple(2, 1L, 0L), tuple(3, 0L, 1L), tuple(1, 0L, 0L));
    }

    private static List<Tuple> lostByPartition(Result.Rpo rpo) {
        return rpo.partitions().stream()
                .map(row -> tuple(row.partition(), row.lost(), row.mayLost()))
                .toList();
    }

    @Test
    void whatMayBeLostIsOfBeforeT0OrAfterItByItsAcknowledgementAndWithoutOneByItsInvocation() throws IOException {
        drill.scanWest = false;
        for (int k = 0; k < 497; k++) {
            deliveredAtTheTarget(drill.at(k), k / 4);
        }
        drill.at(497).endedAt = 30_050 * MILLI;
        drill.at(498).endedAt = 30_051 * MILLI;
        drill.at(499).outcome = Sends.UNKNOWN; // invoked at 29.9601 s
        drill.at(499).endedAt = 30_500 * MILLI;
        Result result = audit();
        assertThat(result.rpo().mayRecords()).isEqualTo(3);
        assertThat(result.rpo().beforeT0() + result.rpo().afterT0()).isZero();
        assertThat(result.rpo().mayBeforeT0()).isEqualTo(2);
        assertThat(result.rpo().mayAfterT0()).isEqualTo(1);
        assertThat(result.examplesOf("to-west.rpo.mayBeforeT0")).hasSize(2);
        assertThat(result.examplesOf("to-west.rpo.mayAfterT0"))
                .containsExactly("us-east/order-service-0/1/498 (us-east orders/2@124)");
    }

    @Test
    void aSendThatStayedOpenMayBeLostFromThePartitionOfItsKeyAndMayBeAHole() throws IOException {
        open(300); // of a key that went to partition 0
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.mayBeforeT0()).isEqualTo(1);
        assertThat(rpo.holes()).isZero();
        assertThat(rpo.mayHoles()).isEqualTo(1);
        assertThat(lostByPartition(rpo))
                .containsExactly(tuple(0, 0L, 1L), tuple(1, 0L, 0L), tuple(2, 0L, 0L), tuple(3, 0L, 0L));
        // It may have stood in any partition: slot 297 of partition 1 was acknowledged at 21.885 s.
        assertThat(rpo.partitions())
                .extracting(Result.PartitionRpo::mostTimeMillis)
                .containsExactly(8205.0, 8165.0, 8125.0, 8085.0);
    }

    @Test
    void aSendThatStayedOpenWithAKeyThatNobodyAcknowledgedIsInNoPartitionAndMayBeAHole() throws IOException {
        SyntheticRecord old = drill.at(300);
        SyntheticRecord other =
                new SyntheticRecord(SyntheticDrill.EAST, old.sequence, 999, old.partition, old.intended);
        other.invoked = old.invoked;
        other.endedAt = old.endedAt;
        drill.records.set(drill.records.indexOf(old), other);
        other.outcome = Sends.UNKNOWN;
        drill.scanEast = false;
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.mayRecords()).isEqualTo(1);
        assertThat(rpo.mayHoles()).isEqualTo(1);
        assertThat(lostByPartition(rpo))
                .containsExactly(tuple(0, 0L, 0L), tuple(1, 0L, 0L), tuple(2, 0L, 0L), tuple(3, 0L, 0L));
    }

    @Test
    void aSendThatStayedOpenReachesBackToItsInvocationInWhateverPartitionWhereNothingWasAcknowledgedBefore()
            throws IOException {
        open(0); // invoked at 10.0001 s
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.mostTimeMillis()).isEqualTo(20_049.9);
        assertThat(rpo.partitions()).hasSize(4).allSatisfy(row -> assertThat(row.mostTimeMillis())
                .isEqualTo(20_049.9));
    }

    @Test
    void theFirstOfAPartitionWithoutAnAcknowledgementReachesBackToItsInvocationAtMost() throws IOException {
        drill.at(0).outcome = Sends.UNKNOWN;
        drill.at(0).notMirrored();
        // Delivered at 10.008 s.
        assertThat(audit().rpo().partitions().get(0))
                .isEqualTo(new Result.PartitionRpo("orders", 0, 125, 1, 0L, 20_042, 20_042, 20_049.9));
    }

    @Test
    void whatWasSentWhenAllThatTheTargetHeldHadBeenAcknowledgedIsNoHole() throws IOException {
        open(499); // sent at 29.9601 s; slot 498 was acknowledged at 29.925 s
        assertThat(audit().rpo().mayHoles()).isZero();
    }

    @Test
    void whatWasSentBeforeTheLastThatTheTargetHeldWasAcknowledgedMayBeAHole() throws IOException {
        open(499);
        drill.at(498).endedAt = 29_961 * MILLI;
        assertThat(audit().rpo().mayHoles()).isEqualTo(1);
    }

    @Test
    void byAnotherClockWhatWasAcknowledgedBeforeMayStandBehind() throws IOException {
        open(499);
        drill.events.add(new TimelineEvent.ClockMeasured(SECOND, "us-west", 1, 0, 100 * MILLI));
        assertThat(audit().rpo().mayHoles()).isEqualTo(1);
    }

    /** The target has a copy of it, and nothing says when its region took it or where it stood there. */
    private SyntheticRecord heldWithoutPlace(int slot) {
        SyntheticRecord record = drill.at(slot);
        record.outcome = Sends.UNKNOWN;
        record.notInNativeLog();
        record.notDelivered();
        return record;
    }

    @Test
    void aLossMayBeAHoleWhereTheTargetHeldARecordThatNobodyKnowsThePlaceOf() throws IOException {
        drill.at(499).notMirrored();
        heldWithoutPlace(490);
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isEqualTo(1);
        assertThat(rpo.mayRecords()).isZero();
        assertThat(rpo.holes()).isZero();
        assertThat(rpo.mayHoles()).isEqualTo(1);
    }

    @Test
    void aLossIsNoHoleForWhatHadBeenDeliveredWhenItWasSent() throws IOException {
        drill.at(499).notMirrored();
        List<SyntheticRecord.Delivery> deliveries = List.copyOf(drill.at(490).deliveries);
        heldWithoutPlace(490).deliveries.addAll(deliveries); // at 29.608 s
        assertThat(audit().rpo().mayHoles()).isZero();
    }

    @Test
    void aDeliveryOfWhatWasHandedToTheOtherRegionAsWellDoesNotTellWhenThisOneTookIt() throws IOException {
        drill.at(499).notMirrored();
        List<SyntheticRecord.Delivery> deliveries = List.copyOf(drill.at(490).deliveries);
        SyntheticRecord record = heldWithoutPlace(490);
        record.deliveries.addAll(deliveries);
        record.retry =
                new SyntheticRecord.Retry(SyntheticDrill.WEST, record.invoked + MILLI, record.invoked + 2 * MILLI, 0);
        assertThat(audit().rpo().mayHoles()).isEqualTo(1);
    }

    @Test
    void missingCopiesAreToldWithWhatCameBehindThem() throws IOException {
        drill.at(200).notMirrored();
        drill.at(499).notMirrored();
        Result result = audit();
        assertThat(result.anomalies().get("R1").examples())
                .containsExactly("us-east/order-service-0/1/499 (us-east orders/3@124), not in the target, and nothing"
                        + " later either");
        assertThat(result.anomalies().get("R2").examples())
                .containsExactly(
                        "us-east/order-service-0/1/200 (us-east orders/0@50), not in the target, though later ones"
                                + " are");
    }

    @Test
    void aCopyAboveTheSnapshotCameTooLate() throws IOException {
        SyntheticRecord last = drill.at(499);
        SyntheticRecord.Copy copy = last.copies.remove(1);
        last.copies.add(new SyntheticRecord.Copy(copy.region(), copy.topic(), copy.partition(), 125, true));
        Result result = audit();
        assertThat(result.rpo().records()).isEqualTo(1);
        assertThat(result.anomalies().get("R1").count()).isZero();
    }

    @Test
    void aRegionThatGoesOnAcknowledgingLosesAfterT0UntilItIsFenced() throws IOException {
        for (int k = 500; k < 510; k++) {
            SyntheticRecord record = drill.good(SyntheticDrill.EAST, SyntheticDrill.slot(k), k);
            record.notMirrored();
            drill.records.add(record);
        }
        // 30.0 s is before T0.hi at 30.05 s; the slots from 30.04 s on are acknowledged after it. Fenced at 30.25 s:
        // slots 507 to 509
        // (acknowledged from 30.285 s on) are not the fenced region's any more.
        drill.events.add(new TimelineEvent.FenceConfirmed(30_250 * MILLI, "us-east"));
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isEqualTo(7);
        assertThat(rpo.beforeT0()).isEqualTo(2);
        assertThat(rpo.afterT0()).isEqualTo(5);
    }

    @Test
    void whatNoLogHasIsLostForGood() throws IOException {
        drill.at(499).copies.clear();
        drill.objectives.add(new Objective("rpo.final", new Objective.Limit.Count(0)));
        drill.objectives.add(new Objective("anomalies.P1", new Objective.Limit.Count(1)));
        Result result = audit();
        assertThat(result.rpo().finalRecords()).isEqualTo(1);
        assertThat(result.objectives())
                .extracting(Result.ObjectiveResult::name, Result.ObjectiveResult::verdict)
                .contains(
                        org.assertj.core.api.Assertions.tuple("rpo.final", Verdict.FAIL),
                        org.assertj.core.api.Assertions.tuple("anomalies.P1", Verdict.PASS));
    }

    private void assertRemains(Result.Rpo rpo, long forGood, long mayForGood, long stranded, long mayStranded) {
        assertThat(rpo.finalRecords()).as("lost for good").isEqualTo(forGood);
        assertThat(rpo.finalMayRecords()).as("may be lost for good").isEqualTo(mayForGood);
        assertThat(rpo.strandedRecords()).as("stranded").isEqualTo(stranded);
        assertThat(rpo.strandedMayRecords()).as("may be stranded").isEqualTo(mayStranded);
    }

    @Test
    void whatIsLostIsForGoodOrStrandedWhereEveryLogWasRead() throws IOException {
        drill.at(498).notMirrored();
        drill.at(499).copies.clear();
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isEqualTo(2);
        assertThat(rpo.bytes()).isEqualTo(2 * 560);
        assertThat(rpo.mayBytes()).isZero();
        assertRemains(rpo, 1, 0, 1, 0);
    }

    @Test
    void whatALogThatWasNotReadMayHoldMayBeStrandedOrLostForGood() throws IOException {
        drill.at(499).copies.clear();
        drill.scanEast = false;
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isEqualTo(1);
        assertThat(rpo.mayRecords()).isZero();
        assertThat(rpo.bytes()).isEqualTo(560);
        assertRemains(rpo, 0, 1, 0, 1);
    }

    @Test
    void whatTheTargetMayHaveHeldIsNeverLostForGoodWhereItsOwnLogShowsIt() throws IOException {
        drill.scanWest = false;
        drill.at(499).copies.clear();
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.records()).isZero();
        assertThat(rpo.mayRecords()).isEqualTo(500);
        assertThat(rpo.bytes()).isZero();
        assertThat(rpo.mayBytes()).isEqualTo(500 * 560);
        assertThat(rpo.timeMillis()).isZero();
        // The first of all was acknowledged at 10.005 s.
        assertThat(rpo.mostTimeMillis()).isEqualTo(20_045);
        assertThat(rpo.mayBeforeT0()).isEqualTo(500);
        assertThat(rpo.mayAfterT0()).isZero();
        // If the target held the last of each partition, all others are holes.
        assertThat(rpo.holes()).isZero();
        assertThat(rpo.mayHoles()).isEqualTo(496);
        assertThat(rpo.partitions())
                .containsExactly(
                        new Result.PartitionRpo("orders", 0, 125, 0, 125L, 0, 0, 20_045.0),
                        new Result.PartitionRpo("orders", 1, 125, 0, 125L, 0, 0, 20_005.0),
                        new Result.PartitionRpo("orders", 2, 125, 0, 125L, 0, 0, 19_965.0),
                        new Result.PartitionRpo("orders", 3, 125, 0, 125L, 0, 0, 19_925.0));
        assertRemains(rpo, 0, 1, 0, 500);
    }

    @Test
    void ofASendThatNobodyKnowsTheEndOfNothingIsCertain() throws IOException {
        drill.scanEast = false;
        drill.at(300).outcome = Sends.UNKNOWN;
        drill.at(300).copies.clear();
        drill.at(300).notDelivered();
        Result.Rpo rpo = audit().rpo();
        assertThat(rpo.mayRecords()).isEqualTo(1);
        assertThat(rpo.mayBytes()).isEqualTo(560);
        assertRemains(rpo, 0, 1, 0, 1);
    }

    @Test
    void anExpiredRecordThatWasCopiedIsNotLost() throws IOException {
        drill.startOfEast = 10;
        for (SyntheticRecord record : drill.records) {
            record.copies.removeIf(copy -> copy.region() == SyntheticDrill.EAST && copy.offset() < 10);
        }
        assertThat(audit().anomalies().get("P1").count()).isZero();
    }

    @Test
    void withoutASnapshotThereIsNoFigure() throws IOException {
        drill.replace(TimelineEvent.SnapshotTaken.class);
        drill.objectives.add(new Objective("rpo.time", new Objective.Limit.Time(Duration.ofSeconds(1))));
        Result result = audit();
        assertThat(result.rpo()).isNull();
        assertThat(result.objectives().get(0).measured()).isEqualTo("not measured");
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void mirrorMakersOwnLatencyStandsBesideAsItWasLastBeforeT0() throws IOException {
        RunFolder folder = drill.write(temp.resolve("run"));
        Files.createDirectories(folder.samples());
        String object =
                "kafka.connect.mirror:partition=%d,source=us-east,target=us-west,topic=x,type=MirrorSourceConnector";
        Files.writeString(
                folder.samples().resolve("mirror.jsonl"),
                sample(28, object.formatted(0), 40) + sample(29, object.formatted(0), 20)
                        + sample(29, object.formatted(1), 31) + sample(31, object.formatted(1), 9000)
                        + "not a sample\n" + sample(29, "kafka.connect.mirror:type=MirrorSourceConnector", 500));
        Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
        assertThat(Auditor.audit(folder, drill.scenario()).rpo().mirrorLatencyMillis())
                .isEqualTo(31.0);
    }

    @Test
    void mirrorMakersOwnLatencyIsToldWithHowMuchTooShortItIs() throws IOException {
        cutReplicationAt(375);
        RunFolder folder = drill.write(temp.resolve("run"));
        Files.createDirectories(folder.samples());
        String object = "kafka.connect.mirror:source=us-east,target=us-west,type=MirrorSourceConnector";
        Files.writeString(folder.samples().resolve("mirror.jsonl"), sample(29, object, 31.1234));
        Manifest.write(folder, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
        // The oldest loss is of 5045 ms before T0.
        assertThat(Auditor.audit(folder, drill.scenario()).rpo().mirrorLatencyShortMillis())
                .isEqualTo(5013.877);
    }

    private static String sample(long second, String object, double latency) {
        return "{\"nanos\":" + second * SECOND + ",\"object\":\"" + object
                + "\",\"attributes\":{\"replication-latency-ms\":" + latency + "}}\n";
    }
}
