package io.firedrill.toxiproxy.proxy;

import io.firedrill.toxiproxy.toxic.Outlet;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The end of a stream: writes what comes through into the sink's socket. Confined to the link's event loop. */
final class StreamSink implements Outlet {
    private static final long TAKES_WITHIN_SECONDS = 1;

    private final Link link;
    private final LinkStream stream;
    private @Nullable Peer peer;
    private boolean keepPieces;
    private boolean unflushed;
    private boolean ended;
    private boolean resetAtEnd;
    private boolean gone;
    private boolean finished;
    private long accounted;

    StreamSink(Link link, LinkStream stream) {
        this.link = link;
        this.stream = stream;
    }

    /** The sink's socket is connected; before, nothing may come. */
    void open(Peer connected) {
        peer = connected;
    }

    private Peer peer() {
        if (peer == null) {
            throw new IllegalStateException("bytes came before the sink was connected");
        }
        return peer;
    }

    @Override
    public void data(ByteBuf chunk) {
        int bytes = chunk.readableBytes();
        if (ended || gone) {
            stream.dropped(bytes);
            chunk.release();
            return;
        }
        link.traffic().sent(stream.direction(), bytes);
        peer().write(chunk);
        if (keepPieces) {
            peer().flush();
        } else {
            unflushed = true;
        }
    }

    /** The connection, when bytes may be given to it past this: it is open and nothing waits. */
    @Nullable
    Peer straight() {
        return ended || gone || !writable() ? null : peer;
    }

    /** So many bytes go to the connection past this. */
    void passed(int bytes) {
        link.traffic().sent(stream.direction(), bytes);
        unflushed = true;
    }

    @Override
    public void end() {
        if (gone) {
            return;
        }
        if (!ended) {
            ended = true;
            unflushed = false;
            peer().whenWritten(this::delivered);
        }
        if (stream.closing() && !finished) {
            closeUnlessItTakes(peer().waiting());
        }
    }

    /** A toxic ends the connection. What the sink takes is still delivered, but one that takes nothing does not keep it open. */
    private void closeUnlessItTakes(long waiting) {
        var unused = link.worker()
                .loop()
                .schedule(
                        () -> {
                            if (finished || link.isClosed()) {
                                return;
                            }
                            long left = peer().waiting();
                            if (left >= waiting) {
                                link.close();
                            } else {
                                closeUnlessItTakes(left);
                            }
                        },
                        TAKES_WITHIN_SECONDS,
                        TimeUnit.SECONDS);
    }

    private void delivered() {
        finished = true;
        if (stream.closing()) {
            link.close();
        } else if (resetAtEnd) {
            link.reset();
        } else {
            link.streamFinished();
            if (!link.isClosed()) {
                peer().shutdownOutput();
            }
        }
    }

    /** After the end the sink's connection shall be reset, not closed in order. */
    void resetAtEnd() {
        resetAtEnd = true;
    }

    /** The socket is closed; nothing can be delivered any more. */
    void markGone() {
        gone = true;
        finished = true;
        discard();
    }

    boolean gone() {
        return gone;
    }

    /** Whether the end was delivered or never will be. */
    boolean finished() {
        return finished;
    }

    boolean writable() {
        return peer().writable();
    }

    /** Accounts what waits for a sink that takes no more, for it fills the memory as what toxics hold does. */
    void account() {
        long now = peer == null || link.isClosed() ? 0 : peer.waiting();
        link.worker().holding(now - accounted);
        accounted = now;
    }

    /** Nothing of it is to be accounted any more. */
    void discard() {
        link.worker().holding(-accounted);
        accounted = 0;
    }

    /** Whether every chunk is to leave as a segment of its own. */
    void keepPieces(boolean keep) {
        keepPieces = keep;
    }

    void flush() {
        if (unflushed) {
            unflushed = false;
            peer().flush();
            if (!writable() || accounted > 0) {
                account();
            }
        }
    }
}
