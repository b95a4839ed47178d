package io.firedrill.toxiproxy.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach an upstream: looks the name up, then tries its addresses in turn, without ever waiting on the event
 * loop it is confined to.
 */
final class Dialer {
    private final Transport transport;
    private final Resolver resolver;
    private final EventLoop loop;
    private final Consumer<@Nullable Channel> done;
    private @Nullable Channel pending;
    private boolean cancelled;

    /** @param done gets the connected channel, or null when no address answered; not called after {@link #cancel} */
    Dialer(Transport transport, Resolver resolver, EventLoop loop, Consumer<@Nullable Channel> done) {
        this.transport = transport;
        this.resolver = resolver;
        this.loop = loop;
        this.done = done;
    }

    void dial(HostPort target) {
        CompletableFuture<List<InetAddress>> lookup = resolver.resolve(target.host());
        if (lookup.isDone() && !lookup.isCompletedExceptionally()) {
            tryAddress(lookup.join(), 0, target.port());
            return;
        }
        lookup.whenComplete((addresses, failure) ->
                loop.execute(() -> tryAddress(failure == null ? addresses : List.of(), 0, target.port())));
    }

    /** Gives the attempt up. */
    void cancel() {
        cancelled = true;
        if (pending != null) {
            pending.close();
        }
    }

    private void tryAddress(List<InetAddress> addresses, int index, int port) {
        if (cancelled) {
            return;
        }
        if (index >= addresses.size()) {
            done.accept(null);
            return;
        }
        Channel channel = transport.socketChannel();
        ChannelFuture registered = loop.register(channel);
        if (registered.cause() != null) {
            channel.unsafe().closeForcibly();
            done.accept(null);
            return;
        }
        pending = channel;
        channel.connect(new InetSocketAddress(addresses.get(index), port)).addListener(connected -> {
            if (cancelled) {
                return;
            }
            pending = null;
            if (connected.isSuccess()) {
                done.accept(channel);
            } else {
                tryAddress(addresses, index + 1, port);
            }
        });
    }
}
