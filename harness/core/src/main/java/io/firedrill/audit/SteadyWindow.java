package io.firedrill.audit;

import java.util.Arrays;
import java.util.function.Supplier;

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

    /** Goes through slots by time. */
    interface Slots {
        /** Whether there is another; then the rest is about that one. */
        boolean next();

        long intended();

        boolean good();

        /** A number from 0; -1 when unknown. */
        int partition();
    }

    private final Supplier<? extends Slots> slots;
    private final boolean[] required;
    private int[] total;
    private int[] fine;

    /**
     * @param intended slots' times, ascending
     * @param good by slot
     * @param partition by slot; -1 when unknown
     * @param required by partition: must have a good send
     */
    SteadyWindow(long[] intended, boolean[] good, int[] partition, boolean[] required) {
        this(() -> new Listed(intended, good, partition), required);
    }

    /**
     * @param slots goes through the slots anew each time; the window's two ends each do
     * @param required by partition: must have a good send; not, where there is no such number
     */
    SteadyWindow(Supplier<? extends Slots> slots, boolean[] required) {
        this.slots = slots;
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
        Slots tail = slots.get();
        Slots head = slots.get();
        boolean more = next(head, from);
        int goodOnes = 0;
        int inside = 0;
        for (boolean there = next(tail, from); there && tail.intended() + length <= until; there = tail.next()) {
            while (more && head.intended() < tail.intended() + length) {
                boolean good = head.good();
                goodOnes += good ? 1 : 0;
                inside++;
                count(head.partition(), good, 1);
                more = head.next();
            }
            if (share(goodOnes, inside) && partitionsWork()) {
                return tail.intended();
            }
            boolean good = tail.good();
            goodOnes -= good ? 1 : 0;
            inside--;
            count(tail.partition(), good, -1);
        }
        return NONE;
    }

    private static boolean next(Slots slots, long from) {
        boolean there = slots.next();
        while (there && slots.intended() < from) {
            there = slots.next();
        }
        return there;
    }

    private void count(int of, boolean good, int by) {
        if (of >= total.length) {
            total = Arrays.copyOf(total, of + 1);
            fine = Arrays.copyOf(fine, of + 1);
        }
        if (of >= 0) {
            total[of] += by;
            fine[of] += good ? by : 0;
        }
    }

    private boolean partitionsWork() {
        for (int p = 0; p < total.length; p++) {
            if (!share(fine[p], total[p]) || p < required.length && required[p] && fine[p] == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean share(int of, int all) {
        return of * 100L >= all * (long) SHARE_OF_A_HUNDRED;
    }

    /** Slots that are known beforehand. */
    private static final class Listed implements Slots {
        private final long[] intended;
        private final boolean[] good;
        private final int[] partition;
        private int at = -1;

        Listed(long[] intended, boolean[] good, int[] partition) {
            this.intended = intended;
            this.good = good;
            this.partition = partition;
        }

        @Override
        public boolean next() {
            return ++at < intended.length;
        }

        @Override
        public long intended() {
            return intended[at];
        }

        @Override
        public boolean good() {
            return good[at];
        }

        @Override
        public int partition() {
            return partition[at];
        }
    }
}
