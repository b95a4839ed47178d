package io.firedrill.audit;

import java.util.BitSet;

/**
 * How many sends of one producer were intended. A slot of its schedule is one, also when nobody sent it. Where several sessions or
 * regions wrote at once, as in a split brain, a slot is one for each of them that was writing then: from its first send to its last. So
 * never fewer were intended than were made.
 */
final class IntendedSends {
    private final double rate;
    private final long origin;
    /** How many writers more there are from a slot on than before it. */
    private final long[] more;

    private long beside;

    /**
     * @param slots how many the schedule has
     * @param rate slots a second
     * @param origin when the first is due
     */
    IntendedSends(int slots, double rate, long origin) {
        this.more = new long[slots + 1];
        this.rate = rate;
        this.origin = origin;
    }

    /** The slot that a send was intended for; it may lie outside the schedule. */
    static long slot(long intended, double rate, long origin) {
        return Math.round((intended - origin) * (rate / 1e9));
    }

    /** Takes what one session sent to one region. */
    void add(Sends sends) {
        BitSet taken = new BitSet();
        for (int row = 0; row < sends.size(); row++) {
            if (sends.known(row)) {
                long k = slot(sends.intended(row), rate, origin);
                // A send outside the schedule, or a second one for its slot, was intended as well.
                if (k < 0 || k >= more.length - 1 || taken.get((int) k)) {
                    beside++;
                } else {
                    taken.set((int) k);
                }
            }
        }
        if (!taken.isEmpty()) {
            more[taken.nextSetBit(0)]++;
            more[taken.length()]--;
        }
    }

    /** @param first the slot with which the schedule begins in earnest; what was sent before counts, what was not does not */
    long count(int first) {
        long writers = 0;
        long count = beside;
        for (int k = 0; k < more.length - 1; k++) {
            writers += more[k];
            count += k < first ? writers : Math.max(1, writers);
        }
        return count;
    }
}
