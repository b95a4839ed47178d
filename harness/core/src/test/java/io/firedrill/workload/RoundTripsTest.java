package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripsTest {
    private final RoundTrips trips = new RoundTrips(7, 1000);

    @Test
    void aWindowSaysMedianAndLongestOnceItIsOver() {
        for (long nanos = 99; nanos >= 1; nanos--) {
            trips.add(nanos);
        }

        assertThat(trips.over(1000 + RoundTrips.WINDOW_NANOS - 1)).isEmpty();
        long end = 1000 + RoundTrips.WINDOW_NANOS + 5;
        assertThat(trips.over(end)).contains(new WorkerEvent.CanaryWindow(7, 1000, end, 99, 50, 99));
    }

    @Test
    void theNextWindowBeginsWhereTheLastEnded() {
        trips.add(1_000_000);
        long first = 1000 + RoundTrips.WINDOW_NANOS;
        trips.over(first);
        trips.add(3);

        long second = first + RoundTrips.WINDOW_NANOS;
        assertThat(trips.over(second)).contains(new WorkerEvent.CanaryWindow(7, first, second, 1, 3, 3));
    }

    @Test
    void whereNothingWasAnsweredThereIsNothingToSay() {
        assertThat(trips.over(1000 + RoundTrips.WINDOW_NANOS)).isEmpty();
    }
}
