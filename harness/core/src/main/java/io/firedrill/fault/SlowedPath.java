package io.firedrill.fault;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Hold;
import io.firedrill.network.Network;
import io.firedrill.network.Way;
import io.firedrill.network.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Latency on wires, as the faults that add it have in common. Seen when on every wire the canary's usual round trip rose by at least 80 %
 * of what was asked, and lifted when each is back to within half of it.
 *
 * @param latency added to a round trip: half each way, or all of it forward
 * @param jitter of it, either side
 * @param draws further attributes of the toxic
 * @param oneWay only what flows forward is slowed down
 */
record SlowedPath(Duration latency, Duration jitter, Map<String, Object> draws, boolean oneWay) {

    /** @param parameters what the receipt says beside latency and jitter */
    FaultReceipt apply(Fault fault, String parameters, FaultSite site, List<Way> ways, Lifting lifting)
            throws Exception {
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
        return new FaultReceipt(
                fault.key(),
                fault.target(),
                "latency: " + latency.toMillis() + "ms, jitter: " + jitter.toMillis() + "ms" + parameters
                        + (oneWay ? ", one way" : ", half each way"),
                "toxic latency",
                from,
                to,
                path.touched(),
                slow.size() == ways.size(),
                from,
                slow.values().stream().mapToLong(Canaries.RoundTrip::to).max().orElse(to),
                effect(ways, usual, slow));
    }

    private static String effect(List<Way> ways, Map<Wire, Duration> usual, Map<Wire, Canaries.RoundTrip> slow) {
        if (slow.size() == ways.size()) {
            long least = slow.entrySet().stream()
                    .mapToLong(entry -> entry.getValue()
                            .median()
                            .minus(before(usual, entry.getKey()))
                            .toMillis())
                    .min()
                    .orElse(0);
            return "the canaries' round trips rose by " + least + " ms or more on all "
                    + TouchedPath.count(ways.size(), "wire");
        }
        if (usual.size() < ways.size()) {
            return "no canary's round trip was known before the fault on " + (ways.size() - usual.size()) + " of "
                    + ways.size() + " wires";
        }
        return "the canaries' round trips rose by 80 % of what was asked on " + slow.size() + " of " + ways.size()
                + " wires within " + TouchedPath.SEEN_WITHIN.toSeconds() + " s";
    }

    private static Duration before(Map<Wire, Duration> usual, Wire wire) {
        return usual.getOrDefault(wire, Duration.ZERO);
    }

    private void hold(Network network, Way way, Consumer<Hold> held) throws IOException {
        List<ToxicDirection> streams = oneWay ? List.of(way.forward()) : List.of(way.forward(), way.backward());
        for (ToxicDirection stream : streams) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            attributes.put("latency", share(latency, stream));
            attributes.put("jitter", share(jitter, stream));
            attributes.putAll(draws);
            held.accept(network.toxic(way.wire(), stream, "latency", attributes, 1));
        }
    }

    /** Both halves together are the whole, also of an odd number of milliseconds. */
    private long share(Duration whole, ToxicDirection stream) {
        long millis = whole.toMillis();
        return oneWay ? millis : stream == ToxicDirection.UPSTREAM ? millis / 2 : millis - millis / 2;
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
