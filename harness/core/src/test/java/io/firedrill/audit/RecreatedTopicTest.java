package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.SyntheticRecord.Copy;
import io.firedrill.audit.SyntheticRecord.Delivery;
import io.firedrill.evidence.TimelineEvent;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic that was deleted and made again takes its offsets a second time: that is no conflict, and what it lost is lost. */
class RecreatedTopicTest {
    /** The last record of the old topic. */
    private static final int LAST_OLD = 374;

    private static final long RECREATED = SyntheticDrill.slot(LAST_OLD) + 20 * SyntheticDrill.MILLI;

    @TempDir
    Path folder;

    private final SyntheticDrill drill = new SyntheticDrill();

    @Test
    void offsetsTakenAgainAreNoConflict() throws IOException {
        recreate();
        drill.events.add(new TimelineEvent.TopicRecreated(RECREATED, "us-east", "orders"));

        Result result = drill.audit(folder);

        assertThat(result.anomalies().get("P5").count()).isZero();
        assertThat(result.anomalies().get("P1").count()).isEqualTo(LAST_OLD + 1L);
    }

    @Test
    void withoutARecreationTheyAreOne() throws IOException {
        recreate();

        assertThat(drill.audit(folder).anomalies().get("P5").count()).isPositive();
    }

    @Test
    void anotherTopicsRecreationExcusesNothing() throws IOException {
        recreate();
        drill.events.add(new TimelineEvent.TopicRecreated(RECREATED, "us-west", "orders"));

        assertThat(drill.audit(folder).anomalies().get("P5").count()).isPositive();
    }

    private void recreate() {
        long[] next = new long[SyntheticDrill.PARTITIONS];
        for (int k = 0; k <= SyntheticDrill.LAST_EAST; k++) {
            SyntheticRecord record = drill.at(k);
            if (k <= LAST_OLD) {
                record.notInNativeLog();
                continue;
            }
            long offset = next[record.partition]++;
            record.ackOffset = offset;
            record.copies.removeIf(copy -> copy.topic() == SyntheticDrill.ORDERS);
            record.copies.add(new Copy(SyntheticDrill.EAST, SyntheticDrill.ORDERS, record.partition, offset, true));
            record.deliveries.replaceAll(
                    old -> new Delivery(old.region(), old.topic(), old.partition(), offset, old.at()));
        }
        // A consumer had the last old record in its hands when the topic went.
        drill.at(LAST_OLD)
                .deliveries
                .replaceAll(old ->
                        new Delivery(old.region(), old.topic(), old.partition(), 0, RECREATED + SyntheticDrill.MILLI));
        for (int partition = 0; partition < next.length; partition++) {
            drill.next.put(SyntheticDrill.EAST + "/" + SyntheticDrill.ORDERS + "/" + partition, next[partition]);
        }
    }
}
