package io.firedrill.region;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import java.io.IOException;
import java.util.Optional;

/**
 * Gives the address by which others reach a broker. Asked before the broker starts, since a broker must know what to
 * advertise: a proxy can listen before there is anything behind it.
 */
@FunctionalInterface
public interface Paths {
    /** No proxies: every listener is advertised as itself. */
    Paths DIRECT = (region, broker, listener, upstream) -> Optional.of(upstream);

    /**
     * The address to advertise for {@code listener} of a broker. Called for each broker and each listener that
     * {@linkplain Listener#proxied() is proxied}, one call at a time, until it gives one.
     *
     * @param region the broker's region
     * @param broker its node id
     * @param listener the path
     * @param upstream where the broker will listen
     * @return empty when something else listens on that port at an address that the paths need: another port may do
     */
    Optional<HostPort> reserve(String region, int broker, Listener listener, HostPort upstream) throws IOException;
}
