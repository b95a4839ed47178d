package io.firedrill.fault;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Hold;
import io.firedrill.network.Network;
import io.firedrill.network.Way;
import io.firedrill.network.Wire;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Adds latency to a path. Its effect: on every wire the canary's usual round trip rose by at least 80 % of what was asked.
 *
 * @param latency added to a round trip: half each way, or all of it in the one direction
 * @param jitter of it, either side
 * @param distribution of the jitter; the proxy server's own, uniform, unless said
 * @param seed of the jitter's draws; the proxy server's own unless said
 */
public record Latency(
        Where where, Duration latency, Duration jitter, Optional<Distribution> distribution, Optional<Long> seed)
        implements Fault {
    /** Of jitter that has no bound, this many times as much is waited for. */
    private static final int TAIL = 4;

    /** How jitter is spread. */
    public enum Distribution {
        UNIFORM,
        NORMAL,
        PARETO
    }

    /** Its word in the language. */
    public static final class Word extends PathWord<Latency> {
        private final Key<Duration> latency = required(
                "latency", Scalars.POSITIVE_DURATION, "added to a round trip: half each way, or all of it one way");
        private final Key<Duration> jitter =
                optional("jitter", Scalars.DURATION, Duration.ZERO, "0s", "of the latency, either side");
        private final Key<Optional<Distribution>> distribution = maybe(
                "distribution",
                Scalars.oneOf(Distribution.class),
                "uniform",
                "how the jitter is spread; the embedded proxy server alone knows others than uniform");
        private final Key<Optional<Long>> seed =
                maybe("seed", Scalars.whole(0, Long.MAX_VALUE), "the proxy server's", "of the jitter's draws");

        /** For the service loader. */
        public Word() {
            super(
                    "latency",
                    Latency.class,
                    "a network path to slow down",
                    "adds latency between two places",
                    "{ between: [us-east, us-west], latency: 100ms, jitter: 10ms }");
        }

        @Override
        protected Latency build(Fields in) {
            return new Latency(where(in), in.get(latency), in.get(jitter), in.get(distribution), in.get(seed));
        }

        @Override
        Where where(Latency fault) {
            return fault.where();
        }

        @Override
        void check(Latency fault, List<Way> ways, FaultCheck in) {
            if (fault.jitter().compareTo(fault.latency()) > 0) {
                in.impossible(
                        "jitter",
                        fault.jitter().toMillis() + "ms",
                        "at most the latency",
                        "a jitter above the latency would have answers come before their questions");
            }
            for (String key : List.of("distribution", "seed")) {
                if (in.sound(key) && fault.jitter().isZero()) {
                    in.impossible(key, key, key + " beside jitter", "without jitter nothing is drawn");
                }
            }
        }
    }

    @Override
    public String key() {
        return "latency";
    }

    @Override
    public String target() {
        return where.toString();
    }

    @Override
    public String wording() {
        return where + ": " + latency.toMillis() + " ms more a round trip"
                + (jitter.isZero() ? "" : ", give or take " + jitter.toMillis() + " ms");
    }

    @Override
    public Duration slows() {
        boolean bounded = distribution.orElse(Distribution.UNIFORM) == Distribution.UNIFORM;
        return latency.plus(jitter.multipliedBy(bounded ? 1 : TAIL));
    }

    @Override
    public Set<Need> needs() {
        return where.needs();
    }

    @Override
    public Collection<Wire> watches(Network network) {
        return where.wires(network);
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        List<Way> ways = where.ways(site.network());
        Map<Wire, Duration> usual = new LinkedHashMap<>();
        for (Way way : ways) {
            site.canaries().baseline(way.wire()).ifPresent(trip -> usual.put(way.wire(), trip));
        }
        TouchedPath path = TouchedPath.open(site, ways, lifting, wires -> quickAgain(site, wires, usual));
        long from = site.now();
        path.hold(this::hold);
        long to = site.now();
        Duration rise = latency.multipliedBy(8).dividedBy(10);
        Map<Wire, Canaries.RoundTrip> slow = site.canaries()
                .awaitWindows(
                        usual.keySet(),
                        (wire, window) ->
                                window.median().compareTo(before(usual, wire).plus(rise)) >= 0,
                        to,
                        TouchedPath.SEEN_WITHIN);
        boolean observed = slow.size() == ways.size();
        long least = slow.entrySet().stream()
                .mapToLong(entry -> entry.getValue()
                        .median()
                        .minus(before(usual, entry.getKey()))
                        .toMillis())
                .min()
                .orElse(0);
        String effect = observed
                ? "the canaries' round trips rose by " + least + " ms or more on all "
                        + TouchedPath.count(ways.size(), "wire")
                : usual.size() < ways.size()
                        ? "no canary's round trip was known before the fault on " + (ways.size() - usual.size())
                                + " of " + ways.size() + " wires"
                        : "the canaries' round trips rose by 80 % of what was asked on " + slow.size() + " of "
                                + ways.size() + " wires within " + TouchedPath.SEEN_WITHIN.toSeconds() + " s";
        return new FaultReceipt(
                key(),
                target(),
                "latency: " + latency.toMillis() + "ms, jitter: " + jitter.toMillis() + "ms"
                        + distribution
                                .map(spread -> ", distribution: " + Scalars.word(spread))
                                .orElse("")
                        + (where.oneWay() ? ", one way" : ", half each way"),
                "toxic latency",
                from,
                to,
                path.touched(),
                observed,
                from,
                slow.values().stream().mapToLong(Canaries.RoundTrip::to).max().orElse(to),
                effect);
    }

    private static Duration before(Map<Wire, Duration> usual, Wire wire) {
        return usual.getOrDefault(wire, Duration.ZERO);
    }

    private void hold(Network network, Way way, Consumer<Hold> held) throws IOException {
        for (ToxicDirection stream : where.streams(way)) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            attributes.put("latency", share(latency, stream));
            attributes.put("jitter", share(jitter, stream));
            distribution.ifPresent(spread -> attributes.put("distribution", Scalars.word(spread)));
            seed.ifPresent(value -> attributes.put("seed", value));
            held.accept(network.toxic(way.wire(), stream, "latency", attributes, 1));
        }
    }

    /** Both halves together are the whole, also of an odd number of milliseconds. */
    private long share(Duration whole, ToxicDirection stream) {
        long millis = whole.toMillis();
        return where.oneWay() ? millis : stream == ToxicDirection.UPSTREAM ? millis / 2 : millis - millis / 2;
    }

    /** Back to within half of what was added: a machine's own noise stays below. */
    private String quickAgain(FaultSite site, Collection<Wire> wires, Map<Wire, Duration> usual)
            throws InterruptedException {
        Map<Wire, Canaries.RoundTrip> quick = site.canaries()
                .awaitWindows(
                        wires,
                        (wire, window) ->
                                window.median().compareTo(before(usual, wire).plus(latency.dividedBy(2))) < 0,
                        site.now(),
                        TouchedPath.CLEAN_WITHIN);
        if (quick.size() < wires.size()) {
            throw new IllegalStateException("round trips are not what they were " + TouchedPath.CLEAN_WITHIN.toSeconds()
                    + " s after the fault was lifted, on " + (wires.size() - quick.size()) + " of "
                    + TouchedPath.count(wires.size(), "wire"));
        }
        return "the canaries' round trips on " + TouchedPath.count(wires.size(), "wire") + " are what they were";
    }
}
