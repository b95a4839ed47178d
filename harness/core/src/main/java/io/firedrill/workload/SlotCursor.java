package io.firedrill.workload;

/**
 * Which slot to send next. It acts as a bounded queue between the schedule and a sender that may block: the newest {@code
 * backlog} slots that came due wait for the sender, older ones are given up and never sent. For one thread.
 */
final class SlotCursor {

    /** Nothing is due. */
    static final long NONE = -1;

    private final SlotGrid grid;
    private final long backlog;
    private long next;

    /**
     * @param first the first slot to send
     * @param backlog how many slots may wait, at least 1
     */
    SlotCursor(SlotGrid grid, long first, long backlog) {
        this.grid = grid;
        this.next = first;
        this.backlog = Math.max(1, backlog);
    }

    /** Takes the oldest waiting slot, or {@link #NONE} when the next is still to come. */
    long take(long now) {
        long due = grid.lastDue(now);
        if (next > due) {
            return NONE;
        }
        next = Math.max(next, due - backlog + 1);
        return next++;
    }

    /** When the next slot is due. */
    long nextAt() {
        return grid.at(next);
    }
}
