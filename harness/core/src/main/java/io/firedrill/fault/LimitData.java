package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Hold;
import io.firedrill.network.Network;
import io.firedrill.network.Way;
import io.firedrill.network.Wire;
import io.firedrill.scenario.Fields;
import io.firedrill.scenario.Key;
import io.firedrill.scenario.Scalars;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Closes each connection of a path when so many bytes went through it in one direction. Its effect: the proxy's accounts show that
 * at least one connection was cut; a wire on which none carried so much shows nothing, and is named. Where none are kept, that a connection of the harness's own is closed there, which carried more before.
 *
 * @param bytes from when it took hold
 */
public record LimitData(Where where, long bytes) implements Fault {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String TOXIC = "toxic limit_data";

    /** What a connection of the harness's own moves in time, also back from a node. */
    private static final long MOST_FROM_OUTSIDE = 1L << 20;

    /** So many steps to the limit. */
    private static final long STEPS = 64;

    private static final long LEAST_STEP = 512;

    /** Its word in the language. */
    public static final class Word extends PathWord<LimitData> {
        private final Key<Long> bytes = required(
                "bytes",
                Scalars.size(1, 1L << 40, "a size from 1B to 1024GiB, such as 1MiB"),
                "that a connection carries in one direction before it is closed");

        /** For the service loader. */
        public Word() {
            super(
                    "limit-data",
                    LimitData.class,
                    "a network path whose connections carry only so much",
                    "closes connections between two places after so many bytes",
                    "{ between: [us-east, us-west], bytes: 64KiB }");
        }

        @Override
        protected LimitData build(Fields in) {
            return new LimitData(where(in), in.get(bytes));
        }

        @Override
        Where where(LimitData fault) {
            return fault.where();
        }
    }

    @Override
    public String key() {
        return "limit-data";
    }

    @Override
    public String target() {
        return where.toString();
    }

    @Override
    public String wording() {
        return where + ": a connection is closed after " + bytes + " B";
    }

    @Override
    public Set<Need> needs() {
        return bytes > MOST_FROM_OUTSIDE ? where.needsAnd(Need.TRAFFIC_ACCOUNTS) : where.needs();
    }

    @Override
    public Collection<Wire> watches(Network network) {
        return where.wires(network);
    }

    @Override
    public FaultReceipt apply(FaultSite site, Lifting lifting) throws Exception {
        if (!site.keepsAccounts()) {
            return fromOutside()
                    .apply(this, where, parameters(), TOXIC, this::grip, "closed at the limit", site, lifting);
        }
        TouchedPath path = TouchedPath.open(site, where.ways(site.network()), lifting);
        long from = site.now();
        path.hold(this::grip);
        long to = site.now();
        long cut = 0;
        List<String> spared = new ArrayList<>();
        while (cut == 0 && site.now() < to + TouchedPath.SEEN_WITHIN.toNanos()) {
            site.pause(LOOK);
            spared.clear();
            Map<Wire, Long> byWire = new LinkedHashMap<>();
            for (Hold hold : path.held()) {
                byWire.merge(hold.wire(), site.network().account(hold).cut(), Long::sum);
            }
            for (Map.Entry<Wire, Long> entry : byWire.entrySet()) {
                cut += entry.getValue();
                if (entry.getValue() == 0) {
                    spared.add(entry.getKey().name());
                }
            }
        }
        return new FaultReceipt(
                key(),
                target(),
                parameters(),
                TOXIC,
                from,
                to,
                path.touched(),
                cut > 0,
                from,
                site.now(),
                cut == 0
                        ? "no connection carried " + bytes + " B within " + TouchedPath.SEEN_WITHIN.toSeconds() + " s"
                        : TouchedPath.count(cut, "connection") + " closed at the limit"
                                + (spared.isEmpty()
                                        ? ""
                                        : "; none carried so much so far on " + String.join(", ", spared)));
    }

    private String parameters() {
        return "bytes: " + bytes + "B for each connection" + (where.oneWay() ? ", one way" : ", either way");
    }

    private void grip(Network network, Way way, Consumer<Hold> held) throws IOException {
        where.lay(network, way, "limit_data", Map.of("bytes", bytes), held);
    }

    /** Bytes that come after the limit in a step, or before it with the log-in, are not told apart. */
    private SeenFromOutside fromOutside() {
        long step = Math.max(LEAST_STEP, bytes / STEPS);
        return new SeenFromOutside(
                bytes + 2 * step,
                step,
                TouchedPath.CLEAN_WITHIN,
                (before, with) ->
                        !before.closed() && with.closed() && with.bytes() <= bytes && with.bytes() + 4 * step >= bytes);
    }
}
