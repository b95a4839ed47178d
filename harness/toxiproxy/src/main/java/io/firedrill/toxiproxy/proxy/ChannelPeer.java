package io.firedrill.toxiproxy.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;

/** A connection over a channel of Netty's, for systems without epoll. */
final class ChannelPeer implements Peer {

    private static final System.Logger LOG = System.getLogger(ChannelPeer.class.getName());

    private final Channel channel;

    /** @param channel connected; registered already or not */
    ChannelPeer(Channel channel) {
        this.channel = channel;
    }

    /** Sets a channel up for relaying: half-close, no delay, no reading before it is asked for, bounded output. */
    static void tune(Channel channel, Room room) {
        channel.config().setAutoRead(false);
        channel.config().setAllocator(Transport.ALLOCATOR);
        channel.config().setRecvByteBufAllocator(room.reads());
        channel.config().setWriteBufferWaterMark(room.writes());
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    }

    @Override
    public boolean open(Worker worker, PeerEvents events) {
        if (!channel.isRegistered()) {
            try {
                tune(channel, worker.room());
            } catch (ChannelException e) {
                // The client has gone already, and its socket takes no options any more.
                return false;
            }
        }
        channel.pipeline().addLast(new Hearer(events));
        return channel.isRegistered() || worker.loop().register(channel).cause() == null;
    }

    @Override
    public void reads(boolean on) {
        if (channel.config().isAutoRead() != on) {
            channel.config().setAutoRead(on);
        }
    }

    @Override
    public void write(ByteBuf chunk) {
        var unused = channel.write(chunk, channel.voidPromise());
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public long waiting() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null || waiting.isWritable() ? 0 : waiting.totalPendingWriteBytes();
    }

    @Override
    public void whenWritten(Runnable done) {
        // Shutting the output down drops what is not yet written, so the empty buffer waits its turn behind it.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess()) {
                done.run();
            }
        });
    }

    @Override
    public void shutdownOutput() {
        if (channel instanceof DuplexChannel duplex && duplex.isActive()) {
            var unused = duplex.shutdownOutput();
        }
    }

    @Override
    public void resetOnClose() {
        if (!channel.isActive()) {
            return;
        }
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException e) {
            // The peer was faster: its socket takes no option any more, and needs no reset.
            var unused = channel.close();
        }
    }

    @Override
    public void close() {
        if (channel.isRegistered()) {
            var unused = channel.close();
        } else {
            channel.unsafe().closeForcibly();
        }
    }

    private static final class Hearer extends ChannelInboundHandlerAdapter {
        private final PeerEvents events;

        Hearer(PeerEvents events) {
            this.events = events;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            events.received((ByteBuf) message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            events.receivedAll();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            events.turned();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof ChannelInputShutdownEvent) {
                events.ended();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            events.gone();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (cause instanceof OutOfMemoryError) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a connection is cut, since memory is short: {0}",
                        cause.toString());
            } else if (!(cause instanceof IOException)) {
                LOG.log(System.Logger.Level.ERROR, "a connection is cut by a fault of this server", cause);
            }
            // A reset or a failed write: Netty has closed the socket or does so now, and channelInactive tells the
            // other
            // side.
            var unused = ctx.close();
        }
    }
}
