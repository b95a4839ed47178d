package io.firedrill.fault;

import io.firedrill.kafka.Listener;
import io.firedrill.network.Wire;
import io.firedrill.scenario.RegionNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The canaries of brokers, whichever wires they are watched on: on links from another region, tried every 20 ms, or else on the wires
 * of the services there. A controller apart, to which none of these lead, on the wires of the nodes. A wire that does not work anyway, as another fault has cut it, has nothing to say.
 */
record BrokerCanaries(FaultSite site, String region) {
    private static final Duration LOOK = Duration.ofMillis(20);

    /** The wires of each broker that a canary is answered on, by broker; a broker without any has no wires. */
    Map<Integer, List<Wire>> answered(Collection<Integer> brokers) {
        Map<Integer, List<Wire>> answered = new TreeMap<>();
        for (int broker : brokers) {
            if (RegionNodes.apart(broker)) {
                answered.put(broker, answered(broker, Listener.CONTROLLER));
                continue;
            }
            List<Wire> links = answered(broker, Listener.LINK);
            answered.put(broker, links.isEmpty() ? answered(broker, Listener.CLIENT) : links);
        }
        return answered;
    }

    private List<Wire> answered(int broker, Listener listener) {
        return site.wires(region, broker, listener).stream()
                .filter(wire -> site.canaries().works(wire))
                .toList();
    }

    /**
     * Waits until every one of these wires has failed.
     *
     * @return by broker, from the last success on any of its wires to the first moment that all had failed; a broker of which not all
     *     failed is absent
     */
    Map<Integer, Canaries.Edge> awaitFailures(Map<Integer, List<Wire>> wires, long since, Duration atMost)
            throws InterruptedException {
        List<Wire> all = new ArrayList<>();
        wires.values().forEach(all::addAll);
        Map<Wire, Canaries.Edge> failed = site.canaries().awaitFailures(all, since, atMost);
        Map<Integer, Canaries.Edge> edges = new TreeMap<>();
        wires.forEach((broker, its) -> its.stream()
                .map(failed::get)
                .filter(edge -> edge != null && failed.keySet().containsAll(its))
                .forEach(edge -> edges.merge(broker, edge, BrokerCanaries::both)));
        return edges;
    }

    private static Canaries.Edge both(Canaries.Edge one, Canaries.Edge other) {
        return new Canaries.Edge(
                Math.min(one.lastSuccess(), other.lastSuccess()), Math.max(one.firstFailure(), other.firstFailure()));
    }

    /** Waits until a canary of each broker is answered; says whether they are. */
    boolean awaitAnswered(Set<Integer> brokers, Duration atMost) throws InterruptedException {
        long from = site.now();
        while (answered(brokers).values().stream().anyMatch(List::isEmpty)) {
            if (site.now() - from > atMost.toNanos()) {
                return false;
            }
            site.pause(LOOK);
        }
        return true;
    }
}
