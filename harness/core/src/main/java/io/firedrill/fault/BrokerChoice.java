package io.firedrill.fault;

import io.firedrill.kafka.Listener;
import io.firedrill.network.Network;
import io.firedrill.network.Wire;
import io.firedrill.region.Region;
import io.firedrill.scenario.RegionNodes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Which nodes of a region a fault is aimed at: by id, all brokers, or who holds a role when the fault is applied. */
public record BrokerChoice(String region, Which which) {
    private static final Duration ASK = Duration.ofSeconds(5);

    /** How they are named. */
    public sealed interface Which {
        /** By id, as the scenario lists them; controllers apart from the brokers too. */
        record Ids(List<Integer> ids) implements Which {
            public Ids {
                ids = List.copyOf(ids);
            }
        }

        /** Every broker of the region that runs. */
        record All() implements Which {}

        /** Every node of the region that runs: its brokers, and controllers apart from them. */
        record Nodes() implements Which {}

        /** The active KRaft controller at that moment. */
        record Controller() implements Which {}

        /** The leader of a partition at that moment. */
        record LeaderOf(String topic, int partition) implements Which {}
    }

    /**
     * Who is meant.
     *
     * @param brokers ids, ascending
     * @param role what they were chosen by, if by a role
     */
    record Chosen(SortedSet<Integer> brokers, Optional<Role> role) {}

    /** The whole region. */
    static BrokerChoice everyNode(String region) {
        return new BrokerChoice(region, new Which.Nodes());
    }

    /** Whether every broker of the region is meant. */
    boolean all() {
        return which instanceof Which.All || which instanceof Which.Nodes;
    }

    /** The wires whose canaries show what happens to controllers apart that may be meant; those to brokers are watched anyway. */
    Collection<Wire> watches(Network network) {
        return network.to(region, Listener.CONTROLLER).stream()
                .filter(wire -> RegionNodes.apart(wire.broker()))
                .filter(wire -> which instanceof Which.Controller
                        || which instanceof Which.Nodes
                        || (which instanceof Which.Ids ids && ids.ids().contains(wire.broker())))
                .toList();
    }

    /** As {@code us-east.1}, {@code us-east.all}, {@code us-east.controller}, {@code us-east.leader-of orders/0}. */
    String target() {
        if (which instanceof Which.Ids ids) {
            return region + "." + ids.ids().stream().map(String::valueOf).collect(Collectors.joining("+"));
        }
        if (which instanceof Which.LeaderOf leader) {
            return region + ".leader-of " + leader.topic() + "/" + leader.partition();
        }
        return region + (all() ? ".all" : ".controller");
    }

    /** For a plan: {@code us-east, the leader of orders/0 at that moment}. */
    String wording() {
        if (which instanceof Which.Ids ids) {
            return region + ", " + NodeNames.list(ids.ids());
        }
        return region + ", "
                + role().map(role -> role.text() + " at that moment").orElse("all brokers");
    }

    private Optional<Role> role() {
        if (which instanceof Which.LeaderOf leader) {
            return Optional.of(new Role.Leader(leader.topic(), leader.partition()));
        }
        return which instanceof Which.Controller ? Optional.of(new Role.Controller()) : Optional.empty();
    }

    /**
     * Asks who is meant at this moment.
     *
     * @throws IllegalStateException nobody is: no broker runs, one that is named does not, or nobody holds the role
     */
    Chosen resolve(FaultSite site) throws InterruptedException {
        Region cluster = site.region(region);
        SortedSet<Integer> alive = new TreeSet<>(cluster.running());
        alive.addAll(cluster.paused());
        SortedSet<Integer> meant = new TreeSet<>(alive);
        if (which instanceof Which.All) {
            meant.retainAll(cluster.brokers());
        }
        Optional<Role> role = role();
        if (which instanceof Which.Ids ids) {
            meant = new TreeSet<>(ids.ids());
        } else if (role.isPresent()) {
            meant = new TreeSet<>(Set.of(holder(role.get(), site)));
        } else if (meant.isEmpty()) {
            throw new IllegalStateException("no broker of " + region + " runs, so nothing was touched");
        }
        for (int broker : meant) {
            if (!alive.contains(broker)) {
                throw new IllegalStateException(name(broker) + " does not run, so nothing was touched");
            }
        }
        return new Chosen(meant, role);
    }

    private int holder(Role role, FaultSite site) throws InterruptedException {
        try {
            return role.holder(site.observer(region), ASK)
                    .orElseThrow(() -> new IllegalStateException(
                            "nobody in " + region + " is " + role.text() + ", so nothing was touched"));
        } catch (ExecutionException | TimeoutException e) {
            String why = e.getCause() == null ? "no answer within " + ASK.toSeconds() + " s" : e.getCause() + "";
            throw new IllegalStateException(
                    region + " does not say who is " + role.text() + " (" + why + "), so nothing was touched", e);
        }
    }

    /** What receipts call a broker. */
    String name(int broker) {
        return NodeNames.one(region, broker);
    }
}
