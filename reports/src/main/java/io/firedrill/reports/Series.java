package io.firedrill.reports;

import io.firedrill.evidence.FactSink;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How much happened when: counts of sends, acknowledgements, failures and deliveries per region in buckets of a quarter of a
 * second. A fold over journals whose size depends on the drill's length alone. Times going in are monotonic nanoseconds, times
 * coming out milliseconds since the drill's zero.
 */
public final class Series {

    /** What is counted. */
    public enum Measure {
        /** Handed to the client, by the moment of the call. */
        SENT,
        /** Acknowledged, by the moment of the acknowledgement. */
        ACKED,
        /** Never handed to the network, by the moment of the error. */
        FAILED,
        /** Error after hand-over, by the moment of the error. */
        UNKNOWN,
        /** Handed to a service's handler. */
        DELIVERED
    }

    /** Width of a bucket in milliseconds. */
    public static final long BUCKET_MILLIS = 250;

    private static final long BUCKET_NANOS = BUCKET_MILLIS * 1_000_000;

    private final long zero;
    private final long firstBucket;
    private final int buckets;
    private final Map<String, Map<Measure, int[]>> regions = new TreeMap<>();
    private long outside;

    /**
     * @param zero the drill's zero
     * @param from facts before are counted as {@link #outside()} only
     * @param to facts after are counted as {@link #outside()} only
     * @param regions that are drawn even when nothing happened in them
     */
    public Series(long zero, long from, long to, List<String> regions) {
        this.zero = zero;
        this.firstBucket = Math.floorDiv(from - zero, BUCKET_NANOS);
        this.buckets = Math.toIntExact(Math.max(0, Math.floorDiv(to - zero, BUCKET_NANOS) - firstBucket) + 1);
        regions.forEach(this::counters);
    }

    /** The fold for the journals of one region. */
    public FactSink in(String region) {
        return in(region, (path, success, invoked, finished) -> {});
    }

    /** Who hears of canaries' tries on the way; see {@link FactSink#canary}. */
    interface Canaries {
        void took(int path, boolean success, long invoked, long finished);
    }

    /** The same, which tells of canaries. */
    FactSink in(String region, Canaries canaries) {
        Map<Measure, int[]> counters = counters(region);
        return new FactSink() {
            @Override
            public void canary(int path, boolean success, long invoked, long finished) {
                canaries.took(path, success, invoked, finished);
            }

            @Override
            public void sent(
                    int worker,
                    int producer,
                    int session,
                    long sequence,
                    long keyHash,
                    int topic,
                    int bytes,
                    long intended,
                    long invoked) {
                add(counters, Measure.SENT, invoked);
            }

            @Override
            public void acked(
                    int worker,
                    int producer,
                    int session,
                    long sequence,
                    int topic,
                    int partition,
                    long offset,
                    long at) {
                add(counters, Measure.ACKED, at);
            }

            @Override
            public void failed(int worker, int producer, int session, long sequence, long at, String error) {
                add(counters, Measure.FAILED, at);
            }

            @Override
            public void unknown(int worker, int producer, int session, long sequence, long at, String error) {
                add(counters, Measure.UNKNOWN, at);
            }

            @Override
            public void delivered(
                    int group,
                    int instance,
                    int topic,
                    int partition,
                    long offset,
                    int worker,
                    int producer,
                    int session,
                    long sequence,
                    long at,
                    boolean intact) {
                add(counters, Measure.DELIVERED, at);
            }
        };
    }

    /** Names of the regions, sorted. */
    public Set<String> regions() {
        return regions.keySet();
    }

    /** Start of the first bucket. */
    public double fromMillis() {
        return firstBucket * (double) BUCKET_MILLIS;
    }

    /** End of the last bucket. */
    public double toMillis() {
        return (firstBucket + buckets) * (double) BUCKET_MILLIS;
    }

    /** Facts whose time lies outside the drill. */
    public long outside() {
        return outside;
    }

    /** How many in the whole drill. */
    public long total(String region, Measure measure) {
        long sum = 0;
        for (int count : counters(region).getOrDefault(measure, new int[0])) {
            sum += count;
        }
        return sum;
    }

    /**
     * Rates per second in consecutive windows.
     *
     * @param fromMillis start of the first window, rounded down to a bucket
     * @param windowMillis width, rounded up to whole buckets
     * @param windows how many
     */
    public double[] perSecond(String region, Measure measure, double fromMillis, double windowMillis, int windows) {
        int width = (int) Math.max(1, Math.ceil(windowMillis / BUCKET_MILLIS));
        long first = (long) Math.floor(fromMillis / BUCKET_MILLIS) - firstBucket;
        int[] counts = counters(region).getOrDefault(measure, new int[0]);
        double[] rates = new double[windows];
        for (int window = 0; window < windows; window++) {
            long sum = 0;
            for (long bucket = first + (long) window * width; bucket < first + (window + 1L) * width; bucket++) {
                sum += bucket >= 0 && bucket < counts.length ? counts[(int) bucket] : 0;
            }
            rates[window] = sum * 1000.0 / (width * BUCKET_MILLIS);
        }
        return rates;
    }

    private Map<Measure, int[]> counters(String region) {
        return regions.computeIfAbsent(region, name -> {
            Map<Measure, int[]> counters = new EnumMap<>(Measure.class);
            for (Measure measure : Measure.values()) {
                counters.put(measure, new int[buckets]);
            }
            return counters;
        });
    }

    private void add(Map<Measure, int[]> counters, Measure measure, long at) {
        long bucket = Math.floorDiv(at - zero, BUCKET_NANOS) - firstBucket;
        int[] counts = counters.get(measure);
        if (counts == null || bucket < 0 || bucket >= counts.length) {
            outside++;
        } else {
            counts[(int) bucket]++;
        }
    }
}
