package io.firedrill.toxiproxy.proxy;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** A listen address that was looked up, or why that failed. */
sealed interface ListenAddress {

    /** It can be bound, if it is free. */
    record Found(InetSocketAddress address) implements ListenAddress {}

    /** It can't be. */
    record Unusable(Refusal refusal) implements ListenAddress {}

    /** Whether it is the address of that text. */
    default boolean is(String text) {
        return this instanceof Found found && HostPort.format(found.address()).equals(text);
    }

    /** The address, or the refusal thrown. */
    default InetSocketAddress orRefuse() throws Refusal {
        if (this instanceof Found found) {
            return found.address();
        }
        throw ((Unusable) this).refusal();
    }

    /** Looks a listen address up; never fails, and is complete at once when there is no name in it. */
    static CompletableFuture<ListenAddress> lookUp(String text, Resolver resolver) {
        HostPort hostPort;
        try {
            hostPort = HostPort.parse(text);
        } catch (Refusal e) {
            return unusable(e.getMessage());
        }
        if (hostPort.host().isEmpty()) {
            return CompletableFuture.completedFuture(new Found(new InetSocketAddress(hostPort.port())));
        }
        return resolver.resolve(hostPort.host())
                .<ListenAddress>thenApply(
                        addresses -> new Found(new InetSocketAddress(addresses.get(0), hostPort.port())))
                .exceptionallyCompose(failure -> unusable("lookup " + hostPort.host()
                        + (cause(failure) instanceof TimeoutException ? ": no answer in time" : ": no such host")));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static CompletableFuture<ListenAddress> unusable(String why) {
        return CompletableFuture.completedFuture(new Unusable(new Refusal(500, "listen tcp: " + why)));
    }
}
