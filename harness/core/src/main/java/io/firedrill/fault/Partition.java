package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Network;
import io.firedrill.network.Way;
import io.firedrill.network.Wire;
import io.firedrill.scenario.FaultCheck;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts a network path. Its effect is the interval in which the canaries on its wires stopped being answered; of a partial loss of
 * packets, that the filter dropped some on every wire.
 *
 * @param by how
 * @param loss of packets, 1 to 100 percent; 100 unless {@code by} is {@link CutBy#DROP}
 */
public record Partition(Where where, CutBy by, int loss) implements Fault {
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Its word in the language. */
    public static final class Word extends PathWord<Partition> {
        private final Key<CutBy> by = optional(
                "by",
                Scalars.oneOf(CutBy.class),
                CutBy.BLACKHOLE,
                "blackhole",
                "connections are reset, or refused, or what is sent is swallowed, or packets are lost (Linux, in a namespace)");
        private final Key<Optional<Double>> loss =
                maybe("loss", Scalars.RATIO, "100%", "share of the packets that by: drop loses, in whole percent");

        /** For the service loader. */
        public Word() {
            super(
                    "partition",
                    Partition.class,
                    "a network path to cut",
                    "cuts the network between two places",
                    "{ between: [us-east, us-west], by: blackhole }");
        }

        @Override
        protected Partition build(Fields in) {
            return new Partition(
                    where(in), in.get(by), (int) Math.round(in.get(loss).orElse(1.0) * 100));
        }

        @Override
        Where where(Partition fault) {
            return fault.where();
        }

        @Override
        void check(Partition fault, List<Way> ways, FaultCheck in) {
            if (fault.loss() < 1 || fault.loss() > 100) {
                in.impossible("loss", fault.loss() + "%", "1% to 100%", "a loss of " + fault.loss() + "% is none");
            } else if (in.sound("loss") && fault.by() != CutBy.DROP) {
                in.impossible("loss", "loss", "loss beside by: drop", "only by: drop loses packets");
            }
            opens(fault.by(), fault.where(), ways, in);
        }

        /** Connections can be cut one way only where somebody opens them that way. */
        static void opens(CutBy by, Where where, List<Way> ways, FaultCheck in) {
            if (by.of(ways, where.oneWay()).isEmpty()) {
                in.impossible(
                        "by",
                        Scalars.word(by),
                        "blackhole, drop",
                        where.one() + " opens no connections to " + where.other() + ", so none can be cut");
            }
        }
    }

    @Override
    public String key() {
        return "partition";
    }

    @Override
    public String target() {
        return where.toString();
    }

    @Override
    public String wording() {
        return where + ": " + by.mechanism() + (loss < 100 ? ", " + loss + " % of them" : "");
    }

    @Override
    public Set<String> takesAway() {
        return loss < 100 ? Set.of() : where.takesAway(where.oneWay() && by.connections());
    }

    @Override
    public Set<Need> needs() {
        Set<Need> needs = EnumSet.noneOf(Need.class);
        needs.addAll(where.needs());
        if (by == CutBy.DROP) {
            needs.add(Need.NETWORK_NAMESPACE);
        }
        return needs;
    }

    @Override
    public Collection<Wire> watches(Network network) {
        return where.wires(network);
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        List<Way> ways = by.of(where.ways(site.network()), where.oneWay());
        TouchedPath path = TouchedPath.open(site, ways, lifting);
        long from = site.now();
        path.hold((network, way, held) -> by.on(network, way, where, loss, held));
        long to = site.now();
        if (loss < 100) {
            return lossy(site, path, from, to);
        }
        Map<Wire, Canaries.Edge> edges =
                site.canaries().awaitFailures(path.wires(), from, TouchedPath.failsWithin(site));
        return path.cut(this, parameters(), by.mechanism(), from, to, edges);
    }

    /** A few lost packets come late, and canaries go on: what the filter counted is the effect. */
    private FaultReceipt lossy(FaultSite site, TouchedPath path, long from, long to) throws Exception {
        long deadline = to + TouchedPath.SEEN_WITHIN.toNanos();
        List<String> spared = spared(site, path.ways());
        while (!spared.isEmpty() && site.now() < deadline) {
            site.pause(LOOK);
            spared = spared(site, path.ways());
        }
        long dropped = 0;
        for (Way way : path.ways()) {
            dropped += dropped(site, way);
        }
        return new FaultReceipt(
                key(),
                target(),
                parameters(),
                by.mechanism(),
                from,
                to,
                path.touched(),
                spared.isEmpty(),
                from,
                site.now(),
                spared.isEmpty()
                        ? dropped + " packets were dropped on "
                                + TouchedPath.count(path.ways().size(), "wire")
                        : "no packet was dropped on " + String.join(", ", spared) + " within "
                                + TouchedPath.SEEN_WITHIN.toSeconds() + " s");
    }

    private List<String> spared(FaultSite site, List<Way> ways) throws IOException {
        List<String> spared = new ArrayList<>();
        for (Way way : ways) {
            if (dropped(site, way) == 0) {
                spared.add(way.wire().name());
            }
        }
        return spared;
    }

    private long dropped(FaultSite site, Way way) throws IOException {
        long dropped = 0;
        for (var stream : where.streams(way)) {
            dropped += site.network().dropped(way.wire(), stream);
        }
        return dropped;
    }

    private String parameters() {
        return "by: " + Scalars.word(by) + (loss < 100 ? ", loss: " + loss + "%" : "")
                + (where.oneWay() ? ", one way" : ", both ways");
    }
}
