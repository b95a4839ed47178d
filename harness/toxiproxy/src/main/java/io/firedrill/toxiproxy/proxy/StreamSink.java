package io.firedrill.toxiproxy.proxy;

import io.firedrill.toxiproxy.toxic.Outlet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import org.jspecify.annotations.Nullable;

/** The end of a stream: writes what comes through into the sink's socket. Confined to the link's event loop. */
final class StreamSink implements Outlet {
    private final Link link;
    private final LinkStream stream;
    private @Nullable Channel channel;
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
    void open(Channel connected) {
        channel = connected;
    }

    private Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("bytes came before the sink was connected");
        }
        return channel;
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
        Channel socket = channel();
        if (keepPieces) {
            var unused = socket.writeAndFlush(chunk, socket.voidPromise());
        } else {
            unflushed = true;
            var unused = socket.write(chunk, socket.voidPromise());
        }
    }

    @Override
    public void end() {
        if (ended || gone) {
            return;
        }
        ended = true;
        unflushed = false;
        // Shutting the output down drops what is not yet written, so the empty buffer waits its turn behind it.
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> delivered());
    }

    private void delivered() {
        finished = true;
        if (stream.closing()) {
            link.close();
        } else if (resetAtEnd) {
            link.reset();
        } else {
            if (channel instanceof DuplexChannel duplex && duplex.isActive()) {
                var unused = duplex.shutdownOutput();
            }
            link.streamFinished();
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
        return channel().isWritable();
    }

    /** Accounts what waits for a sink that takes no more, for it fills the memory as what toxics hold does. */
    void account() {
        ChannelOutboundBuffer waiting =
                channel == null ? null : channel.unsafe().outboundBuffer();
        long now = waiting == null || waiting.isWritable() || link.isClosed() ? 0 : waiting.totalPendingWriteBytes();
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
            channel().flush();
            if (!writable() || accounted > 0) {
                account();
            }
        }
    }
}
