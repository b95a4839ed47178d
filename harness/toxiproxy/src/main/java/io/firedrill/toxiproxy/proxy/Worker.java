package io.firedrill.toxiproxy.proxy;

import io.netty.channel.EventLoop;

/**
 * An event loop that links live on, both sockets of one on the same, and what they share: the memory that their toxics may
 * fill with held bytes. All but {@link #loop} is confined to that loop.
 *
 * <p>A stream may always hold a little; more only while the budget lasts, so that no number of slow connections exhausts the
 * memory.
 */
final class Worker {
    private final EventLoop loop;
    private final long budget;
    private final int roomy;
    private long held;
    private int links;

    /**
     * @param budget the bytes that toxics may hold before memory is scarce
     * @param roomy how many links may have large buffers; further ones get small ones
     */
    Worker(EventLoop loop, long budget, int roomy) {
        this.loop = loop;
        this.budget = budget;
        this.roomy = roomy;
    }

    EventLoop loop() {
        return loop;
    }

    /** Accounts bytes that begin, or if negative cease, to be held. */
    void holding(long bytes) {
        held += bytes;
    }

    boolean memoryScarce() {
        return held >= budget;
    }

    void linkOpened() {
        links++;
    }

    void linkClosed() {
        links--;
    }

    /** Whether there are so many links that each has to do with small buffers. */
    boolean crowded() {
        return links > roomy;
    }
}
