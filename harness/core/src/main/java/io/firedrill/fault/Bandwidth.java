package io.firedrill.fault;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Hold;
import io.firedrill.network.Network;
import io.firedrill.network.Traffic;
import io.firedrill.network.Way;
import io.firedrill.network.Wire;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Limits the bandwidth of a path, for each connection and direction. Its effect, within a window of two seconds: on at least one wire
 * at least 80 % of the rate had to wait for others that took it up, by the toxic's own account, and no wire let more through than its
 * connections may; wires that were asked for less show nothing, and are named. Where no accounts are kept, that a connection of the harness's own gets no more than the rate, and waits for that longer
 * than before.
 *
 * @param rate bytes a second
 */
public record Bandwidth(Where where, long rate) implements Fault {
    private static final String TOXIC = "toxic bandwidth";
    private static final Duration WINDOW = Duration.ofSeconds(2);
    /** More than a canary asks for: 1.5 kB/s, of the 8 that are the least limit. */
    private static final double FULL = 0.8;
    /** What the proxy's own buffers and the edges of the window may add. */
    private static final double TOLERANCE = 1.1;

    /** Of the time that bytes take at the rate: how much the limit must add to what they took before, whose round trips stay. */
    private static final double ADDED = 0.5;

    /** What a connection of the harness's own can be sure to ask for, also back from a node. */
    private static final long MOST_FROM_OUTSIDE = 1L << 20;

    /** Its word in the language. */
    public static final class Word extends PathWord<Bandwidth> {
        private final Key<Long> rate = required(
                "rate", Scalars.BYTE_RATE, "what each connection may carry a second each way, in steps of 1000 bytes");

        /** For the service loader. */
        public Word() {
            super(
                    "bandwidth",
                    Bandwidth.class,
                    "a network path to narrow",
                    "limits the bandwidth of each connection between two places",
                    "{ from: us-east, to: us-west, rate: 64KiB/s }");
        }

        @Override
        protected Bandwidth build(Fields in) {
            return new Bandwidth(where(in), in.get(rate));
        }

        @Override
        Where where(Bandwidth fault) {
            return fault.where();
        }
    }

    @Override
    public String key() {
        return "bandwidth";
    }

    @Override
    public String target() {
        return where.toString();
    }

    @Override
    public String wording() {
        return where + ": at most " + kilobytes() + " kB/s on each connection";
    }

    @Override
    public Set<Need> needs() {
        return rate > MOST_FROM_OUTSIDE ? where.needsAnd(Need.TRAFFIC_ACCOUNTS) : where.needs();
    }

    @Override
    public Collection<Wire> watches(Network network) {
        return where.wires(network);
    }

    /** The interface's unit: 1000 bytes a second. */
    private long kilobytes() {
        return Math.round(rate / 1000.0);
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        if (!site.keepsAccounts()) {
            return fromOutside().apply(this, where, parameters(), TOXIC, this::grip, "the rate held", site, lifting);
        }
        TouchedPath path = TouchedPath.open(site, where.ways(site.network()), lifting);
        long from = site.now();
        path.hold(this::grip);
        long to = site.now();
        List<Flow> flows = look(site, path, List.of());
        while (!saturated(flows) && site.now() < to + TouchedPath.SEEN_WITHIN.toNanos()) {
            List<Flow> begin = flows.stream().map(Flow::again).toList();
            site.pause(WINDOW);
            flows = look(site, path, begin);
        }
        List<Flow> above =
                flows.stream().filter(flow -> flow.above(kilobytes())).toList();
        boolean observed = saturated(flows) && above.isEmpty();
        return new FaultReceipt(
                key(),
                target(),
                parameters(),
                TOXIC,
                from,
                to,
                path.touched(),
                observed,
                from,
                site.now(),
                effect(flows, above, observed));
    }

    private String parameters() {
        return "rate: " + kilobytes() + " kB/s for each connection" + (where.oneWay() ? ", one way" : ", each way");
    }

    private void grip(Network network, Way way, Consumer<Hold> held) throws IOException {
        where.lay(network, way, key(), Map.of("rate", kilobytes()), held);
    }

    /** As many bytes as go through in a second. */
    private SeenFromOutside fromOutside() {
        double limit = kilobytes() * 1000.0;
        return new SeenFromOutside((long) limit, 0, TouchedPath.SEEN_WITHIN, (before, with) -> {
            double added = (with.nanos() - before.nanos()) / 1e9 * limit / with.bytes();
            return !with.closed() && with.rate() <= TOLERANCE * limit && added >= ADDED && added <= 1 / ADDED;
        });
    }

    private boolean saturated(List<Flow> flows) {
        return flows.stream().anyMatch(flow -> flow.full(kilobytes()));
    }

    private String effect(List<Flow> flows, List<Flow> above, boolean observed) {
        if (!above.isEmpty()) {
            return "more went through than may: " + above.get(0).text();
        }
        String most = flows.stream()
                .max((a, b) -> Double.compare(a.rate(), b.rate()))
                .map(Flow::text)
                .orElse("nothing");
        return observed
                ? "the rate held while more waited: " + most + idle(flows)
                : "the link was idle, the limit was not reached: at most " + most;
    }

    /** Wires that nobody asked for more than the limit: they show nothing of it. */
    private String idle(List<Flow> flows) {
        Set<Wire> asked = new HashSet<>();
        flows.stream().filter(flow -> flow.full(kilobytes())).map(Flow::wire).forEach(asked::add);
        String rest = flows.stream()
                .map(Flow::wire)
                .filter(wire -> !asked.contains(wire))
                .map(Wire::name)
                .distinct()
                .collect(Collectors.joining(", "));
        return rest.isEmpty() ? "" : "; not reached so far on " + rest;
    }

    /** What flowed since the last look. */
    private List<Flow> look(FaultSite site, TouchedPath path, List<Flow> last) throws IOException {
        List<Flow> flows = new ArrayList<>();
        List<Hold> holds = path.held();
        for (Way way : path.ways()) {
            for (ToxicDirection stream : where.streams(way)) {
                long heldBack = site.network().account(holds.get(flows.size())).heldBack();
                Traffic traffic = site.network().traffic(way.wire());
                Traffic.Stream bytes = stream == ToxicDirection.UPSTREAM ? traffic.upstream() : traffic.downstream();
                Look now = new Look(site.now(), bytes.sent(), heldBack, traffic.live());
                flows.add(new Flow(way.wire(), last.isEmpty() ? now : last.get(flows.size()).first, now));
            }
        }
        return flows;
    }

    /**
     * One stream of a wire at a moment.
     *
     * @param sent bytes that went through, on all connections
     * @param heldBack those of them that had to wait for others to take up the rate, by the toxic's own account
     * @param live connections
     */
    private record Look(long at, long sent, long heldBack, long live) {}

    /** One stream of a wire over a window. */
    private record Flow(Wire wire, Look first, Look last) {

        Flow again() {
            return new Flow(wire, last, last);
        }

        /** Bytes a second. */
        double rate() {
            return aSecond(last.sent - first.sent);
        }

        private double aSecond(long bytes) {
            return last.at == first.at ? 0 : bytes * 1e9 / (last.at - first.at);
        }

        boolean full(long kilobytes) {
            return aSecond(last.heldBack - first.heldBack) >= FULL * kilobytes * 1000;
        }

        boolean above(long kilobytes) {
            return rate() > TOLERANCE * kilobytes * 1000 * connections();
        }

        private long connections() {
            return Math.max(first.live, last.live);
        }

        String text() {
            return String.format(
                    Locale.ROOT, "%.1f kB/s over %d connections of %s", rate() / 1000, connections(), wire);
        }
    }
}
