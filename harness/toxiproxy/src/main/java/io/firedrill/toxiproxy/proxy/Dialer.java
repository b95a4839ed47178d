package io.firedrill.toxiproxy.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
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
    private static final System.Logger LOG = System.getLogger(Dialer.class.getName());

    private final Transport transport;
    private final Resolver resolver;
    private final Worker worker;
    private final Consumer<@Nullable Channel> done;
    private @Nullable Channel pending;
    private boolean cancelled;

    /** @param done gets the connected channel, or null when no address answered; not called after {@link #cancel} */
    Dialer(Transport transport, Resolver resolver, Worker worker, Consumer<@Nullable Channel> done) {
        this.transport = transport;
        this.resolver = resolver;
        this.worker = worker;
        this.done = done;
    }

    void dial(HostPort target) {
        CompletableFuture<List<InetAddress>> lookup = resolver.resolve(target.host());
        if (lookup.isDone() && !lookup.isCompletedExceptionally()) {
            tryAddress(lookup.join(), 0, target.port());
            return;
        }
        var unused = lookup.whenComplete((addresses, failure) ->
                worker.loop().execute(() -> tryAddress(failure == null ? addresses : List.of(), 0, target.port())));
    }

    /** Gives the attempt up. */
    void cancel() {
        cancelled = true;
        if (pending != null) {
            var unused = pending.close();
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
        Channel channel = openSocket();
        if (channel == null) {
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
                // A socket that could not connect stays open otherwise, and its event loop is told of that without end.
                var unused = channel.close();
                tryAddress(addresses, index + 1, port);
            }
        });
    }

    /** A registered socket, or null when this process can't have one more. */
    private @Nullable Channel openSocket() {
        Channel channel;
        try {
            channel = transport.socketChannel();
            transport.tune(channel, worker.room());
        } catch (ChannelException e) {
            LOG.log(System.Logger.Level.WARNING, "no socket for a connection to an upstream: {0}", e);
            return null;
        }
        if (worker.loop().register(channel).cause() != null) {
            channel.unsafe().closeForcibly();
            return null;
        }
        return channel;
    }
}
