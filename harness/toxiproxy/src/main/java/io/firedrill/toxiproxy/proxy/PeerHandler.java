package io.firedrill.toxiproxy.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;

/** Hears one socket of a link: it is the source of one stream and the sink of the other. */
final class PeerHandler extends ChannelInboundHandlerAdapter {

    private static final System.Logger LOG = System.getLogger(PeerHandler.class.getName());

    private final Link link;
    private final LinkStream from;
    private final LinkStream to;

    PeerHandler(Link link, LinkStream from, LinkStream to) {
        this.link = link;
        this.from = from;
        this.to = to;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        from.received((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        from.pushed();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        to.sinkTurned();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            from.sourceEnded();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        link.peerGone(from, to);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            LOG.log(System.Logger.Level.WARNING, "a connection is cut, since memory is short: {0}", cause.getMessage());
        } else if (!(cause instanceof IOException)) {
            LOG.log(System.Logger.Level.ERROR, "a connection is cut by a fault of this server", cause);
        }
        // A reset or a failed write: Netty has closed the socket or does so now, and channelInactive tells the other
        // side.
        var unused = ctx.close();
    }
}
