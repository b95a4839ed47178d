package io.firedrill.fault;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Hold;
import io.firedrill.network.Network;
import io.firedrill.network.Traffic;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Cuts what is sent on a path into small pieces. Its effect is that each slicer cut pieces off what was longer, by its own account, in
 * every stream that it lies on, and that no byte was lost. Where no accounts are kept, that a connection of the harness's own waits for
 * the pieces that its bytes make, and gets its answers whole.
 *
 * @param size of a piece in bytes, about
 * @param variation of it, either side
 * @param delay after each piece
 */
public record Slice(Where where, long size, long variation, Duration delay) implements Fault {
    private static final Duration LOOK = Duration.ofMillis(100);
    /** Of the delays between the pieces that a connection of the harness's own waits for. */
    private static final Duration DELAYED = Duration.ofMillis(500);
    /** A machine's own noise stays below. */
    private static final Duration LEAST_DELAYED = Duration.ofMillis(200);

    private static final long MOST_FROM_OUTSIDE = 1L << 20;
    private static final double SHARE_SEEN = 0.8;
    private static final String TOXIC = "toxic slicer";

    /** A canary's question and its answer, about. */
    private static final int EXCHANGE_BYTES = 80;

    /** Its word in the language. */
    public static final class Word extends PathWord<Slice> {
        private final Key<Long> size =
                required("size", Scalars.size(1, 1 << 20, "a size from 1B to 1MiB, such as 64B"), "of a piece, about");
        private final Key<Long> variation = optional(
                "variation",
                Scalars.size(0, 1 << 20, "a size below that of a piece, such as 16B"),
                0L,
                "0B",
                "of it, either side");
        private final Key<Duration> delay =
                optional("delay", Scalars.DURATION, Duration.ZERO, "0s", "after each piece");

        /** For the service loader. */
        public Word() {
            super(
                    "slice",
                    Slice.class,
                    "a network path that cuts what it carries into pieces",
                    "cuts what is sent between two places into small pieces",
                    "{ between: [us-east, us-west], size: 64B, delay: 1ms }");
        }

        @Override
        protected Slice build(Fields in) {
            return new Slice(where(in), in.get(size), in.get(variation), in.get(delay));
        }

        @Override
        Where where(Slice fault) {
            return fault.where();
        }

        @Override
        void check(Slice fault, List<Way> ways, FaultCheck in) {
            if (fault.variation() >= fault.size()) {
                in.impossible(
                        "variation",
                        fault.variation() + "B",
                        "less than the size, " + fault.size() + "B",
                        "a piece of " + fault.size() + "B can't be " + fault.variation() + "B smaller");
            }
        }
    }

    @Override
    public String key() {
        return "slice";
    }

    @Override
    public String target() {
        return where.toString();
    }

    @Override
    public String wording() {
        return where + ": pieces of " + size + " B" + (delay.isZero() ? "" : ", " + delay.toMillis() + " ms apart");
    }

    /** A canary's question and its answer are cut up as well. */
    @Override
    public Duration slows() {
        long smallest = size - variation;
        return delay.multipliedBy((EXCHANGE_BYTES + smallest - 1) / smallest);
    }

    @Override
    public Set<Need> needs() {
        return delayed().compareTo(LEAST_DELAYED) < 0 ? where.needsAnd(Need.TRAFFIC_ACCOUNTS) : where.needs();
    }

    @Override
    public Collection<Wire> watches(Network network) {
        return where.wires(network);
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        if (!site.keepsAccounts()) {
            return fromOutside()
                    .apply(
                            this,
                            where,
                            parameters(),
                            TOXIC,
                            this::grip,
                            "answers came whole, after " + delayed().toMillis() + " ms of delays between pieces",
                            site,
                            lifting);
        }
        TouchedPath path = TouchedPath.open(site, where.ways(site.network()), lifting);
        long from = site.now();
        path.hold(this::grip);
        long to = site.now();
        List<Traffic.Stream> before = streams(site, path);
        List<Long> pieces = pieces(site, path);
        while (pieces.contains(0L) && site.now() < to + TouchedPath.SEEN_WITHIN.toNanos()) {
            site.pause(LOOK);
            pieces = pieces(site, path);
        }
        List<Traffic.Stream> now = streams(site, path);
        long bytes = 0;
        long dropped = 0;
        for (int i = 0; i < now.size(); i++) {
            bytes += now.get(i).sent() - before.get(i).sent();
            dropped += now.get(i).dropped() - before.get(i).dropped();
        }
        boolean observed = !pieces.contains(0L) && dropped == 0;
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
                observed
                        ? pieces.stream().mapToLong(Long::longValue).sum() + " pieces were cut off " + bytes
                                + " bytes, in every direction that it lies on, and none was lost"
                        : dropped > 0
                                ? dropped + " bytes were lost, which slicing must not do"
                                : "nothing that was longer than a piece was sent within "
                                        + TouchedPath.SEEN_WITHIN.toSeconds() + " s in one of the directions");
    }

    private String parameters() {
        return "size: " + size + "B, variation: " + variation + "B, delay: " + delay.toMillis() + "ms";
    }

    private void grip(Network network, Way way, Consumer<Hold> held) throws IOException {
        Map<String, Object> attributes =
                Map.of("average_size", size, "size_variation", variation, "delay", delay.toMillis() * 1000);
        where.lay(network, way, "slicer", attributes, held);
    }

    /** Bytes that a connection of the harness's own moves. */
    private long probed() {
        long pieces = delay.isZero() ? 1 : Math.max(1, DELAYED.dividedBy(delay));
        return Math.min(MOST_FROM_OUTSIDE, pieces * (size + variation));
    }

    /** What these wait for at least: no piece is longer than the longest. */
    private Duration delayed() {
        return delay.multipliedBy(probed() / (size + variation));
    }

    private SeenFromOutside fromOutside() {
        double least = SHARE_SEEN * delayed().toNanos();
        return new SeenFromOutside(
                probed(),
                0,
                TouchedPath.CLEAN_WITHIN,
                (before, with) -> !before.closed() && !with.closed() && with.nanos() - before.nanos() >= least);
    }

    /** How many were cut off by each slicer. */
    private static List<Long> pieces(FaultSite site, TouchedPath path) throws IOException {
        List<Long> pieces = new ArrayList<>();
        for (Hold hold : path.held()) {
            pieces.add(site.network().account(hold).pieces());
        }
        return pieces;
    }

    private List<Traffic.Stream> streams(FaultSite site, TouchedPath path) throws IOException {
        List<Traffic.Stream> streams = new ArrayList<>();
        for (Way way : path.ways()) {
            Traffic traffic = site.network().traffic(way.wire());
            for (ToxicDirection stream : where.streams(way)) {
                streams.add(stream == ToxicDirection.UPSTREAM ? traffic.upstream() : traffic.downstream());
            }
        }
        return streams;
    }
}
