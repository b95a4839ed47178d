package io.firedrill.audit;

/**
 * T5: the start of the first window of intended send times in which the service worked.
 *
 * <p>A window of length W starting at a slot is good when
 * <ul>
 *   <li>at least 99 % of its slots are good (acknowledged within the latency limit, and delivered; a slot without a send is not);
 *   <li>for each partition, at least 99 % of the window's sends that belong to it are good. A send belongs to the partition of its
 *       acknowledgement, or, without one, to the partition that acknowledged the same key before or after;
 *   <li>each partition that by its share of the baseline should have had ten sends or more in a window has a good one at least: a
 *       partition that is silent because nothing is sent to it is not working.
 * </ul>
 * A window that the end of the load cuts is no window.
 */
final class SteadyWindow {

    private static final int SHARE_OF_A_HUNDRED = 99;

    /** Nothing was good until the end. */
    static final long NONE = Long.MIN_VALUE;

    private final long[] intended;
    private final boolean[] good;
    private final int[] partition;
    private final boolean[] required;
    private final int[] total;
    private final int[] fine;

    /**
     * @param intended slots' times, ascending
     * @param good by slot
     * @param partition by slot; -1 when unknown
     * @param required by partition: must have a good send
     */
    SteadyWindow(long[] intended, boolean[] good, int[] partition, boolean[] required) {
        this.intended = intended;
        this.good = good;
        this.partition = partition;
        this.required = required;
        this.total = new int[required.length];
        this.fine = new int[required.length];
    }

    /**
     * @param from no window starts earlier
     * @param length of the window, nanoseconds
     * @param until the end of the load
     * @return the start, or {@link #NONE}
     */
    long first(long from, long length, long until) {
        int tail = 0;
        int head = 0;
        int goodOnes = 0;
        while (tail < intended.length && intended[tail] < from) {
            tail++;
        }
        head = tail;
        for (; tail < intended.length && intended[tail] + length <= until; tail++) {
            while (head < intended.length && intended[head] < intended[tail] + length) {
                goodOnes += good[head] ? 1 : 0;
                count(head, 1);
                head++;
            }
            if (share(goodOnes, head - tail) && partitionsWork()) {
                return intended[tail];
            }
            goodOnes -= good[tail] ? 1 : 0;
            count(tail, -1);
        }
        return NONE;
    }

    private void count(int slot, int by) {
        int of = partition[slot];
        if (of >= 0) {
            total[of] += by;
            fine[of] += good[slot] ? by : 0;
        }
    }

    private boolean partitionsWork() {
        for (int p = 0; p < total.length; p++) {
            if (!share(fine[p], total[p]) || required[p] && fine[p] == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean share(int of, int all) {
        return of * 100L >= all * (long) SHARE_OF_A_HUNDRED;
    }
}
