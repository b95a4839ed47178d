package io.firedrill.network;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.scenario.Endpoint;
import java.util.Set;

/**
 * The path by which some processes reach one listener of one broker: a proxy that carries their connections and nobody
 * else's.
 *
 * @param name unique in the run, as {@code us-east.1-to-us-east.2.internal}; also the name of its proxy
 * @param sources who connects through it: one process or region, or several where the platform can't tell them apart
 * @param target the broker
 * @param listener of the broker
 * @param listen where the proxy listens, as its server knows it
 * @param reached where processes of the harness find it
 */
public record Wire(
        String name, Set<Endpoint> sources, Endpoint target, Listener listener, HostPort listen, HostPort reached) {
    public Wire {
        sources = Set.copyOf(sources);
        if (target.part() != Endpoint.Part.BROKER) {
            throw new IllegalArgumentException("a wire leads to a broker, not to " + target);
        }
    }

    /** A wire that everybody finds where it listens. */
    public Wire(String name, Set<Endpoint> sources, Endpoint target, Listener listener, HostPort listen) {
        this(name, sources, target, listener, listen, listen);
    }

    /** Region of the broker it leads to. */
    public String region() {
        return target.region();
    }

    /** Node id of the broker it leads to. */
    public int broker() {
        return target.broker();
    }

    /** Whether everybody who connects through this is a part of {@code place}. */
    boolean from(Endpoint place) {
        return !sources.isEmpty() && sources.stream().allMatch(place::holds);
    }

    /** Its name. */
    @Override
    public String toString() {
        return name;
    }
}
