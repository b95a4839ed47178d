package io.firedrill.fault;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.network.Hold;
import io.firedrill.network.Network;
import io.firedrill.network.Way;
import io.firedrill.network.Wire;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.Endpoint.Part;
import io.firedrill.scenario.FaultAction.Need;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The place of a network fault: what lies between two ends.
 *
 * @param one the first end; where it begins, if it has a direction
 * @param other the second
 * @param oneWay whether only the bytes that flow from the first to the second are hit
 */
public record Where(Endpoint one, Endpoint other, boolean oneWay) {

    /**
     * The wires, as they lie there.
     *
     * @throws IllegalStateException nothing lies there, with a sentence
     */
    List<Way> ways(Network network) {
        List<Way> ways = network.between(one, other);
        if (ways.isEmpty()) {
            throw new IllegalStateException(nothing());
        }
        return ways;
    }

    /** For a message: that nothing lies there. */
    String nothing() {
        return "nothing lies between " + one + " and " + other + " that nobody else uses";
    }

    /** The wires whose canaries can show what happens there. */
    List<Wire> wires(Network network) {
        return network.between(one, other).stream().map(Way::wire).toList();
    }

    /** The streams of a way that are hit. */
    List<ToxicDirection> streams(Way way) {
        return oneWay ? List.of(way.forward()) : List.of(way.forward(), way.backward());
    }

    /** Lays a toxic on each stream of a way that is hit, with its effect on every connection. */
    void lay(Network network, Way way, String toxic, Map<String, Object> attributes, Consumer<Hold> held)
            throws IOException {
        for (ToxicDirection stream : streams(way)) {
            held.accept(network.toxic(way.wire(), stream, toxic, attributes, 1));
        }
    }

    /** Paths within a region can be told apart only where each process has an address of its own. */
    Set<Need> needs() {
        return one.region().equals(other.region()) ? Set.of(Need.SOURCE_ADDRESSES) : Set.of();
    }

    /** What the place needs, and one thing more. */
    Set<Need> needsAnd(Need more) {
        Set<Need> needs = EnumSet.of(more);
        needs.addAll(needs());
        return needs;
    }

    /**
     * The regions that can't be reached when nothing gets through here: each whose brokers are all cut off from another region, or from
     * their own clients.
     *
     * @param byOpening only connections that the first end opens to the second are cut
     */
    Set<String> takesAway(boolean byOpening) {
        Set<String> away = new TreeSet<>();
        if (reaches(one, other)) {
            away.add(other.region());
        }
        if (!byOpening && reaches(other, one)) {
            away.add(one.region());
        }
        return away;
    }

    private static boolean reaches(Endpoint from, Endpoint to) {
        boolean all = to.part() == Part.REGION || to.part() == Part.BROKERS;
        boolean within = from.region().equals(to.region());
        return all && from.part() == (within ? Part.CLIENTS : Part.REGION);
    }

    /** As {@code us-east<->us-west}, one way {@code us-east->us-west}. */
    @Override
    public String toString() {
        return one + (oneWay ? "->" : "<->") + other;
    }
}
