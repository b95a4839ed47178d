package io.firedrill.toxiproxy.proxy;

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
    private final Worker worker;
    private final Consumer<@Nullable Peer> done;
    private Transport.@Nullable Dial pending;
    private boolean cancelled;

    /** @param done gets the connection, or null when no address answered; not called after {@link #cancel} */
    Dialer(Transport transport, Resolver resolver, Worker worker, Consumer<@Nullable Peer> done) {
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
            pending.cancel();
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
        pending = transport.dial(worker, new InetSocketAddress(addresses.get(index), port), connected -> {
            if (connected != null) {
                done.accept(connected);
            } else {
                // Not at once: this may be called before what there is to cancel is known.
                worker.loop().execute(() -> tryAddress(addresses, index + 1, port));
            }
        });
    }
}
