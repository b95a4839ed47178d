package io.firedrill.audit;

import java.util.Arrays;

/**
 * The longest time between two neighbours of many, which come in no particular order. Of each of some thousand short intervals the
 * first and the last time are enough, unless the longest gap is shorter than those intervals; then the times are sorted, if they did not come nearly so.
 */
final class MaxGap {
    private static final int BUCKETS = 1 << 11;
    private static final int WINDOW = 32;

    private final long from;
    private final int shift;
    private final long[] first = new long[BUCKETS];
    private final long[] last = new long[BUCKETS];
    private final LongColumn times;
    /** The latest times in ascending order: a time that comes later than it should finds its place here, unless it is far too late. */
    private final long[] window = new long[WINDOW];

    private int waiting;
    private long left = Long.MIN_VALUE;
    private long widestLeft;
    private boolean tooLate;

    private long highest = Long.MIN_VALUE;
    private long lowest = Long.MAX_VALUE;

    /** @param until times are in [from, until) */
    MaxGap(Scratch scratch, long from, long until) {
        this.from = from;
        this.times = new LongColumn(scratch);
        long length = until <= from ? 0 : until - from;
        int bits = 0;
        while (length >>> bits >= BUCKETS) {
            bits++;
        }
        this.shift = bits;
        Arrays.fill(first, Long.MAX_VALUE);
        Arrays.fill(last, Long.MIN_VALUE);
    }

    void add(long time) {
        int bucket = (int) (time - from >>> shift);
        first[bucket] = Math.min(first[bucket], time);
        last[bucket] = Math.max(last[bucket], time);
        highest = Math.max(highest, time);
        lowest = Math.min(lowest, time);
        times.add(time);
        if (!tooLate) {
            takePlace(time);
        }
    }

    private void takePlace(long time) {
        if (waiting == WINDOW) {
            leave(window[0]);
            System.arraycopy(window, 1, window, 0, --waiting);
        }
        int at = waiting++;
        while (at > 0 && window[at - 1] > time) {
            window[at] = window[at - 1];
            at--;
        }
        window[at] = time;
        tooLate = time < left;
    }

    private void leave(long time) {
        widestLeft = left == Long.MIN_VALUE ? 0 : Math.max(widestLeft, time - left);
        left = time;
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
        long widest = 0;
        long before = Long.MIN_VALUE;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (first[bucket] <= last[bucket]) {
                widest = before == Long.MIN_VALUE ? 0 : Math.max(widest, first[bucket] - before);
                before = last[bucket];
            }
        }
        if (shift == 0 || widest >= 1L << shift) {
            return widest;
        }
        if (tooLate) {
            return sorted();
        }
        for (int i = 0; i < waiting; i++) {
            leave(window[i]);
        }
        waiting = 0;
        return widestLeft;
    }

    private long sorted() {
        long[] widestAndBefore = {0, Long.MAX_VALUE};
        times.ascending(time -> {
            if (widestAndBefore[1] != Long.MAX_VALUE) {
                widestAndBefore[0] = Math.max(widestAndBefore[0], time - widestAndBefore[1]);
            }
            widestAndBefore[1] = time;
        });
        return widestAndBefore[0];
    }

    /** Gives its room back; it may not be used any more. */
    void giveBack() {
        times.giveBack();
    }
}
