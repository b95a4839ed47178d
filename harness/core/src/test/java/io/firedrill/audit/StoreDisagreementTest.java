package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.TimelineEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
}
