package io.firedrill.toxiproxy.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.IoEventLoop;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that links live on, both sockets of one on the same, and what they share: the memory that their toxics may
 * fill with held bytes. All but {@link #loop} and {@link #assigned} is confined to that loop.
 *
 * <p>A stream may always hold a little; more only while the budget lasts, so that no number of slow connections exhausts the
 * memory.
 */
final class Worker {
    private static final int SCRATCH = 512 * 1024;

    private final IoEventLoop loop;
    private final ByteBufAllocator allocator;
    private final long memory;
    private final AtomicInteger assigned = new AtomicInteger();
    private @Nullable ByteBuf scratch;
    private final Pipes pipes;
    private final AtomicLong held;
    private final long mostHeld;
    private int links;

    /**
     * @param splicing what its pipes are made with
     * @param memory this loop's share of the bytes for buffers: about a quarter for sockets, three eighths for what is held
     * @param held bytes held on all loops together, so that one busy stream may use the share of a loop that has nothing to hold
     * @param mostHeld of them
     */
    Worker(
            IoEventLoop loop,
            ByteBufAllocator allocator,
            Splicing splicing,
            long memory,
            AtomicLong held,
            long mostHeld) {
        this.loop = loop;
        this.pipes = new Pipes(splicing, System::nanoTime);
        this.allocator = allocator;
        this.memory = memory;
        this.held = held;
        this.mostHeld = mostHeld;
    }

    IoEventLoop loop() {
        return loop;
    }

    /** Accounts bytes that begin, or if negative cease, to be held. */
    void holding(long bytes) {
        held.addAndGet(bytes);
    }

    boolean memoryScarce() {
        return held.get() >= mostHeld;
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

    /**
     * The buffer that all connections of this loop read into. Who keeps bytes of it retains it, and the next read gets another
     * one.
     */
    ByteBuf scratch() {
        ByteBuf buffer = scratch;
        if (buffer != null && buffer.refCnt() == 1) {
            return buffer;
        }
        if (buffer != null) {
            buffer.release();
        }
        buffer = allocator.directBuffer(SCRATCH, SCRATCH);
        scratch = buffer;
        return buffer;
    }

    /** A buffer for one read of a connection whose bytes are kept. */
    ByteBuf buffer(int bytes) {
        return allocator.directBuffer(bytes, bytes);
    }

    /** The pipes that bulk goes through. */
    Pipes pipes() {
        return pipes;
    }

    /** Gives the buffer for reading and the pipes back; nothing is read afterwards. */
    void close() {
        pipes.close();
        if (scratch != null) {
            scratch.release();
            scratch = null;
        }
    }

    /** The buffers that the next socket may have. */
    Room room() {
        return Room.among(memory, links);
    }
}
