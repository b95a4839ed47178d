package io.firedrill.workload;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Recorder;

/** What became of a producer's sends, counted as it happens. Safe for all threads; {@link #oldestIntended} for one. */
final class SendCounts {

    final LongAdder sent = new LongAdder();
    final LongAdder acked = new LongAdder();
    final LongAdder ackedInTime = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder unknown = new LongAdder();

    private final Queue<SendUnderWay> underWay = new ConcurrentLinkedQueue<>();
    private final Recorder latency;
    private final long latencyLimitNanos;

    /**
     * @param latency takes every acknowledgement's latency; may be shared by producers
     */
    SendCounts(Recorder latency, long latencyLimitNanos) {
        this.latency = latency;
        this.latencyLimitNanos = latencyLimitNanos;
    }

    void began(SendUnderWay send) {
        sent.increment();
        underWay.add(send);
    }

    void acked(long intended, long at) {
        long nanos = Math.max(0, at - intended);
        acked.increment();
        if (nanos <= latencyLimitNanos) {
            ackedInTime.increment();
        }
        latency.recordValue(Math.min(nanos, LatencyWindow.HIGHEST_NANOS));
    }

    /** Intended time of the oldest send under way, or {@code now} when there is none; forgets those that ended. */
    long oldestIntended(long now) {
        SendUnderWay head = underWay.peek();
        while (head != null && head.ended()) {
            underWay.remove();
            head = underWay.peek();
        }
        return head == null ? now : head.intended();
    }
}
