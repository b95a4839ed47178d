package io.firedrill.audit;

import java.util.Arrays;

/**
 * The longest time between two neighbours of many. They usually come nearly in order: then a few are held back until each has found its
 * place. Where they do not, of each of some thousand short intervals the first and the last time are enough, unless the longest gap is
 * shorter than those intervals; then the times are sorted.
 */
final class MaxGap {
    private static final int BUCKETS = 1 << 11;
    private static final int WINDOW = 32;

    private final long from;
    private final int shift;
    private final LongColumn times;

    /** The latest times in ascending order, from {@link #begin} to {@link #end}: a time that comes later than it should finds its place here. */
    private final long[] window = new long[4 * WINDOW];

    private int begin;
    private int end;
    private long left = Long.MIN_VALUE;
    private long widest;
    private long widestFrom;

    /** Made when a time comes that is far too late for its place. */
    private long[] first = {};

    private long[] last = {};

    private long highest = Long.MIN_VALUE;
    private long lowest = Long.MAX_VALUE;

    /** @param until times are in [from, until), or are that moment if it is the last that there is */
    MaxGap(Scratch scratch, long from, long until) {
        this.from = from;
        this.times = new LongColumn(scratch);
        // Of times that no clock can have the length does not fit; it is counted without a sign.
        long length = until <= from ? 0 : until - from;
        int bits = 0;
        while (Long.compareUnsigned(length >>> bits, BUCKETS) >= 0) {
            bits++;
        }
        this.shift = bits;
    }

    void add(long time) {
        highest = Math.max(highest, time);
        lowest = Math.min(lowest, time);
        times.add(time);
        if (first.length > 0) {
            intoBucket(time);
        } else {
            intoPlace(time);
        }
    }

    private void intoPlace(long time) {
        if (end - begin == WINDOW) {
            leave(window[begin++]);
        }
        if (end == window.length) {
            System.arraycopy(window, begin, window, 0, end - begin);
            end -= begin;
            begin = 0;
        }
        int at = end++;
        while (at > begin && window[at - 1] > time) {
            window[at] = window[at - 1];
            at--;
        }
        window[at] = time;
        if (time < left) {
            sortIntoBuckets();
        }
    }

    private void leave(long time) {
        between(left, time);
        left = time;
    }

    /** {@code Long.MIN_VALUE} before the first. */
    private void between(long before, long after) {
        long gap = before == Long.MIN_VALUE ? 0 : gap(before, after);
        if (gap > widest) {
            widest = gap;
            widestFrom = before;
        }
    }

    /** From one time to a later one; the most that there is where it does not fit. */
    private static long gap(long before, long after) {
        long gap = after - before;
        return gap < 0 ? Long.MAX_VALUE : gap;
    }

    private void sortIntoBuckets() {
        first = new long[BUCKETS];
        last = new long[BUCKETS];
        Arrays.fill(first, Long.MAX_VALUE);
        Arrays.fill(last, Long.MIN_VALUE);
        for (int row = 0; row < times.size(); row++) {
            intoBucket(times.get(row));
        }
    }

    private void intoBucket(long time) {
        int bucket = (int) (time - from >>> shift);
        first[bucket] = Math.min(first[bucket], time);
        last[bucket] = Math.max(last[bucket], time);
    }

    /** The last of all; {@code Long.MIN_VALUE} when there is none. */
    long last() {
        return highest;
    }

    /** The first of all; {@code Long.MAX_VALUE} when there is none. */
    long first() {
        return lowest;
    }

    /** Between two of them, nanoseconds; zero when there are not two. */
    long widest() {
        if (first.length == 0) {
            while (begin < end) {
                leave(window[begin++]);
            }
            return widest;
        }
        widest = 0;
        long before = Long.MIN_VALUE;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (first[bucket] <= last[bucket]) {
                between(before, first[bucket]);
                before = last[bucket];
            }
        }
        if (widest < 1L << shift) {
            sorted();
        }
        return widest;
    }

    private void sorted() {
        widest = 0;
        long[] before = {Long.MIN_VALUE};
        times.ascending(time -> {
            between(before[0], time);
            before[0] = time;
        });
    }

    /** Where the widest begins; to be asked after it, and of no use when there are not two. */
    long widestFrom() {
        return widestFrom;
    }

    /** Gives its room back; it may not be used any more. */
    void giveBack() {
        times.giveBack();
    }
}
