package io.firedrill.toxiproxy.proxy;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The pipes of one event loop. One serves all connections in turn; what a sink does not take at once stays in the pipe, which is
 * then its own until it took the rest. Confined to that loop.
 */
final class Pipes {

    /** The pipes of two loops stay below what the system gives a user without rights. */
    private static final int MOST = 16;

    private final ArrayDeque<SplicePipe> free = new ArrayDeque<>();
    private int open;
    private boolean refused;
    private boolean closed;

    /** An empty pipe, to be given back; null while there is none, and where the system gives none. */
    @Nullable
    SplicePipe take() {
        SplicePipe pipe = free.poll();
        if (pipe != null || open == MOST || refused || !PipeSize.known()) {
            return pipe;
        }
        pipe = SplicePipe.open();
        refused = pipe == null;
        open += refused ? 0 : 1;
        return pipe;
    }

    /** Takes a pipe back. What is still in it is lost. */
    void giveBack(SplicePipe pipe) {
        if (closed || pipe.bytes() > 0) {
            open--;
            pipe.close();
        } else {
            free.push(pipe);
        }
    }

    /** Closes those that are not in use now, and the others when they are given back. */
    void close() {
        closed = true;
        free.forEach(SplicePipe::close);
        free.clear();
    }
}
