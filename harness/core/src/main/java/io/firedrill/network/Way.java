package io.firedrill.network;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.scenario.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A wire that lies between two places, with its orientation: whichever side opens connections, data flow both ways on it.
 *
 * @param wire the wire
 * @param forward the stream of the wire that carries data from the first place to the second
 */
public record Way(Wire wire, ToxicDirection forward) {

    /** The stream that carries data from the second place to the first. */
    public ToxicDirection backward() {
        return forward == ToxicDirection.UPSTREAM ? ToxicDirection.DOWNSTREAM : ToxicDirection.UPSTREAM;
    }

    /** Whether it is the first place that opens the connections. */
    public boolean opened() {
        return forward == ToxicDirection.UPSTREAM;
    }

    /** Those of the wires that lie between two places; see {@link Network#between}. */
    static List<Way> between(Collection<Wire> wires, Endpoint one, Endpoint other) {
        List<Way> ways = new ArrayList<>();
        for (Wire wire : wires) {
            // What services call is nobody's place: only the fault that names it touches it.
            if (wire.listener().isEmpty()) {
                continue;
            }
            if (wire.from(one) && other.holds(wire.target())) {
                ways.add(new Way(wire, ToxicDirection.UPSTREAM));
            } else if (wire.from(other) && one.holds(wire.target())) {
                ways.add(new Way(wire, ToxicDirection.DOWNSTREAM));
            }
        }
        return ways;
    }
}
