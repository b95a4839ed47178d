package io.firedrill.toxiproxy.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A listening channel of Netty's: for the HTTP interface, and for proxies on systems without epoll. */
public final class ChannelListener implements Listener {

    private static final System.Logger LOG = System.getLogger(ChannelListener.class.getName());

    private final ServerChannel channel;
    private final EventLoop control;

    private ChannelListener(ServerChannel channel, EventLoop control) {
        this.channel = channel;
        this.control = control;
    }

    /**
     * Binds and listens.
     *
     * @param accepted gets each new connection, not yet registered with an event loop
     * @throws Refusal with status 500 and the real server's words when the address can't be bound
     */
    public static Listener bind(Transport transport, InetSocketAddress address, Consumer<Channel> accepted)
            throws Refusal {
        ServerChannel channel = transport.serverChannel();
        channel.pipeline().addLast(new Acceptor(accepted));
        settled(transport.control().register(channel), channel, address);
        settled(channel.bind(address), channel, address);
        return new ChannelListener(channel, transport.control());
    }

    private static void settled(ChannelFuture step, ServerChannel channel, InetSocketAddress address) throws Refusal {
        if (!step.isDone()) {
            throw new IllegalStateException("bind was called outside the control loop");
        }
        Throwable cause = step.cause();
        if (cause != null) {
            var unused = channel.close();
            throw Listener.refusal(address, cause);
        }
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public CompletableFuture<Void> stop() {
        CompletableFuture<Void> released = new CompletableFuture<>();
        var unused = channel.close();
        completeWhenReleased(released);
        return released;
    }

    private void completeWhenReleased(CompletableFuture<Void> released) {
        if (channel instanceof NioListenChannel nio && !nio.released()) {
            var unused = control.schedule(() -> completeWhenReleased(released), 1, TimeUnit.MILLISECONDS);
        } else {
            released.complete(null);
        }
    }

    private static final class Acceptor extends ChannelInboundHandlerAdapter {
        private final Consumer<Channel> accepted;

        Acceptor(Consumer<Channel> accepted) {
            this.accepted = accepted;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            accepted.accept((Channel) message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // Mostly "too many open files": accepting on at once would spin, so breathe for a second.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "accept on {0} failed: {1}",
                    ctx.channel().localAddress(),
                    cause);
            ctx.channel().config().setAutoRead(false);
            var unused = ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), 1, TimeUnit.SECONDS);
        }
    }
}
