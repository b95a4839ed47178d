package io.firedrill.region;

import io.firedrill.kafka.HostPort;

/**
 * Where a listener of a broker is.
 *
 * @param binds what the broker binds
 * @param upstream where its proxies find it
 * @param direct where the harness finds it, past every proxy
 */
public record Listening(HostPort binds, HostPort upstream, HostPort direct) {
    /** One place for all. */
    public static Listening at(HostPort place) {
        return new Listening(place, place, place);
    }
}
