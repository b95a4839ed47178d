package io.firedrill.toxiproxy.proxy;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** A bound server socket on the control loop. Everything here is called on that loop. */
public interface Listener {

    /** Connections that wait to be accepted. */
    int BACKLOG = 1024;

    /** Where it listens, the port resolved. */
    InetSocketAddress address();

    /** Stops listening; when the future completes, on the control loop, a connect is refused and the port is free. */
    CompletableFuture<Void> stop();

    /** Says why an address can't be bound, with status 500 and the real server's words. */
    static Refusal refusal(InetSocketAddress address, Throwable cause) {
        return new Refusal(500, "listen tcp " + HostPort.format(address) + ": bind: " + words(cause));
    }

    private static String words(Throwable cause) {
        String found = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        for (String known :
                new String[] {"address already in use", "cannot assign requested address", "permission denied"}) {
            if (found.contains(known)) {
                return known;
            }
        }
        return found;
    }
}
