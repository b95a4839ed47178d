package io.firedrill.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.failover.SteadyWatch.Sample;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SteadyWatchTest {
    private final SteadyWatch watch = new SteadyWatch(Duration.ofSeconds(2));

    @Test
    void isSteadyOnceAWholeWindowWasAcknowledgedInTime() {
        assertThat(watch.steady(at(0, 100, 100))).isFalse();
        assertThat(watch.steady(at(1, 200, 200))).isFalse();
        assertThat(watch.steady(at(2, 300, 299))).isTrue();
    }

    @Test
    void anOutageInTheWindowKeepsItUnsteadyUntilTheWindowHasPassedIt() {
        watch.steady(at(0, 100, 50));
        watch.steady(at(1, 200, 60));
        assertThat(watch.steady(at(2, 300, 160))).isFalse();
        assertThat(watch.steady(at(3, 400, 260))).isTrue();
    }

    @Test
    void noLoadIsNotSteady() {
        watch.steady(at(0, 0, 0));
        assertThat(watch.steady(at(2, 0, 0))).isFalse();
    }

    @Test
    void undeliveredRecordsStartTheWindowAnew() {
        watch.steady(at(0, 100, 100));
        assertThat(watch.steady(new Sample(2_000_000_000L, 300, 300, 51, 50))).isFalse();
        assertThat(watch.steady(at(3, 400, 400))).isFalse();
        assertThat(watch.steady(at(5, 600, 600))).isTrue();
    }

    private static Sample at(int second, long intended, long inTime) {
        return new Sample(second * 1_000_000_000L, intended, inTime, 0, 50);
    }
}
