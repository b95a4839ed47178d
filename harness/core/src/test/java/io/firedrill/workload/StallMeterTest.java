package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallMeterTest {

    private static final long MILLIS = 1_000_000;

    private final List<List<Long>> stalls = new ArrayList<>();
    private final StallMeter meter = new StallMeter((from, nanos) -> stalls.add(List.of(from, nanos)));

    @Test
    void beingALittleLateIsNoStall() {
        meter.observe(0, 10 * MILLIS);
        meter.observe(0, 60 * MILLIS);

        assertThat(stalls).isEmpty();
    }

    @Test
    void aStallBeginsWhenTheThreadShouldHaveRun() {
        meter.observe(1000 * MILLIS, 1200 * MILLIS);

        assertThat(stalls).containsExactly(List.of(1010 * MILLIS, 190 * MILLIS));
    }
}
