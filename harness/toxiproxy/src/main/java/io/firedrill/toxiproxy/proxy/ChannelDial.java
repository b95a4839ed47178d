package io.firedrill.toxiproxy.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connect over a channel of Netty's, for systems without epoll. */
final class ChannelDial implements Transport.Dial {

    private static final System.Logger LOG = System.getLogger(ChannelDial.class.getName());

    private final Channel channel;
    private boolean cancelled;

    private ChannelDial(Channel channel) {
        this.channel = channel;
    }

    static Transport.Dial start(Worker worker, InetSocketAddress address, Consumer<@Nullable Peer> done) {
        Channel channel;
        try {
            channel = new NioSocketChannel();
            ChannelPeer.tune(channel, worker.room());
        } catch (ChannelException e) {
            LOG.log(System.Logger.Level.WARNING, "no socket for a connection to an upstream: {0}", e.toString());
            done.accept(null);
            return () -> {};
        }
        if (worker.loop().register(channel).cause() != null) {
            channel.unsafe().closeForcibly();
            done.accept(null);
            return () -> {};
        }
        ChannelDial dial = new ChannelDial(channel);
        channel.connect(address).addListener(connected -> {
            if (dial.cancelled) {
                return;
            }
            if (connected.isSuccess()) {
                done.accept(new ChannelPeer(channel));
            } else {
                // A socket that could not connect stays open otherwise, and its event loop is told of that without end.
                var unused = channel.close();
                done.accept(null);
            }
        });
        return dial;
    }

    @Override
    public void cancel() {
        cancelled = true;
        var unused = channel.close();
    }
}
