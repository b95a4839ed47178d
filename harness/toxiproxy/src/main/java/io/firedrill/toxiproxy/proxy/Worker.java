package io.firedrill.toxiproxy.proxy;

import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An event loop that links live on, both sockets of one on the same, and what they share: the memory that their toxics may
 * fill with held bytes. All but {@link #loop} and {@link #assigned} is confined to that loop.
 *
 * <p>A stream may always hold a little; more only while the budget lasts, so that no number of slow connections exhausts the
 * memory.
 */
final class Worker {
    private final EventLoop loop;
    private final long memory;
    private final AtomicInteger assigned = new AtomicInteger();
    private long held;
    private int links;

    /** @param memory the bytes for buffers: about a quarter for sockets, three eighths for what is held */
    Worker(EventLoop loop, long memory) {
        this.loop = loop;
        this.memory = memory;
    }

    EventLoop loop() {
        return loop;
    }

    /** Accounts bytes that begin, or if negative cease, to be held. */
    void holding(long bytes) {
        held += bytes;
    }

    boolean memoryScarce() {
        return held >= memory * 3 / 8;
    }

    /** A link was given to this loop; called before any other of it, on any thread. */
    void assign() {
        assigned.incrementAndGet();
    }

    /** How many links were given to this loop and are not closed. */
    int assigned() {
        return assigned.get();
    }

    void linkOpened() {
        links++;
    }

    void linkClosed() {
        links--;
        assigned.decrementAndGet();
    }

    /** The buffers that the next socket may have. */
    Room room() {
        return Room.among(memory, links);
    }
}
