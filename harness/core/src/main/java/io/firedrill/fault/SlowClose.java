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
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Delays the end of connections. Its effect: a connection of the harness's own to each wire, ended at once, took at least 80 % of the
 * delay longer to end than before.
 *
 * @param delay of an end, in each direction that is hit
 */
public record SlowClose(Where where, Duration delay) implements Fault {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Its word in the language. */
    public static final class Word extends PathWord<SlowClose> {
        private final Key<Duration> delay = required("delay", Scalars.POSITIVE_DURATION, "of the end of a connection");

        /** For the service loader. */
        public Word() {
            super(
                    "slow-close",
                    SlowClose.class,
                    "a network path whose connections end late",
                    "delays the end of connections between two places",
                    "{ between: [us-east, us-west], delay: 1s }");
        }

        @Override
        protected SlowClose build(Fields in) {
            return new SlowClose(where(in), in.get(delay));
        }

        @Override
        Where where(SlowClose fault) {
            return fault.where();
        }

        @Override
        void check(SlowClose fault, List<Way> ways, FaultCheck in) {
            if (fault.delay().compareTo(Duration.ofMinutes(1)) > 0) {
                in.impossible(
                        "delay",
                        fault.delay().toSeconds() + "s",
                        "at most 1m",
                        "an end that is " + fault.delay().toSeconds() + " s late can't be observed in a drill");
            }
        }
    }

    @Override
    public String key() {
        return "slow-close";
    }

    @Override
    public String target() {
        return where.toString();
    }

    @Override
    public String wording() {
        return where + ": connections end " + delay.toMillis() + " ms late";
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
        TouchedPath path = TouchedPath.open(site, where.ways(site.network()), lifting);
        Map<Wire, Duration> usual = new LinkedHashMap<>();
        for (Wire wire : path.wires()) {
            usual.put(wire, end(site, wire));
        }
        long from = site.now();
        path.hold(
                (network, way, held) -> where.lay(network, way, "slow_close", Map.of("delay", delay.toMillis()), held));
        long to = site.now();
        Duration least = delay.multipliedBy(8).dividedBy(10);
        int late = 0;
        long shortest = Long.MAX_VALUE;
        for (var entry : usual.entrySet()) {
            Duration longer = end(site, entry.getKey()).minus(entry.getValue());
            shortest = Math.min(shortest, longer.toMillis());
            late += longer.compareTo(least) >= 0 ? 1 : 0;
        }
        boolean observed = late == usual.size();
        return new FaultReceipt(
                key(),
                target(),
                "delay: " + delay.toMillis() + "ms" + (where.oneWay() ? ", one way" : ", each way"),
                "toxic slow_close",
                from,
                to,
                path.touched(),
                observed,
                from,
                site.now(),
                observed
                        ? "connections took " + shortest + " ms or more longer to end on all " + usual.size() + " wires"
                        : "connections took 80 % of the delay longer to end on " + late + " of " + usual.size()
                                + " wires");
    }

    /** How long a connection takes to end after its client has said that it is done. */
    private Duration end(FaultSite site, Wire wire) throws IOException {
        int patience = (int) delay.multipliedBy(2).plus(PATIENCE).toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(wire.reached().socketAddress(), patience);
            socket.setSoTimeout(patience);
            long ended = site.now();
            socket.shutdownOutput();
            if (socket.getInputStream().read() >= 0) {
                throw new IOException(wire + " sent something to a connection that asked for nothing");
            }
            return Duration.ofNanos(site.now() - ended);
        } catch (SocketTimeoutException e) {
            throw new IOException("a connection over " + wire + " did not end within " + patience + " ms", e);
        }
    }
}
