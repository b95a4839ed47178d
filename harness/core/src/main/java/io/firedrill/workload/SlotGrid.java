package io.firedrill.workload;

/**
 * The schedule of an open-loop producer: slot k is due at {@code origin + k / rate}, rounded to the nanosecond. Every region's
 * instance of a producer uses the same grid, so a slot that none of them sent is a send that was intended and never made.
 *
 * @param origin monotonic nanoseconds of slot 0
 * @param ratePerSecond slots a second
 */
record SlotGrid(long origin, double ratePerSecond) {

    /** When slot {@code k} is due. */
    long at(long k) {
        return origin + Math.round(k * (1e9 / ratePerSecond));
    }

    /** The last slot due at or before {@code now}; -1 before the origin. */
    long lastDue(long now) {
        if (now < origin) {
            return -1;
        }
        long k = (long) ((now - origin) * (ratePerSecond / 1e9));
        // The product may be off by a rounding error in either direction; at() is what counts.
        while (k >= 0 && at(k) > now) {
            k--;
        }
        while (at(k + 1) <= now) {
            k++;
        }
        return k;
    }

    /** The first slot due at or after {@code instant}; never below 0. */
    long firstFrom(long instant) {
        if (instant <= origin) {
            return 0;
        }
        long last = lastDue(instant);
        return at(last) == instant ? last : last + 1;
    }
}
