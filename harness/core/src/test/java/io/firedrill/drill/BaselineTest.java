package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.workload.WorkerEvent.GroupStats;
import io.firedrill.workload.WorkerEvent.ProducerStats;
import io.firedrill.workload.WorkerEvent.Stats;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaselineTest {

    private static Stats stats(boolean active, long intended, long inTime, GroupStats... groups) {
        ProducerStats producer = new ProducerStats(0, active, intended, intended, inTime, inTime, 0, 0, 0);
        return new Stats(5, List.of(producer), List.of(groups), 0, "");
    }

    private static GroupStats group(boolean active, int assigned, long lag) {
        return new GroupStats(0, active, assigned, 0, lag);
    }

    @Test
    void onlyWhoIsActiveCounts() {
        var sample = Baseline.sample(
                List.of(stats(true, 1000, 990, group(true, 6, 20)), stats(false, 500, 0, group(false, 0, -1))), 300);

        assertThat(sample.intended()).isEqualTo(1000);
        assertThat(sample.inTime()).isEqualTo(990);
        assertThat(sample.undelivered()).isEqualTo(20);
        assertThat(sample.limit()).isEqualTo(300);
    }

    @Test
    void aGroupWithoutPartitionsOrWithAnUnknownLagIsBehind() {
        for (GroupStats group : List.of(group(true, 0, 0), group(true, 6, -1))) {
            assertThat(Baseline.sample(List.of(stats(true, 1000, 1000, group)), 300)
                            .undelivered())
                    .isGreaterThan(300);
        }
    }

    @Test
    void whatKeepsItFromBeingSteadyIsASentence() {
        assertThat(Baseline.told(List.of(), 300)).isEqualTo("no worker has said how it goes");
        assertThat(Baseline.told(List.of(stats(true, 1000, 700, group(true, 6, 250))), 300))
                .isEqualTo("700 of 1000 sends were acknowledged in time, and the group furthest behind has 250 records"
                        + " to read");
        assertThat(Baseline.told(List.of(stats(true, 1000, 700, group(true, 0, 0))), 300))
                .endsWith("a group reads no partition yet");
    }
}
