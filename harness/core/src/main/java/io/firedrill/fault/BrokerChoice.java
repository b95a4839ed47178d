package io.firedrill.fault;

import io.firedrill.region.Region;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Which brokers of a region a fault is aimed at: by id, all of them, or who holds a role when the fault is applied. */
public record BrokerChoice(String region, Which which) {
    private static final Duration ASK = Duration.ofSeconds(5);

    /** How they are named. */
    public sealed interface Which {
        /** By id, as the scenario lists them. */
        record Ids(List<Integer> ids) implements Which {
            public Ids {
                ids = List.copyOf(ids);
            }
        }

        /** Every broker of the region that runs. */
        record All() implements Which {}

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

    /** Whether every broker of the region is meant. */
    boolean all() {
        return which instanceof Which.All;
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
            String list = ids.ids().stream().map(String::valueOf).collect(Collectors.joining(", "));
            return region + ", broker" + (ids.ids().size() == 1 ? " " : "s ") + list;
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
        SortedSet<Integer> meant = new TreeSet<>();
        Optional<Role> role = role();
        if (which instanceof Which.Ids ids) {
            meant.addAll(ids.ids());
        } else if (role.isPresent()) {
            meant.add(holder(role.get(), site));
        } else if (alive.isEmpty()) {
            throw new IllegalStateException("no broker of " + region + " runs, so nothing was touched");
        } else {
            meant.addAll(alive);
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
        return region + " broker " + broker;
    }
}
