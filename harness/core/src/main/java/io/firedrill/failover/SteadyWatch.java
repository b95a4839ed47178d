package io.firedrill.failover;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Sees the load's running totals and says when it was steady for a whole window: at least 99 % of what was intended in it was
 * acknowledged in time, and what was acknowledged was delivered. The live view that lets a drill go on; the audit computes the
 * figures again from the journals.
 */
public final class SteadyWatch {
    private static final double SHARE = 0.99;

    private final long windowNanos;
    private final Deque<Sample> samples = new ArrayDeque<>();

    public SteadyWatch(Duration window) {
        this.windowNanos = window.toNanos();
    }

    /**
     * Running totals at one moment, over everything that has to be steady.
     *
     * @param at monotonic nanoseconds
     * @param intended slots of the schedule so far
     * @param inTime of these, acknowledged within the latency limit
     * @param undelivered acknowledged and not yet delivered to every group that reads it
     * @param limit how many undelivered records are normal
     */
    public record Sample(long at, long intended, long inTime, long undelivered, long limit) {}

    /** Takes the next sample; true when the window that ends with it was steady. */
    public boolean steady(Sample sample) {
        if (sample.undelivered() > sample.limit()) {
            samples.clear();
            return false;
        }
        samples.addLast(sample);
        while (samples.size() > 2 && second().at() <= sample.at() - windowNanos) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        long intended = sample.intended() - first.intended();
        long inTime = sample.inTime() - first.inTime();
        return sample.at() - first.at() >= windowNanos && intended > 0 && inTime >= SHARE * intended;
    }

    private Sample second() {
        var it = samples.iterator();
        it.next();
        return it.next();
    }
}
