package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.TimelineEvent;
import java.io.IOException;
import java.nio.file.Path;
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
