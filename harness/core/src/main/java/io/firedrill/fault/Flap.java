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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts a path again and again. Its effect: every wire's canary failed, was answered again, and failed again.
 *
 * @param period from one cut to the next
 * @param duty share of the period that the path is cut, 0 to 1
 * @param by how
 */
public record Flap(Where where, Duration period, double duty, CutBy by) implements Fault {
    private static final int ALL_PACKETS = 100;

    /** Its word in the language. */
    public static final class Word extends PathWord<Flap> {
        private final Key<Duration> period =
                optional("period", Scalars.POSITIVE_DURATION, Duration.ofSeconds(5), "5s", "from one cut to the next");
        private final Key<Double> duty =
                optional("duty", Scalars.RATIO, 0.5, "50%", "share of the period that the path is cut");
        private final Key<CutBy> by =
                optional("by", Scalars.oneOf(CutBy.class), CutBy.BLACKHOLE, "blackhole", "how, as in partition");

        /** For the service loader. */
        public Word() {
            super(
                    "flap",
                    Flap.class,
                    "a network path that comes and goes",
                    "cuts the network between two places again and again",
                    "{ between: [us-east, us-west], period: 6s, duty: 50%, by: reset }");
        }

        @Override
        protected Flap build(Fields in) {
            return new Flap(where(in), in.get(period), in.get(duty), in.get(by));
        }

        @Override
        Where where(Flap fault) {
            return fault.where();
        }

        @Override
        void check(Flap fault, List<Way> ways, FaultCheck in) {
            if (fault.down().isZero() || fault.up().isZero()) {
                in.impossible(
                        "duty", fault.duty() * 100 + "%", "between 0% and 100%", "a path that flaps is cut and is not");
            }
            Partition.Word.opens(fault.by(), fault.where(), ways, in);
        }
    }

    @Override
    public String key() {
        return "flap";
    }

    @Override
    public String target() {
        return where.toString();
    }

    @Override
    public String wording() {
        return where + ": cut for " + down().toMillis() + " ms of every " + period.toMillis() + " ms, by "
                + Scalars.word(by);
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

    private Duration down() {
        return Duration.ofMillis(Math.round(period.toMillis() * Math.min(1, duty)));
    }

    private Duration up() {
        return period.minus(down());
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        List<Way> ways = by.of(where.ways(site.network()), where.oneWay());
        TouchedPath path = TouchedPath.open(site, ways, lifting);
        Flapping flapping = new Flapping(
                () -> path.hold((network, way, held) -> by.on(network, way, where, ALL_PACKETS, held)),
                path::release,
                down(),
                up());
        lifting.add(flapping::end);
        long from = site.now();
        flapping.start();
        Duration seenWithin = period.plus(TouchedPath.failsWithin(site));
        List<Wire> wires = path.wires();
        Map<Wire, Canaries.Edge> first = site.canaries().awaitFailures(wires, from, seenWithin);
        boolean back = first.size() == wires.size() && site.canaries().awaitWorking(wires, seenWithin);
        Map<Wire, Canaries.Edge> second =
                back ? site.canaries().awaitFailures(wires, site.now(), seenWithin) : Map.of();
        FaultReceipt cut = path.cut(
                this,
                "period: " + period.toMillis() + "ms, down: " + down().toMillis() + "ms, by: " + Scalars.word(by),
                by.mechanism(),
                from,
                from,
                first);
        boolean again = second.size() == wires.size();
        return new FaultReceipt(
                cut.fault(),
                cut.target(),
                cut.parameters(),
                cut.mechanism(),
                cut.appliedFrom(),
                cut.appliedTo(),
                cut.touched(),
                cut.observed() && again,
                cut.effectFrom(),
                cut.effectTo(),
                !cut.observed()
                        ? cut.effect()
                        : again
                                ? "the canaries of all " + wires.size()
                                        + " wires failed, were answered again, and failed again"
                                : back
                                        ? "the canaries failed once; a second time on " + second.size() + " of "
                                                + wires.size() + " wires"
                                        : "the canaries failed and were not answered again within "
                                                + seenWithin.toSeconds() + " s");
    }
}
