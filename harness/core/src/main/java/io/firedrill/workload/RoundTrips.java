package io.firedrill.workload;

import java.util.Arrays;
import java.util.Optional;

/** Round trips of a canary's path, window by window. For one thread. */
final class RoundTrips {
    static final long WINDOW_NANOS = 500_000_000;

    private final int path;
    private long from;
    private long[] nanos = new long[32];
    private int count;

    /** @param from first moment of the first window */
    RoundTrips(int path, long from) {
        this.path = path;
        this.from = from;
    }

    void add(long roundTripNanos) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = roundTripNanos;
    }

    /** The window, once it is over; empty while it goes on, or when nothing was answered in it. */
    Optional<WorkerEvent.CanaryWindow> over(long now) {
        if (now - from < WINDOW_NANOS) {
            return Optional.empty();
        }
        Arrays.sort(nanos, 0, count);
        Optional<WorkerEvent.CanaryWindow> window = count == 0
                ? Optional.empty()
                : Optional.of(new WorkerEvent.CanaryWindow(path, from, now, count, nanos[count / 2], nanos[count - 1]));
        from = now;
        count = 0;
        return window;
    }
}
