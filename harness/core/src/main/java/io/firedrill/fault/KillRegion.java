package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.Listener;
import io.firedrill.network.Wire;
import io.firedrill.region.DiskFate;
import io.firedrill.region.Region;
import io.firedrill.scenario.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * SIGKILL to every broker of a region, to MirrorMaker there and to the worker there. The page cache survives a SIGKILL, so what
 * the disks hold afterwards is said by the scenario. Its effect is the interval in which the canaries on the brokers' link paths
 * stopped being answered: from the earliest moment any of them can have gone to the moment all were known to be gone.
 */
public final class KillRegion implements Fault {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(10);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(90);

    private final Action.KillRegion action;

    public KillRegion(Action.KillRegion action) {
        this.action = action;
    }

    @Override
    public String kind() {
        return action.key();
    }

    @Override
    public String target() {
        return action.region();
    }

    @Override
    public FaultReceipt apply(FaultSite site) throws Exception {
        Region region = site.region(action.region());
        Set<Integer> brokers = Set.copyOf(region.brokers());
        List<Wire> links = site.network().to(action.region(), Listener.LINK);
        List<String> blind = links.stream()
                .filter(wire -> !site.canaries().works(wire))
                .map(wire -> "broker " + wire.broker())
                .toList();
        long from = site.now();
        List<String> touched = brokers.stream()
                .sorted()
                .map(broker -> action.region() + " broker " + broker)
                .collect(Collectors.toCollection(ArrayList::new));
        // These two return at once; the brokers' kill waits for their end.
        if (action.services()) {
            site.killServices(action.region()).ifPresent(touched::add);
        }
        site.mirrorsIn(action.region()).forEach((flow, mirror) -> {
            mirror.kill();
            touched.add("MirrorMaker " + flow);
        });
        region.kill(brokers, fate(action.disks()));
        long to = site.now();
        Map<Wire, Canaries.Edge> edges = site.canaries().awaitFailures(links, from, SEEN_WITHIN);
        return receipt(brokers.size(), from, to, touched, blind, edges);
    }

    private FaultReceipt receipt(
            int brokers, long from, long to, List<String> touched, List<String> blind, Map<Wire, Canaries.Edge> edges) {
        boolean observed = blind.isEmpty() && edges.size() == brokers;
        // The fault can't have had an effect before it was applied, however long ago the last try succeeded.
        long effectFrom = edges.values().stream()
                .mapToLong(edge -> Math.max(from, edge.lastSuccess()))
                .min()
                .orElse(from);
        long effectTo = edges.values().stream()
                .mapToLong(Canaries.Edge::firstFailure)
                .max()
                .orElse(to);
        String effect = observed
                ? "the canaries of all " + brokers + " brokers stopped being answered"
                : !blind.isEmpty()
                        ? "no canary was answered before the fault on the path of " + String.join(", ", blind)
                        : "canaries failed for " + edges.size() + " of " + brokers + " brokers within "
                                + SEEN_WITHIN.toSeconds() + " s";
        String disks = disks();
        return new FaultReceipt(
                kind(),
                target(),
                "disks: " + disks + ", services: " + (action.services() ? "with the region" : "spared"),
                "SIGKILL" + (action.disks() == Action.Disks.KEPT ? "; the page cache survives" : "; disks " + disks),
                from,
                to,
                touched,
                observed,
                effectFrom,
                effectTo,
                effect);
    }

    /** What the region's disks hold when it comes back, as the scenario says it. */
    public String disks() {
        return action.disks().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static DiskFate fate(Action.Disks disks) {
        return switch (disks) {
            case KEPT -> DiskFate.KEPT;
            case UNFLUSHED_LOST -> DiskFate.UNFLUSHED_LOST;
            case DESTROYED -> DiskFate.DESTROYED;
        };
    }

    /** Brings the region back: brokers on what their disks hold, then MirrorMaker, then the worker, on standby. */
    @Override
    public String lift(FaultSite site) throws Exception {
        Region region = site.region(action.region());
        Set<Integer> brokers = Set.copyOf(region.brokers());
        region.start(brokers);
        region.awaitReady(BACK_WITHIN);
        if (action.disks() == Action.Disks.DESTROYED) {
            site.provideTopics(action.region());
        }
        for (var mirror : site.mirrorsIn(action.region()).values()) {
            mirror.start();
        }
        if (action.services()) {
            site.startServices(action.region());
        }
        if (!site.canaries().awaitWorking(site.network().to(action.region(), Listener.LINK), BACK_WITHIN)) {
            throw new IllegalStateException(
                    "the canaries of " + action.region() + " are not answered although its brokers are ready");
        }
        return "all " + brokers.size() + " brokers of " + action.region() + " are ready and their canaries answered";
    }
}
