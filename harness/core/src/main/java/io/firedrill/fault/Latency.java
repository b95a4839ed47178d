package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Network;
import io.firedrill.network.Way;
import io.firedrill.network.Wire;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        boolean own = seed.isPresent()
                || distribution.filter(spread -> spread != Distribution.UNIFORM).isPresent();
        return own ? where.needsAnd(Need.OWN_DRAWS) : where.needs();
    }

    @Override
    public Collection<Wire> watches(Network network) {
        return where.wires(network);
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        Map<String, Object> draws = new LinkedHashMap<>();
        distribution.ifPresent(spread -> draws.put("distribution", Scalars.word(spread)));
        seed.ifPresent(value -> draws.put("seed", value));
        return new SlowedPath(latency, jitter, draws, where.oneWay())
                .apply(
                        this,
                        distribution
                                        .map(spread -> ", distribution: " + Scalars.word(spread))
                                        .orElse("")
                                + seed.map(value -> ", seed: " + value).orElse(""),
                        site,
                        where.ways(site.network()),
                        lifting);
    }
}
