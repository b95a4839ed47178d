package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDisagreementTest {

    @TempDir
    Path folder;

    private final SyntheticDrill drill = new SyntheticDrill();

    @Test
    void rowsWithoutEventAndEventsWithoutRowAreToldApart() throws IOException {
        drill.keepStore();
        // Without it nobody asks for divergence, which would claim what is missing.
        drill.events.removeIf(TimelineEvent.ReplicationSettled.class::isInstance);
        drill.rowDiffers.add(drill.at(100));
        drill.rowDiffers.add(drill.at(101));
        drill.at(102).notMirrored();
        drill.rowDiffers.add(drill.at(102));
        Result.Anomaly found = drill.audit(folder).anomalies().get("X6");

        assertThat(found.count()).isEqualTo(3);
        assertThat(found.figures()).containsEntry("rowsWithoutEvent", 1.0).containsEntry("eventsWithoutRow", 2.0);
        assertThat(found.examples()).anySatisfy(text -> assertThat(text)
                .endsWith("no row of order-service in us-west, though its event is there"));
        assertThat(found.examples())
                .anySatisfy(text -> assertThat(text).endsWith("a row of order-service in us-west, and no event"));
    }

    @Test
    void aCopyBehindTheSnapshotIsNoEventThatARowIsMissingOf() throws IOException {
        drill.keepStore();
        SyntheticRecord record = drill.at(499);
        SyntheticRecord.Copy copy = record.copy(SyntheticDrill.MIRROR);
        record.replace(copy, copy.at(125));
        assertThat(drill.audit(folder).anomalies().get("X6").count()).isZero();
    }

    @Test
    void ofAPartitionThatTheSnapshotDoesNotHaveRowsAreWithoutEvents() throws IOException {
        drill.keepStore();
        drill.replace(
                TimelineEvent.SnapshotTaken.class,
                new TimelineEvent.SnapshotTaken(
                        SyntheticDrill.SNAPSHOT,
                        SyntheticDrill.SNAPSHOT - SyntheticDrill.MILLI,
                        "to-west",
                        "us-west",
                        Map.of("us-east.orders", List.of(125L, 125L, 125L))));
        assertThat(drill.audit(folder).anomalies().get("X6").figures())
                .containsEntry("rowsWithoutEvent", 125.0)
                .containsEntry("eventsWithoutRow", 0.0);
    }

    @Test
    void withoutAStoreNothingIsSaid() throws IOException {
        Result.Anomaly found = drill.audit(folder).anomalies().get("X6");

        assertThat(found.count()).isNull();
        assertThat(found.reason()).isEqualTo("no service keeps a store beside its topic");
    }

    @Test
    void aStoreThatWasNotReadWholeIsInconclusive() throws IOException {
        drill.keepStore();
        drill.storeWhole = false;
        Result result = drill.audit(folder);

        assertThat(result.anomalies().get("X6").count()).isNull();
        assertThat(result.verdict()).isEqualTo(Result.Verdict.INCONCLUSIVE);
        assertThat(result.troubles()).anySatisfy(text -> assertThat(text)
                .contains("the store of order-service in us-west was not read whole"));
    }

    private int runs;

    private Result.Anomaly found() throws IOException {
        return drill.audit(folder.resolve("run-" + runs++)).anomalies().get("X6");
    }

    @Test
    void aStoreThatAgreesWithItsTopicHasNothingToShow() throws IOException {
        drill.keepStore();
        Result.Anomaly found = found();

        assertThat(found.count()).isZero();
        assertThat(found.examples()).isEmpty();
        assertThat(found.figures()).containsEntry("rowsWithoutEvent", 0.0).containsEntry("eventsWithoutRow", 0.0);
    }

    @Test
    void rowsOfRecordsThatNoClientWasEverGivenAreRowsWithoutEvents() throws IOException {
        drill.keepStore();
        drill.rowsOfNobody = 2;
        drill.rowDiffers.add(drill.at(700));
        drill.at(701).copies.removeIf(copy -> copy.region() == SyntheticDrill.WEST);
        drill.rowDiffers.add(drill.at(701));
        drill.events.removeIf(TimelineEvent.ReplicationSettled.class::isInstance);
        Result.Anomaly found = found();

        assertThat(found.count()).isEqualTo(4);
        assertThat(found.figures()).containsEntry("rowsWithoutEvent", 3.0).containsEntry("eventsWithoutRow", 1.0);
        assertThat(found.examples())
                .hasSize(3)
                .first()
                .isEqualTo("2 rows of order-service in us-west are of records that no client was ever given");
    }

    @Test
    void aStoreIsLookedAtFromT0OnAndUntilTheTransitionIsOver() throws IOException {
        drill.keepStore();
        String none = "no transition made another region's store the primary";
        promoted(30_000 * SyntheticDrill.MILLI - 1);
        assertThat(found().reason()).isEqualTo(none);
        promoted(30_000 * SyntheticDrill.MILLI);
        assertThat(found().count()).isNotNull();
        promoted(60_000 * SyntheticDrill.MILLI - 1);
        assertThat(found().count()).isNotNull();
        promoted(60_000 * SyntheticDrill.MILLI);
        assertThat(found().reason()).isEqualTo(none);
    }

    private void promoted(long... at) {
        drill.promotions.clear();
        for (long each : at) {
            drill.promotions.add(each);
        }
    }

    @Test
    void aStoreThatWasMadeThePrimaryTwiceIsOneSinceTheFirstTime() throws IOException {
        drill.keepStore();
        promoted(34_300 * SyntheticDrill.MILLI, 50_000 * SyntheticDrill.MILLI);
        // Between the two: no copy below the snapshot, but an event in its own log.
        assertThat(found().count()).isZero();
    }

    @Test
    void aRecordThatWasSentInTheMomentOfThePromotionIsHeldAgainstTheLog() throws IOException {
        drill.keepStore();
        promoted(drill.at(SyntheticDrill.FIRST_WEST).invoked);
        assertThat(found().count()).isZero();
    }

    @Test
    void whatTheRegionLeftBehindIsSentSinceThenIsNotHeldAgainstTheStore() throws IOException {
        drill.keepStore();
        // 34.36 s, after the promotion; and a row of it came over all the same.
        SyntheticRecord late = drill.good(SyntheticDrill.EAST, SyntheticDrill.slot(609), 609);
        drill.records.add(late);
        drill.rowDiffers.add(late);
        assertThat(found().count()).isZero();
    }

    @Test
    void withoutASnapshotNobodyKnowsWhatTheStoreFound() throws IOException {
        drill.keepStore();
        drill.replace(TimelineEvent.SnapshotTaken.class);
        assertThat(found().reason()).isEqualTo("no failover snapshot was taken");
        assertThat(found().count()).isNull();
    }

    @Test
    void withoutTheLogsOfTheRegionNobodyKnowsWhichEventsItHas() throws IOException {
        drill.keepStore();
        drill.scanWest = false;
        assertThat(found().reason()).isEqualTo("the logs of us-west were not scanned whole");
    }

    @Test
    void recordsOfOtherProducersAreNoneOfTheStores() throws IOException {
        drill.keepStore();
        drill.rowDiffers.add(drill.at(100));
        RunFolder run = drill.write(folder);
        String timeline = Files.readString(run.timeline());
        assertThat(timeline).contains("\"producers\":[0]");
        Files.writeString(run.timeline(), timeline.replace("\"producers\":[0]", "\"producers\":[]"));
        assertThat(Auditor.audit(run, drill.scenario()).anomalies().get("X6").count())
                .isZero();
    }

    private long eventsWithoutRowAfterTheWayBack(long... promotedInEast) throws IOException {
        drill.promotionsOfEast.clear();
        for (long at : promotedInEast) {
            drill.promotionsOfEast.add(at);
        }
        Result.Anomaly found = found();
        assertThat(found.figures()).containsEntry("rowsWithoutEvent", 0.0);
        return Math.round(found.figures().get("eventsWithoutRow"));
    }

    @Test
    void aStoreThatNeverStoppedBeingThePrimaryLacksWhatTheOtherRegionTookMeanwhile() throws IOException {
        drill.keepStore();
        drill.wayBack();
        assertThat(eventsWithoutRowAfterTheWayBack(SyntheticDrill.LOAD)).isEqualTo(515);
    }

    @Test
    void aStoreThatServesItsRegionForTheFirstTimeTookOverOnlyIfItWasPromoted() throws IOException {
        drill.keepStore();
        // As in active-active, where it is the primary in both regions from the beginning.
        promoted(SyntheticDrill.LOAD);
        assertThat(found().reason()).isEqualTo("no transition made another region's store the primary");
    }

    @Test
    void onTheWayBackAPrimaryWhoseServiceNobodySwitchedTookNothingOver() throws IOException {
        drill.keepStore();
        drill.wayBack();
        // Its step sent the service elsewhere by mistake.
        drill.events.removeIf(event -> event instanceof TimelineEvent.ServiceSwitched switched
                && switched.failover().equals("to-east"));
        assertThat(eventsWithoutRowAfterTheWayBack(SyntheticDrill.LOAD)).isZero();
    }

    @Test
    void rowsThatWereCopiedBeforeAStoreIsPromotedAgainAreThereThen_thoseCopiedSinceAreNot() throws IOException {
        drill.keepStore();
        drill.wayBack();
        long again = 55_015 * SyntheticDrill.MILLI;
        drill.copiedToEast = OptionalLong.of(again);
        assertThat(eventsWithoutRowAfterTheWayBack(SyntheticDrill.LOAD, again)).isZero();
        drill.copiedToEast = OptionalLong.of(again + 1);
        assertThat(eventsWithoutRowAfterTheWayBack(SyntheticDrill.LOAD, again)).isEqualTo(515);
    }

    @Test
    void ofALogThatBeganAnewSinceTheSnapshotNobodyKnowsWhichEventsStoodThere() throws IOException {
        drill.keepStore();
        drill.events.add(new TimelineEvent.TopicRecreated(40 * SyntheticDrill.SECOND, "us-west", "us-east.orders"));
        assertThat(found().reason())
                .isEqualTo("us-east.orders of us-west began anew or lost its end after the snapshot of to-west, so its"
                        + " offsets do not tell what it held then");
    }

    @Test
    void whatTheRegionItselfIsSentBeforeTheSwitchStandsInItsOwnLog() throws IOException {
        drill.keepStore();
        drill.wayBack();
        // us-east went on all the time, also between the snapshot and the switch.
        SyntheticRecord record = drill.good(SyntheticDrill.EAST, 55_012 * SyntheticDrill.MILLI, 1500);
        drill.records.add(record);
        assertThat(found().figures()).containsEntry("rowsWithoutEvent", 0.0).containsEntry("eventsWithoutRow", 515.0);
    }

    @Test
    void ofALogThatMayHaveLostRecordsSinceTheSnapshotNobodyKnowsEither() throws IOException {
        drill.keepStore();
        drill.topicConfig.put("cleanup.policy", "compact");
        assertThat(found().reason())
                .isEqualTo("orders of us-west may have lost records since the snapshot of to-west, so the scan does not"
                        + " tell what it held then");
    }
}
