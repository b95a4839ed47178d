package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.Listener;
import io.firedrill.network.Hold;
import io.firedrill.network.Wire;
import io.firedrill.region.NameService;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.FaultWord;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The brokers of a region move to another address, as a load balancer that is replaced does, and the services' resolver goes on saying
 * the old one. Everybody else's says the new one at once. Lifting lets the services' resolver say it too; a JVM asks its resolver only
 * once what it remembers is too old (half a minute), so they come back some time after that.
 */
public record StaleDns(String region) implements Fault {
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(10);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Its word in the language. */
    public static final class Word extends FaultWord<StaleDns> {
        private final Key<String> region = required("region", Scalars.REGION, "the region");

        /** For the service loader. */
        public Word() {
            super(
                    "stale-dns",
                    StaleDns.class,
                    "a region that moves to another address",
                    "moves a region's brokers to another address, of which its services are not told",
                    "{ region: us-east }");
            shorthand(region);
        }

        @Override
        protected StaleDns build(Fields in) {
            return new StaleDns(in.get(region));
        }

        @Override
        protected void check(StaleDns fault, FaultCheck in) {
            in.region("region", fault.region());
        }
    }

    @Override
    public String key() {
        return "stale-dns";
    }

    @Override
    public String target() {
        return region;
    }

    @Override
    public String wording() {
        return region + ": its brokers move to another address, and the resolver of its services says the old one";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.SOURCE_ADDRESSES, Need.MOVABLE_ADDRESSES);
    }

    @Override
    public Optional<String> sets() {
        return Optional.of("the address at which the services of " + region + " find it");
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        NameService names = site.names();
        if (!names.movable()) {
            throw new IllegalStateException("stale-dns needs " + Need.MOVABLE_ADDRESSES.text());
        }
        Endpoint services = Endpoint.clients(region);
        List<Wire> old = new ArrayList<>();
        List<Wire> moved = new ArrayList<>();
        List<Endpoint> told = new ArrayList<>();
        lifting.add(() -> proveClean(site, old, moved));
        String before = names.addressOf(services);
        for (Endpoint process : List.of(services, Endpoint.mirror(region))) {
            List<Wire> its = site.network().to(region, Listener.CLIENT).stream()
                    .filter(wire -> wire.sources().equals(Set.of(process)))
                    .toList();
            if (its.isEmpty()) {
                continue;
            }
            String address = names.move(process);
            for (Wire wire : its) {
                moved.add(site.network().openBeside(wire, address));
            }
            old.addAll(its);
            if (!process.equals(services)) {
                told.add(process);
            }
        }
        List<Wire> watched =
                old.stream().filter(wire -> wire.sources().contains(services)).toList();
        List<String> blind = watched.stream()
                .filter(wire -> !site.canaries().works(wire))
                .map(Wire::name)
                .toList();
        site.watch(moved);
        for (Endpoint process : told) {
            names.publish(process);
        }
        long called = site.now();
        for (Wire wire : old) {
            Hold hold = site.network().cut(wire);
            lifting.add(() -> {
                hold.lift();
                return "";
            });
        }
        long returned = site.now();
        lifting.add(() -> tell(site, names, services));
        Map<Wire, Canaries.Edge> edges = site.canaries().awaitFailures(watched, called, TouchedPath.failsWithin(site));
        boolean reached = site.canaries().awaitWorking(moved, SEEN_WITHIN);
        boolean observed = blind.isEmpty() && !watched.isEmpty() && edges.size() == watched.size() && reached;
        String effect = observed
                ? "the canaries at " + before + " stopped being answered and those at " + names.addressOf(services)
                        + " are; the services' resolver still says " + before
                : !blind.isEmpty()
                        ? "no canary was answered before on " + String.join(", ", blind)
                        : "canaries failed on " + edges.size() + " of " + watched.size()
                                + " paths at the old address, and the new one "
                                + (reached ? "answers" : "does not answer");
        return new FaultReceipt(
                key(),
                target(),
                "",
                "another loopback address, resolver files (jdk.net.hosts.file), the JVM's own cache",
                called,
                returned,
                old.stream().map(Wire::name).toList(),
                observed,
                edges.values().stream()
                        .mapToLong(edge -> Math.max(called, edge.lastSuccess()))
                        .min()
                        .orElse(called),
                edges.values().stream()
                        .mapToLong(Canaries.Edge::firstFailure)
                        .max()
                        .orElse(returned),
                effect);
    }

    /** Lets the services' resolver say the new address, and waits until they have asked it. */
    private String tell(FaultSite site, NameService names, Endpoint services) throws Exception {
        names.publish(services);
        long told = site.now();
        Optional<LoadTotals> first = LoadTotals.of(site, region);
        while (first.isPresent()) {
            site.pause(LOOK);
            LoadTotals.Window since =
                    LoadTotals.of(site, region).orElse(first.get()).since(first.get());
            if (since.acked() > 0 || since.delivered() > 0) {
                return String.format(
                        Locale.ROOT,
                        "the services found the new address %.1f s after their resolver said it",
                        (site.now() - told) / 1e9);
            }
            if (site.now() - told > BACK_WITHIN.toNanos()) {
                throw new IllegalStateException("the services of " + region + " have not come back within "
                        + BACK_WITHIN.toSeconds() + " s after their resolver said the new address");
            }
        }
        return "the services' resolver says the new address; none of them is active, so none was seen to find it";
    }

    private String proveClean(FaultSite site, List<Wire> old, List<Wire> moved) throws Exception {
        site.watch(old);
        List<Wire> all = new ArrayList<>(old);
        all.addAll(moved);
        if (!site.canaries().awaitWorking(all, SEEN_WITHIN)) {
            throw new IllegalStateException("the canaries of " + region + " are not answered at both addresses");
        }
        return "both addresses of " + region + " answer";
    }
}
