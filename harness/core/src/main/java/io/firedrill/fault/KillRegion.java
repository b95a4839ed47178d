package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.Listener;
import io.firedrill.network.Wire;
import io.firedrill.region.DiskFate;
import io.firedrill.region.Region;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * SIGKILL to every broker of a region, to MirrorMaker there and to the worker there. The page cache survives a SIGKILL, so what
 * the disks hold afterwards is said by the scenario. Its effect is the interval in which the canaries on the brokers' link paths
 * stopped being answered: from the earliest moment any of them can have gone to the moment all were known to be gone.
 */
public record KillRegion(String region, DiskFate disks, boolean services) implements Fault {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(10);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(90);

    /** Its word in the language. */
    public static final class Word extends FaultWord<KillRegion> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");
        private final Key<DiskFate> disks = optional(
                "disks",
                Scalars.oneOf(DiskFate.class),
                DiskFate.KEPT,
                "kept",
                "what its disks hold when it comes back: all, what was flushed, or nothing");
        private final Key<Boolean> services =
                optional("services", Scalars.BOOLEAN, true, "true", "whether the services there die with it");

        /** For the service loader. */
        public Word() {
            super(
                    "kill-region",
                    KillRegion.class,
                    "a region to kill",
                    "SIGKILL to the brokers, MirrorMaker and the worker of a region",
                    "{ region: us-east, disks: kept }");
            shorthand(region);
        }

        @Override
        protected KillRegion build(Fields in) {
            return new KillRegion(in.get(region), in.get(disks), in.get(services));
        }

        @Override
        protected void check(KillRegion fault, FaultCheck in) {
            in.region("region", fault.region());
        }
    }

    @Override
    public String key() {
        return "kill-region";
    }

    @Override
    public String target() {
        return region;
    }

    @Override
    public String wording() {
        return region + ": SIGKILL to its brokers and MirrorMaker" + (services ? " and services" : ", services go on")
                + ", disks " + disksWord();
    }

    @Override
    public Optional<String> stops() {
        return Optional.of(region);
    }

    @Override
    public boolean losesAcknowledged() {
        return disks != DiskFate.KEPT;
    }

    @Override
    public boolean renewsLogs() {
        return disks == DiskFate.DESTROYED;
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        lifting.add(() -> bringBack(site));
        Region cluster = site.region(region);
        Set<Integer> brokers = Set.copyOf(cluster.brokers());
        List<Wire> links = site.network().to(region, Listener.LINK);
        List<String> blind = links.stream()
                .filter(wire -> !site.canaries().works(wire))
                .map(wire -> "broker " + wire.broker())
                .toList();
        long from = site.now();
        List<String> touched = brokers.stream()
                .sorted()
                .map(broker -> region + " broker " + broker)
                .collect(Collectors.toCollection(ArrayList::new));
        // These two return at once; the brokers' kill waits for their end.
        if (services) {
            site.killServices(region).ifPresent(touched::add);
        }
        site.mirrorsIn(region).forEach((flow, mirror) -> {
            mirror.kill();
            touched.add("MirrorMaker " + flow);
        });
        cluster.kill(brokers, disks);
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
        return new FaultReceipt(
                key(),
                target(),
                "disks: " + disksWord() + ", services: " + (services ? "with the region" : "spared"),
                "SIGKILL" + (disks == DiskFate.KEPT ? "; the page cache survives" : "; disks " + disksWord()),
                from,
                to,
                touched,
                observed,
                effectFrom,
                effectTo,
                effect);
    }

    /** What the region's disks hold when it comes back, as the scenario says it. */
    private String disksWord() {
        return Scalars.word(disks);
    }

    /** Brings the region back: brokers on what their disks hold, then MirrorMaker, then the worker, on standby. */
    private String bringBack(FaultSite site) throws Exception {
        Region cluster = site.region(region);
        Set<Integer> brokers = Set.copyOf(cluster.brokers());
        cluster.start(brokers);
        cluster.awaitReady(BACK_WITHIN);
        if (disks == DiskFate.DESTROYED) {
            site.provideTopics(region);
        }
        for (var mirror : site.mirrorsIn(region).values()) {
            mirror.start();
        }
        if (services) {
            site.startServices(region);
        }
        if (!site.canaries().awaitWorking(site.network().to(region, Listener.LINK), BACK_WITHIN)) {
            throw new IllegalStateException(
                    "the canaries of " + region + " are not answered although its brokers are ready");
        }
        return "all " + brokers.size() + " brokers of " + region + " are ready and their canaries answered";
    }
}
