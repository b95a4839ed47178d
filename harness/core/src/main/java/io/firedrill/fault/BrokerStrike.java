package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Wire;
import io.firedrill.region.BrokerEnd;
import io.firedrill.region.Region;
import io.firedrill.scenario.RegionNodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One fault that takes brokers down, from the question who is meant to the receipt. Its effect is the interval from the last success
 * to the first failure of the canaries on the brokers' paths. A broker that was paused already has no canary left to fail; that it is
 * gone is seen by the end of its process. So it is of a controller apart, whose canaries may be gone with the region's services.
 */
final class BrokerStrike {
    private final FaultSite site;
    private final BrokerChoice choice;
    private final BrokerChoice.Chosen chosen;
    private final BrokerCanaries canaries;
    private final Map<Integer, List<Wire>> watched;

    private BrokerStrike(FaultSite site, BrokerChoice choice, BrokerChoice.Chosen chosen, Set<Integer> running) {
        this.site = site;
        this.choice = choice;
        this.chosen = chosen;
        SortedSet<Integer> notPaused = new TreeSet<>(chosen.brokers());
        notPaused.retainAll(running);
        this.canaries = new BrokerCanaries(site, choice.region());
        this.watched = canaries.answered(notPaused);
    }

    /**
     * Finds out who is meant.
     *
     * @throws IllegalStateException nobody is; nothing was touched
     */
    static BrokerStrike aim(FaultSite site, BrokerChoice choice) throws InterruptedException {
        BrokerChoice.Chosen chosen = choice.resolve(site);
        return new BrokerStrike(
                site, choice, chosen, site.region(choice.region()).running());
    }

    Region region() {
        return site.region(choice.region());
    }

    /** Ids of the brokers that are meant, ascending. */
    SortedSet<Integer> brokers() {
        return chosen.brokers();
    }

    /** Those of them that are paused. */
    List<String> paused() {
        return brokers().stream()
                .filter(broker -> !watched.containsKey(broker))
                .map(choice::name)
                .toList();
    }

    /** To be called just before the brokers are hit: from now on the successor in their role is looked for. Gives the time. */
    long begin() {
        long from = site.now();
        chosen.role()
                .ifPresent(role -> Succession.watch(
                        site, choice.region(), role, chosen.brokers().first(), from));
        return from;
    }

    /**
     * Waits for the canaries and writes the receipt.
     *
     * @param from when the call began
     * @param to when it returned
     * @param ends how brokers ended, if they did
     */
    FaultReceipt receipt(Fault fault, String mechanism, long from, long to, List<BrokerEnd> ends)
            throws InterruptedException {
        Map<Integer, Canaries.Edge> edges = new TreeMap<>();
        ends.stream()
                .filter(end -> !watched.containsKey(end.broker()) || RegionNodes.apart(end.broker()))
                .forEach(end -> edges.put(end.broker(), new Canaries.Edge(end.signalNanos(), end.goneNanos())));
        Set<Integer> gone = new TreeSet<>(edges.keySet());
        Map<Integer, List<Wire>> looked = new TreeMap<>(watched);
        looked.keySet().removeAll(gone);
        edges.putAll(canaries.awaitFailures(looked, from, TouchedPath.failsWithin(site)));
        List<String> blind = looked.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(entry -> choice.name(entry.getKey()))
                .toList();
        boolean observed = blind.isEmpty() && edges.keySet().containsAll(brokers());
        // Where brokers are hit, they are what clients miss: a controller apart that ends after them moves nothing.
        Collection<Canaries.Edge> felt = edges.entrySet().stream()
                .filter(entry -> !RegionNodes.apart(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        if (felt.isEmpty()) {
            felt = edges.values();
        }
        // The fault can't have had an effect before it was applied, however long ago the last try succeeded.
        long effectFrom = felt.stream()
                .mapToLong(edge -> Math.max(from, edge.lastSuccess()))
                .min()
                .orElse(from);
        long effectTo =
                felt.stream().mapToLong(Canaries.Edge::firstFailure).max().orElse(to);
        return new FaultReceipt(
                fault.key(),
                fault.target(),
                chosen.role().map(Role::text).orElse(""),
                mechanism,
                from,
                to,
                touched(),
                observed,
                effectFrom,
                effectTo,
                blind.isEmpty()
                        ? effect(observed, edges.size(), looked.keySet(), gone)
                        : "no canary was answered before the fault on the path of " + String.join(", ", blind));
    }

    /** The receipt with more to say. */
    static FaultReceipt with(FaultReceipt receipt, String more) {
        return new FaultReceipt(
                receipt.fault(),
                receipt.target(),
                receipt.parameters(),
                receipt.mechanism(),
                receipt.appliedFrom(),
                receipt.appliedTo(),
                receipt.touched(),
                receipt.observed(),
                receipt.effectFrom(),
                receipt.effectTo(),
                receipt.effect() + "; " + more);
    }

    private List<String> touched() {
        String as = chosen.role().map(role -> ", " + role.text()).orElse("");
        return brokers().stream().map(broker -> choice.name(broker) + as).toList();
    }

    /**
     * @param looked whose canaries were looked at
     * @param gone whose end was seen instead
     */
    private String effect(boolean observed, int seen, Set<Integer> looked, Set<Integer> gone) {
        if (!observed) {
            return "canaries failed for " + seen + " of " + brokers().size() + " " + NodeNames.kind(brokers())
                    + " within " + TouchedPath.failsWithin(site).toSeconds() + " s";
        }
        List<String> parts = new ArrayList<>();
        if (!looked.isEmpty()) {
            boolean whole = choice.all() && looked.size() > 1;
            parts.add("the " + (looked.size() == 1 ? "canary" : "canaries") + " of "
                    + (whole
                            ? "all " + looked.size() + " " + NodeNames.kind(looked)
                            : NodeNames.of(choice.region(), looked))
                    + " stopped being answered");
        }
        if (!paused().isEmpty()) {
            parts.add(String.join(", ", paused()) + ", which was paused, is gone");
        }
        List<Integer> controllers = gone.stream().filter(watched::containsKey).toList();
        if (!controllers.isEmpty()) {
            parts.add(
                    NodeNames.of(choice.region(), controllers) + (controllers.size() == 1 ? " is" : " are") + " gone");
        }
        return String.join("; ", parts);
    }
}
