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

    private static final long LATE = 20 * SyntheticDrill.MILLI;
    private static final long RECREATED = SyntheticDrill.slot(LAST_OLD) + LATE;

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

    @Test
    void whatAGroupReadOfTheOldTopicSaysNothingOfTheNewOne() throws IOException {
        recreate(SyntheticDrill.WEST, SyntheticDrill.FIRST_WEST, 1100, SyntheticDrill.SLOTS - 1);
        drill.events.add(new TimelineEvent.TopicRecreated(SyntheticDrill.slot(1100) + LATE, "us-west", "orders"));
        // The last of its partition.
        drill.at(SyntheticDrill.SLOTS - 1).notDelivered();

        Result result = drill.audit(folder);

        assertThat(result.anomalies().get("C1").count()).isEqualTo(1);
        assertThat(result.anomalies().get("C2").count()).isZero();
    }

    private void recreate() {
        recreate(SyntheticDrill.EAST, 0, LAST_OLD, SyntheticDrill.LAST_EAST);
    }

    private void recreate(int region, int first, int lastOld, int last) {
        long[] next = new long[SyntheticDrill.PARTITIONS];
        for (int k = first; k <= last; k++) {
            SyntheticRecord record = drill.at(k);
            if (k <= lastOld) {
                record.notInNativeLog();
                continue;
            }
            long offset = next[record.partition]++;
            record.ackOffset = offset;
            record.copies.removeIf(copy -> copy.topic() == SyntheticDrill.ORDERS);
            record.copies.add(new Copy(region, SyntheticDrill.ORDERS, record.partition, offset, true));
            record.deliveries.replaceAll(
                    old -> new Delivery(old.region(), old.topic(), old.partition(), offset, old.at()));
        }
        // A consumer had the last old record in its hands when the topic went.
        drill.at(lastOld)
                .deliveries
                .replaceAll(old -> new Delivery(
                        old.region(),
                        old.topic(),
                        old.partition(),
                        0,
                        SyntheticDrill.slot(lastOld) + LATE + SyntheticDrill.MILLI));
        for (int partition = 0; partition < next.length; partition++) {
            drill.next.put(region + "/" + SyntheticDrill.ORDERS + "/" + partition, next[partition]);
        }
    }
}
