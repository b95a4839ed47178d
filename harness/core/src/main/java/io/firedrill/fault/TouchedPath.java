package io.firedrill.fault;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Hold;
import io.firedrill.network.Network;
import io.firedrill.network.Traffic;
import io.firedrill.network.Way;
import io.firedrill.network.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The wires that one application of a network fault lies on: how they were before, what is held on them, how they are proved clean. */
final class TouchedPath {
    /** How long an effect is waited for. */
    static final Duration SEEN_WITHIN = Duration.ofSeconds(10);
    /** How long a wire may take to work again. */
    static final Duration CLEAN_WITHIN = Duration.ofSeconds(30);

    private final FaultSite site;
    private final List<Way> ways;
    private final Map<Wire, Traffic> before = new LinkedHashMap<>();
    private final List<String> blind;
    private final Deque<Hold> held = new ArrayDeque<>();

    private TouchedPath(FaultSite site, List<Way> ways) throws IOException {
        this.site = site;
        this.ways = ways;
        if (site.network().keepsAccounts()) {
            for (Way way : ways) {
                before.put(way.wire(), site.network().traffic(way.wire()));
            }
        }
        this.blind = wires().stream()
                .filter(wire -> !site.canaries().works(wire))
                .map(Wire::name)
                .toList();
    }

    /** What is done to a way; each hold is handed over as soon as it holds. */
    @FunctionalInterface
    interface Grip {
        void on(Network network, Way way, Consumer<Hold> held) throws IOException;
    }

    /** What proves that wires are as before; says so in a sentence, or throws an exception that says which is not. */
    @FunctionalInterface
    interface Proof {
        String of(Collection<Wire> wires) throws Exception;
    }

    /**
     * Looks at the wires and registers how what will be done to them is taken back: all holds, the newest first, then the proof that
     * the wires work as before.
     */
    static TouchedPath open(FaultSite site, List<Way> ways, Lifting lifting) throws IOException {
        TouchedPath path = new TouchedPath(site, ways);
        path.liftBy(lifting, path::work);
        return path;
    }

    /** As {@link #open(FaultSite, List, Lifting)}, with a proof of its own. */
    static TouchedPath open(FaultSite site, List<Way> ways, Lifting lifting, Proof proof) throws IOException {
        TouchedPath path = new TouchedPath(site, ways);
        path.liftBy(lifting, proof);
        return path;
    }

    private void liftBy(Lifting lifting, Proof proof) {
        lifting.add(() -> proved(proof, wires(), lifting));
        lifting.add(() -> {
            release();
            return "";
        });
    }

    List<Wire> wires() {
        return ways.stream().map(Way::wire).toList();
    }

    List<Way> ways() {
        return ways;
    }

    /** Takes hold of every way. */
    void hold(Grip grip) throws IOException {
        for (Way way : ways) {
            grip.on(site.network(), way, this::add);
        }
    }

    private synchronized void add(Hold hold) {
        held.addFirst(hold);
    }

    /** What is held now, the oldest first. */
    synchronized List<Hold> held() {
        List<Hold> all = new ArrayList<>(held);
        Collections.reverse(all);
        return all;
    }

    /** Lifts what is held now, the newest first, and what a call that failed may have left. */
    void release() throws IOException {
        List<Hold> all;
        synchronized (this) {
            all = List.copyOf(held);
        }
        Network.lift(all);
        synchronized (this) {
            held.removeAll(all);
        }
        site.network().tidy();
    }

    /** Names of the touched wires, each with the connections that were live on it where the proxy server counts them. */
    List<String> touched() {
        return touched(wires(), before);
    }

    static List<String> touched(List<Wire> wires, Map<Wire, Traffic> before) {
        return wires.stream()
                .map(wire -> {
                    Traffic traffic = before.get(wire);
                    return traffic == null
                            ? wire.toString()
                            : wire + " (" + count(traffic.live(), "live connection") + ")";
                })
                .toList();
    }

    /** How long canaries are waited for that shall fail: one that is slowed down needs as much longer to give up. */
    static Duration failsWithin(FaultSite site) {
        return SEEN_WITHIN.plus(site.canaryPatience());
    }

    /** Wires whose canary was not answered before the fault: of these nothing can be told. */
    List<String> blind() {
        return blind;
    }

    /** For a receipt: why nothing could be observed of blind wires. */
    String blindness() {
        return "no canary was answered before the fault on " + String.join(", ", blind);
    }

    /** A receipt whose effect is that canaries failed. */
    FaultReceipt cut(
            Fault fault, String parameters, String mechanism, long from, long to, Map<Wire, Canaries.Edge> edges) {
        boolean observed = blind.isEmpty() && edges.size() == ways.size();
        String effect = observed
                ? (ways.size() == 1 ? "the canary of its wire" : "the canaries of all " + ways.size() + " wires")
                        + " stopped being answered"
                : !blind.isEmpty()
                        ? blindness()
                        : "canaries failed on " + edges.size() + " of " + ways.size() + " wires within "
                                + failsWithin(site).toSeconds() + " s";
        return new FaultReceipt(
                fault.key(),
                fault.target(),
                parameters,
                mechanism,
                from,
                to,
                touched(),
                observed,
                // The fault can't have had an effect before it was applied, however long ago the last try succeeded.
                edges.values().stream()
                        .mapToLong(edge -> Math.max(from, edge.lastSuccess()))
                        .min()
                        .orElse(from),
                edges.values().stream()
                        .mapToLong(Canaries.Edge::firstFailure)
                        .max()
                        .orElse(to),
                effect);
    }

    /**
     * Proves the wires that can be: not those that another fault still lies on, whose broker does not run, or that nobody watches any
     * more. These are named, and the same proof of them is put off.
     */
    private String proved(Proof proof, List<Wire> wires, Lifting lifting) throws Exception {
        List<Wire> able = new ArrayList<>();
        List<Wire> left = new ArrayList<>();
        Map<String, List<Wire>> unable = new LinkedHashMap<>();
        for (Wire wire : wires) {
            String reason = unprovable(wire);
            if (reason.isEmpty()) {
                able.add(wire);
            } else {
                left.add(wire);
                unable.computeIfAbsent(reason, any -> new ArrayList<>()).add(wire);
            }
        }
        if (!left.isEmpty()) {
            lifting.putOff(left.stream().map(Wire::name).toList(), () -> proved(proof, left, lifting));
        }
        List<String> notes = new ArrayList<>();
        if (!able.isEmpty()) {
            notes.add(proof.of(able));
        }
        unable.forEach((reason, of) -> notes.add(reason + ", so nothing is proved of "
                + of.stream().map(Wire::name).collect(Collectors.joining(", "))));
        return String.join("; ", notes);
    }

    private String unprovable(Wire wire) {
        if (site.network().held(wire)) {
            return "another fault holds";
        }
        if (wire.listener().isPresent() && !site.region(wire.region()).running().contains(wire.broker())) {
            return wire.target() + " does not run";
        }
        return site.canaries().state(wire) == Canaries.State.UNKNOWN ? "nobody watches" : "";
    }

    private String work(Collection<Wire> wires) throws InterruptedException {
        if (!site.canaries().awaitWorking(wires, CLEAN_WITHIN)) {
            throw new IllegalStateException(
                    "not answered " + CLEAN_WITHIN.toSeconds() + " s after the fault was lifted: "
                            + wires.stream()
                                    .filter(wire -> !site.canaries().works(wire))
                                    .map(Wire::name)
                                    .collect(Collectors.joining(", ")));
        }
        return "the canaries of " + count(wires.size(), "wire") + " are answered";
    }

    static String count(long many, String what) {
        return many + " " + what + (many == 1 ? "" : "s");
    }
}
