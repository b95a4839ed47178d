package io.firedrill.toxiproxy.proxy;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Whether an event loop looks for events a little longer before it sleeps. To be woken costs more than to relay a message, so a
 * loop with few connections, whose next event mostly comes soon, waits for it awake. With many connections the processor has
 * better things to do, and another connection's event is there anyway.
 */
final class Watch implements SelectStrategy {

    /** How long it looks, and how soon events must come on average for it. */
    private static final long NANOS = 100_000;

    /** So long before a timer is due it is awake: a processor that slept is late by about that. */
    static final long TIMER_NANOS = 150_000;

    private static final long SECOND = 1_000_000_000;

    /** For timers it is awake about a thirtieth of the time at most, so that a thousand of them a second cost nobody a processor. */
    private static final long MOST_BUDGET = 10_000_000;

    private static final long SLEPT = 1_000_000;

    /** Two for each connection. */
    private static final int MOST_PEERS = 8;

    private final LongSupplier clock;
    private int peers;
    private long idleSince;
    private boolean idle;
    private boolean timerNear;
    private long lookedAt;
    private long budget = MOST_BUDGET;
    private long usualWait = SLEPT;

    /** @param clock nanoseconds that only go forward */
    Watch(LongSupplier clock) {
        this.clock = clock;
        lookedAt = clock.getAsLong();
    }

    /** So many connections more, or fewer; those that come and go are not waited for. */
    void peers(int more) {
        peers += more;
        if (more != 0) {
            usualWait = SLEPT;
        }
    }

    /**
     * Looks at the next timer before the loop waits for events.
     *
     * @param nanos until it is due
     * @return how long before that the loop is to be awake; 0 while it was so too much of late
     */
    long headStart(long nanos) {
        long now = clock.getAsLong();
        long passed = now - lookedAt;
        lookedAt = now;
        budget = Math.min(MOST_BUDGET, budget + Math.min(passed, SECOND) / 32 - (timerNear ? passed : 0));
        timerNear = budget > 0 && nanos <= TIMER_NANOS;
        return budget > 0 ? TIMER_NANOS : 0;
    }

    /** Events came, after a sleep or without one. */
    void saw() {
        if (idle) {
            idle = false;
            long waited = clock.getAsLong() - idleSince;
            usualWait += (Math.min(SLEPT, waited) - usualWait) / 8;
        }
    }

    @Override
    public int calculateStrategy(IntSupplier poll, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return poll.get();
        }
        if (timerNear) {
            int ready = poll.get();
            if (ready == 0) {
                Thread.onSpinWait();
            }
            return ready > 0 ? ready : CONTINUE;
        }
        if (peers == 0 || peers > MOST_PEERS) {
            return SELECT;
        }
        long now = clock.getAsLong();
        if (!idle) {
            idle = true;
            idleSince = now;
        }
        if (usualWait > NANOS || now - idleSince > NANOS) {
            return SELECT;
        }
        int ready = poll.get();
        if (ready > 0) {
            return ready;
        }
        Thread.yield();
        return CONTINUE;
    }
}
