package io.firedrill.region;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;

/**
 * Gives the address by which others reach a broker. Asked before the broker starts, since a broker must know what to
 * advertise: a proxy can listen before there is anything behind it.
 */
@FunctionalInterface
public interface Paths {
    /** No proxies: every listener is advertised as itself. */
    Paths DIRECT = (region, broker, listener, upstream) -> upstream;

    /**
     * The address to advertise for {@code listener} of a broker. Called once for each broker and each listener that
     * {@linkplain Listener#proxied() is proxied}, one call at a time.
     *
     * @param region the broker's region
     * @param broker its node id
     * @param listener the path
     * @param upstream where the broker will listen
     */
    HostPort reserve(String region, int broker, Listener listener, HostPort upstream);
}
