package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {

    private static WorkerEvent.Stats stats(long... nanos) {
        Recorder recorder = LatencyWindow.recorder();
        for (long latency : nanos) {
            recorder.recordValue(latency);
        }
        return new WorkerEvent.Stats(0, List.of(), List.of(), 0, LatencyWindow.encode(recorder.getIntervalHistogram()));
    }

    @Test
    void windowsMergeToTheLatenciesOfAll() {
        Histogram all = LatencyWindow.merge(List.of(stats(1_000_000, 2_000_000), stats(), stats(50_000_000)));

        assertThat(all.getTotalCount()).isEqualTo(3);
        assertThat(all.valuesAreEquivalent(all.getMaxValue(), 50_000_000)).isTrue();
        assertThat(all.valuesAreEquivalent(all.getValueAtPercentile(50), 2_000_000))
                .isTrue();
    }

    @Test
    void aWindowIsShortEnoughForALine() {
        assertThat(stats(1, 1_000, 1_000_000, LatencyWindow.HIGHEST_NANOS).latency())
                .hasSizeLessThan(2_000);
    }
}
