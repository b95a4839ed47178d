package io.firedrill.workload;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Acknowledgement latencies of {@link WorkerEvent.Stats}, in nanoseconds to three digits. */
public final class LatencyWindow {

    /** Latencies above are counted as this: ten minutes. */
    static final long HIGHEST_NANOS = 600_000_000_000L;

    private static final int DIGITS = 3;

    private LatencyWindow() {}

    static Recorder recorder() {
        return new Recorder(HIGHEST_NANOS, DIGITS);
    }

    static String encode(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    /** All latencies of several {@link WorkerEvent.Stats}, merged. */
    public static Histogram merge(Iterable<WorkerEvent.Stats> stats) {
        Histogram all = new Histogram(HIGHEST_NANOS, DIGITS);
        for (WorkerEvent.Stats one : stats) {
            all.add(decode(one.latency()));
        }
        return all;
    }

    private static Histogram decode(String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("a worker's stats hold no readable histogram", e);
        }
    }
}
