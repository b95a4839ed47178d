package io.firedrill.audit;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many sends of one producer were intended. A slot of its schedule is one, also when nobody sent it. Where several sessions or
 * regions wrote at once, as in a split brain, a slot is one for each of them that was writing then: from its first send to its last. So
 * never fewer were intended than were made.
 */
final class IntendedSends {
    private final double rate;
    private final long origin;
    private final int slots;

    /** How many writers more there are from a slot on than before it, where that changes. */
    private final TreeMap<Integer, Long> more = new TreeMap<>();

    private long beside;

    /**
     * @param slots how many the schedule has
     * @param rate slots a second
     * @param origin when the first is due
     */
    IntendedSends(int slots, double rate, long origin) {
        this.slots = slots;
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
                if (k < 0 || k >= slots || taken.get((int) k)) {
                    beside++;
                } else {
                    taken.set((int) k);
                }
            }
        }
        if (!taken.isEmpty()) {
            more.merge(taken.nextSetBit(0), 1L, Long::sum);
            more.merge(taken.length(), -1L, Long::sum);
        }
    }

    /** @param first the slot with which the schedule begins in earnest; what was sent before counts, what was not does not */
    long count(int first) {
        long count = beside;
        long writers = 0;
        int from = 0;
        for (Map.Entry<Integer, Long> change : more.entrySet()) {
            int to = Math.min(slots, change.getKey());
            count += within(from, to, first, writers);
            writers += change.getValue();
            from = to;
        }
        return count + within(from, slots, first, writers);
    }

    /** Of the slots [from, to), which have so many writers. */
    private static long within(int from, int to, int first, long writers) {
        long before = Math.max(0, Math.min(to, first) - from);
        long after = Math.max(0, to - Math.max(from, first));
        return before * writers + after * Math.max(1, writers);
    }
}
