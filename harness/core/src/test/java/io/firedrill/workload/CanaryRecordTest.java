package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanaryRecordTest {

    private final CanaryRecord record = new CanaryRecord(3, "127.0.0.1:9092");

    @Test
    void theFirstSuccessIsAnEdgeAndFurtherOnesAreNot() {
        assertThat(record.success(10, 11))
                .contains(new WorkerEvent.CanaryEdge(3, "127.0.0.1:9092", true, 10, 11, 0, 0, ""));
        assertThat(record.success(20, 21)).isEmpty();
    }

    @Test
    void theEdgeToFailureBoundsTheEffectByLastSuccessAndFirstFailure() {
        record.success(10, 11);
        record.success(20, 21);

        assertThat(record.failure(40, 45, "Connection reset"))
                .contains(new WorkerEvent.CanaryEdge(3, "127.0.0.1:9092", false, 20, 21, 40, 45, "Connection reset"));
        assertThat(record.failure(60, 65, "Connection refused")).isEmpty();
    }

    @Test
    void theEdgeBackNamesTheLastFailure() {
        record.success(10, 11);
        record.failure(40, 45, "Connection reset");
        record.failure(60, 65, "Connection refused");

        assertThat(record.success(80, 81))
                .contains(new WorkerEvent.CanaryEdge(3, "127.0.0.1:9092", true, 80, 81, 60, 65, ""));
    }

    @Test
    void aPathThatNeverWorkedIsToldOnce() {
        assertThat(record.failure(10, 11, "Connection refused")).isPresent();
        assertThat(record.failure(20, 21, "Connection refused")).isEmpty();
    }
}
