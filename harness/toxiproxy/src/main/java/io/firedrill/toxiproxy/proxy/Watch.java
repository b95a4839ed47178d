package io.firedrill.toxiproxy.proxy;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;

/**
 * Whether an event loop looks for events a little longer before it sleeps. To be woken costs more than to relay a message, so a
 * loop with few connections, whose next event mostly comes soon, waits for it awake. With many connections the processor has
 * better things to do, and another connection's event is there anyway.
 */
final class Watch implements SelectStrategy {

    /** How long it looks, and how soon events must come on average for it. */
    private static final long NANOS = Long.getLong("exp.watch", 50_000);

    /** So long before a timer is due it is awake: a processor that slept is late by about that. */
    static final long TIMER_NANOS = Long.getLong("exp.early", 100_000);

    private static final long SLEPT = 1_000_000;

    /** Two for each connection. */
    private static final int MOST_PEERS = 8;

    private int peers;
    private long idleSince;
    private boolean idle;
    private boolean timerNear;
    private long usualWait = SLEPT;

    void peers(int more) {
        peers += more;
    }

    /** How long it is until the next timer is due. */
    void timerIn(long nanos) {
        timerNear = nanos <= TIMER_NANOS;
    }

    /** Events came, after a sleep or without one. */
    void saw() {
        if (idle) {
            idle = false;
            long waited = System.nanoTime() - idleSince;
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
        long now = System.nanoTime();
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
