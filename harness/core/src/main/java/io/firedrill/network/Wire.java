package io.firedrill.network;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.scenario.Endpoint;
import java.util.Optional;
import java.util.Set;

/**
 * The path by which some processes reach one listener of one broker or controller, or something else that they call: a proxy that carries their
 * connections and nobody else's.
 *
 * @param name unique in the run, as {@code us-east.1-to-us-east.2.internal}; also the name of its proxy
 * @param sources who connects through it: one process or region, or several where the platform can't tell them apart
 * @param target the broker or controller, or what is called
 * @param listener of that; empty when it leads to none
 * @param listen where the proxy listens
 * @param reached where those who look at it find it: there, but for one in a test that is to have no effect
 */
public record Wire(
        String name,
        Set<Endpoint> sources,
        Endpoint target,
        Optional<Listener> listener,
        HostPort listen,
        HostPort reached) {
    public Wire {
        sources = Set.copyOf(sources);
        boolean kafka = target.part() == Endpoint.Part.BROKER || target.part() == Endpoint.Part.CONTROLLER;
        if (listener.isPresent() ? !kafka : target.part() != Endpoint.Part.DEPENDENCY) {
            throw new IllegalArgumentException("a wire leads to a listener of a node or to a dependency, not to "
                    + target + listener.map(it -> ", " + it).orElse(""));
        }
    }

    /** A wire that everybody finds where it listens. */
    public Wire(String name, Set<Endpoint> sources, Endpoint target, Optional<Listener> listener, HostPort listen) {
        this(name, sources, target, listener, listen, listen);
    }

    /** A wire to a broker. */
    public Wire(String name, Set<Endpoint> sources, Endpoint target, Listener listener, HostPort listen) {
        this(name, sources, target, Optional.of(listener), listen, listen);
    }

    /** Whether it leads to that listener. */
    public boolean leadsTo(Listener other) {
        return listener.filter(other::equals).isPresent();
    }

    /** Region it leads to. */
    public String region() {
        return target.region();
    }

    /** Node id of the broker or controller it leads to; 0 when it leads to none. */
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
