package io.firedrill.toxiproxy.proxy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The pipes of one event loop. One serves all connections in turn; what a sink does not take at once stays in the pipe, which is
 * then its own until it took the rest. Confined to that loop.
 *
 * <p>What the system refuses, a pipe when descriptors are short or to splice at all, it is asked for again a second later; until then
 * bytes are copied.
 */
final class Pipes {

    private static final System.Logger LOG = System.getLogger(Pipes.class.getName());

    /** The pipes of two loops stay below what the system gives a user without rights. */
    private static final int MOST = 16;

    private static final long AGAIN_AFTER = TimeUnit.SECONDS.toNanos(1);

    private final Splicing splicing;
    private final LongSupplier clock;
    private final ArrayDeque<SplicePipe> free = new ArrayDeque<>();
    private int open;
    private boolean refused;
    private long refusedAt;
    private boolean told;
    private boolean closed;

    /** @param clock monotonic nanoseconds */
    Pipes(Splicing splicing, LongSupplier clock) {
        this.splicing = splicing;
        this.clock = clock;
    }

    /** An empty pipe, to be given back; null while there is none, and where the system gives none. */
    @Nullable
    SplicePipe take() {
        SplicePipe pipe = free.poll();
        if (pipe != null || open == MOST || waits() || !PipeSize.known()) {
            return pipe;
        }
        try {
            pipe = SplicePipe.open(splicing);
            open++;
        } catch (IOException e) {
            refused(e);
        }
        return pipe;
    }

    private boolean waits() {
        if (refused && clock.getAsLong() - refusedAt >= AGAIN_AFTER) {
            refused = false;
        }
        return refused;
    }

    private void refused(IOException why) {
        refused = true;
        refusedAt = clock.getAsLong();
        // Once a second would be too often for somebody who reads it.
        LOG.log(
                told ? System.Logger.Level.DEBUG : System.Logger.Level.INFO,
                "bulk is copied for now: {0}",
                why.getMessage());
        told = true;
    }

    /** Takes a pipe back. What is still in it is lost. */
    void giveBack(SplicePipe pipe) {
        if (closed || pipe.bytes() > 0) {
            close(pipe);
        } else {
            free.push(pipe);
        }
    }

    /** Takes a pipe back into or out of which the system would not splice; no other is given for a while. */
    void giveBack(SplicePipe pipe, SplicePipe.Refused why) {
        close(pipe);
        free.forEach(this::close);
        free.clear();
        refused(why);
    }

    private void close(SplicePipe pipe) {
        open--;
        pipe.close();
    }

    /** Closes those that are not in use now, and the others when they are given back. */
    void close() {
        closed = true;
        free.forEach(this::close);
        free.clear();
    }
}
