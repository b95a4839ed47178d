package io.firedrill.network;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.region.Failures;
import io.firedrill.scenario.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The wires of a drill, each a proxy, driven over the Toxiproxy interface, whichever server answers.
 *
 * <p>Thread-safe. Calls are serialized and of bounded time; each throws an {@link IOException} with a sentence when the server
 * refuses or does not answer.
 */
public final class Network implements AutoCloseable {
    private static final Duration AT_MOST = Duration.ofSeconds(10);
    private static final String TAKEN = "address already in use";

    private final ToxiproxyClient client;
    private final ProxyApi api;
    private final Map<Wire, Proxy> proxies = new LinkedHashMap<>();
    private final Map<Wire, List<Wire>> shadows = new HashMap<>();
    private final Map<Wire, Integer> cuts = new HashMap<>();
    private final PacketFilter filter = new PacketFilter();
    /** What is held now, the newest first. */
    private final Deque<Hold> holds = new ArrayDeque<>();
    /** Of these nobody was told, since they failed on their way: what of them holds nevertheless is not known. */
    private final Deque<Hold> strays = new ArrayDeque<>();

    private boolean over;
    private long toxics;

    /**
     * @param host of the Toxiproxy server's HTTP interface
     * @param port of it
     */
    public Network(String host, int port) {
        this(host, port, AT_MOST);
    }

    Network(String host, int port, Duration atMost) {
        this.client = new ToxiproxyClient(host, port);
        this.api = new ProxyApi(host, port, atMost);
    }

    /**
     * Opens wires to one listener, all or none.
     *
     * @param upstream where they lead to; need not listen yet
     * @return false when something else listens at the address of one of them: none is open, other addresses may do
     */
    public synchronized boolean open(List<Wire> wires, HostPort upstream) throws IOException {
        List<Wire> opened = new ArrayList<>();
        for (Wire wire : wires) {
            try {
                Proxy proxy = api.call(
                        "open " + wire,
                        () -> client.createProxy(wire.name(), wire.listen().toString(), upstream.toString()));
                proxies.put(wire, proxy);
                opened.add(wire);
            } catch (IOException e) {
                for (Wire open : opened) {
                    Proxy proxy = proxy(open);
                    api.call("close " + open, () -> {
                        proxy.delete();
                        return true;
                    });
                    proxies.remove(open);
                }
                if (String.valueOf(e.getMessage()).contains(TAKEN)) {
                    return false;
                }
                throw e;
            }
        }
        return true;
    }

    /**
     * Opens another wire beside one: the same source, the same broker and listener, on another address.
     *
     * @throws IOException also when something listens there
     */
    public synchronized Wire openBeside(Wire wire, String host) throws IOException {
        HostPort listen = new HostPort(host, wire.listen().port());
        Wire beside = new Wire(wire.name() + "-at-" + host, wire.sources(), wire.target(), wire.listener(), listen);
        if (!open(List.of(beside), HostPort.parse(proxy(wire).getUpstream()))) {
            throw new IOException("something listens at " + listen + " already, so " + beside + " can't be opened");
        }
        return beside;
    }

    /**
     * Opens a path for something else than Kafka that goes the way of a wire: whatever is done to the wire is done to it as well. It is no
     * wire by itself, and nobody else has to know of it.
     *
     * @param name added to the wire's
     * @param listen where its proxy listens
     * @param upstream where it leads to; need not listen yet
     * @throws IOException also when something listens there
     */
    public synchronized void openShadow(Wire wire, String name, HostPort listen, HostPort upstream) throws IOException {
        Wire shadow = new Wire(wire.name() + "-" + name, wire.sources(), wire.target(), wire.listener(), listen);
        if (!open(List.of(shadow), upstream)) {
            throw new IOException("something listens at " + listen + " already, so " + shadow + " can't be opened");
        }
        shadows.computeIfAbsent(wire, w -> new ArrayList<>()).add(shadow);
    }

    /** The wire and all that goes its way. */
    private List<Wire> withShadows(Wire wire) {
        List<Wire> all = new ArrayList<>(List.of(wire));
        all.addAll(shadows.getOrDefault(wire, List.of()));
        return all;
    }

    /** Every wire that is open, in the order they were opened. */
    public synchronized List<Wire> wires() {
        return proxies.keySet().stream()
                .filter(wire -> shadows.values().stream().noneMatch(of -> of.contains(wire)))
                .toList();
    }

    /** The wires to a listener of the brokers of a region. */
    public synchronized List<Wire> to(String region, Listener listener) {
        return wires().stream()
                .filter(wire -> wire.leadsTo(listener) && wire.region().equals(region))
                .toList();
    }

    /** The wire to what the services of a region call. */
    public synchronized Optional<Wire> toDependency(String region, String name) {
        Endpoint target = Endpoint.dependency(region, name);
        return proxies.keySet().stream()
                .filter(wire -> wire.target().equals(target))
                .findFirst();
    }

    /**
     * Every wire that lies between two places, and between nothing else, whichever side opens the connections. One within both
     * places leads from the first to the second.
     *
     * @return empty when nothing lies between them, or nothing that others don't use as well
     */
    public synchronized List<Way> between(Endpoint one, Endpoint other) {
        return Way.between(wires(), one, other);
    }

    /**
     * Adds latency to a wire's round trip, half each way, for good: it is the link's own, not a fault.
     *
     * @param roundTrip added to a round trip
     * @param jitter either side of it
     */
    public synchronized void delay(Wire wire, Duration roundTrip, Duration jitter) throws IOException {
        for (ToxicDirection direction : ToxicDirection.values()) {
            boolean up = direction == ToxicDirection.UPSTREAM;
            for (Wire path : withShadows(wire)) {
                add(
                        path,
                        "link-" + (up ? "up" : "down"),
                        direction,
                        "latency",
                        Map.of("latency", half(roundTrip, up), "jitter", half(jitter, up)),
                        1);
            }
        }
    }

    /** Cuts a wire: nothing connects, what was connected is closed. It works again once every cut of it is lifted. */
    public synchronized Hold cut(Wire wire) throws IOException {
        goesOn();
        proxy(wire);
        boolean first = cuts.merge(wire, 1, Integer::sum) == 1;
        return held(new Hold(wire, "", () -> join(wire), this::lifted), () -> {
            for (Wire path : first ? withShadows(wire) : List.<Wire>of()) {
                Proxy proxy = proxy(path);
                api.call("cut " + path, () -> {
                    proxy.disable();
                    return true;
                });
            }
        });
    }

    private synchronized void join(Wire wire) throws IOException {
        int left = cuts.getOrDefault(wire, 0) - 1;
        if (left > 0) {
            cuts.put(wire, left);
            return;
        }
        for (Wire path : withShadows(wire)) {
            Proxy proxy = proxy(path);
            api.call("join " + path, () -> {
                proxy.enable();
                return true;
            });
        }
        cuts.remove(wire);
    }

    /**
     * Puts a toxic on a wire, beside those that are there.
     *
     * @param type as the interface calls it, {@code bandwidth}
     * @param attributes as the interface calls them; numbers, texts, truth values
     * @param toxicity share of the connections that it touches, 0 to 1
     */
    public synchronized Hold toxic(
            Wire wire, ToxicDirection direction, String type, Map<String, Object> attributes, float toxicity)
            throws IOException {
        goesOn();
        String name = type + "-" + ++toxics;
        List<Wire> paths = withShadows(wire);
        Hold.Undo undo = () -> {
            for (Wire path : paths) {
                remove(path, name);
            }
        };
        return held(new Hold(wire, name, undo, this::lifted), () -> {
            for (Wire path : paths) {
                add(path, name, direction, type, attributes, toxicity);
            }
        });
    }

    /**
     * Drops packets between a wire's proxy and those who connect to it; only in a network namespace of the drill's own.
     *
     * @param direction which stream's
     * @param percent of the packets that are lost, 1 to 100
     */
    public synchronized Hold drop(Wire wire, ToxicDirection direction, int percent) throws IOException {
        goesOn();
        Deque<Hold.Undo> rules = new ArrayDeque<>();
        Hold.Undo undo = () -> {
            while (!rules.isEmpty()) {
                rules.getFirst().run();
                rules.removeFirst();
            }
        };
        return held(new Hold(wire, "", undo, this::lifted), () -> {
            for (Wire path : withShadows(wire)) {
                rules.addFirst(filter.drop(path, direction, percent));
            }
        });
    }

    /** How many packets of one stream the holds that lie on a wire now have dropped. */
    public synchronized long dropped(Wire wire, ToxicDirection direction) throws IOException {
        return filter.dropped(wire, direction);
    }

    /**
     * Takes hold. It is known before the first call, since a call that fails may have been done all the same, or half of it: that is taken
     * back at once, or by {@link #tidy} where the server does not answer.
     */
    private Hold held(Hold hold, Hold.Undo take) throws IOException {
        holds.addFirst(hold);
        try {
            take.run();
        } catch (IOException e) {
            strays.addFirst(hold);
            if (!(e instanceof UnansweredException)) {
                try {
                    hold.lift();
                } catch (IOException next) {
                    e.addSuppressed(next);
                }
            }
            throw e;
        }
        return hold;
    }

    private synchronized void lifted(Hold hold) {
        holds.remove(hold);
        strays.remove(hold);
    }

    /**
     * Takes back what calls that failed may have left on the wires.
     *
     * @throws IOException that failed as well; to be tried again
     */
    public void tidy() throws IOException {
        List<Hold> left;
        synchronized (this) {
            left = List.copyOf(strays);
        }
        lift(left);
    }

    private void goesOn() throws IOException {
        if (over) {
            throw new IOException("the drill is over: nothing is done to its network any more");
        }
    }

    /** Whether something is held on a wire now. */
    public synchronized boolean held(Wire wire) {
        return holds.stream().anyMatch(hold -> hold.wire().equals(wire));
    }

    /**
     * Lifts whatever is still held, the newest first, and takes no more: for a drill that was broken off.
     *
     * @throws IOException something could not be lifted; the rest was tried as long as the server answered
     */
    public void release() throws IOException {
        List<Hold> left;
        synchronized (this) {
            over = true;
            left = List.copyOf(holds);
        }
        lift(left);
    }

    /**
     * Lifts holds in this order. Each is tried, unless the server stopped to answer: then the others would only wait for it as long.
     *
     * @throws IOException the first failure, the others suppressed in it
     */
    public static void lift(Collection<Hold> holds) throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (Hold hold : holds) {
            try {
                hold.lift();
            } catch (IOException e) {
                failures.add(e);
                if (e instanceof UnansweredException) {
                    break;
                }
            }
        }
        Optional<IOException> first = Failures.first(failures);
        if (first.isPresent()) {
            throw first.get();
        }
    }

    private void add(
            Wire wire, String name, ToxicDirection direction, String type, Map<String, ?> attributes, float toxicity)
            throws IOException {
        String path = path(wire) + "/toxics";
        Map<String, Object> toxic = Map.of(
                "name",
                name,
                "stream",
                direction.name().toLowerCase(Locale.ROOT),
                "type",
                type,
                "toxicity",
                toxicity,
                "attributes",
                attributes);
        api.call("put " + type + " on " + wire, () -> api.post(path, toxic));
    }

    private synchronized void remove(Wire wire, String name) throws IOException {
        String path = path(wire) + "/toxics/" + name;
        api.call("take " + name + " off " + wire, () -> {
            api.delete(path);
            return true;
        });
    }

    /** Whether the server keeps accounts of traffic: Firedrill's own does, the real one does not. */
    public synchronized boolean keepsAccounts() throws IOException {
        return api.call("say whether it keeps accounts", () -> api.knows("/traffic"));
    }

    /**
     * What went through a wire so far.
     *
     * @throws IOException also when the server keeps no accounts: only Firedrill's own does
     */
    public synchronized Traffic traffic(Wire wire) throws IOException {
        JsonNode account = api.call("give the traffic of " + wire, () -> api.get(path(wire) + "/traffic"));
        JsonNode connections = account.path("connections");
        return new Traffic(
                connections.path("total").asLong(),
                connections.path("live").asLong(),
                connections.path("cut").asLong(),
                stream(account.path("upstream")),
                stream(account.path("downstream")));
    }

    /**
     * What the toxic of a hold did so far.
     *
     * @throws IOException also when the server keeps no accounts: only Firedrill's own does
     */
    public synchronized ToxicAccount account(Hold hold) throws IOException {
        JsonNode account = api.call("give the traffic of " + hold.wire(), () -> api.get(path(hold.wire()) + "/traffic"))
                .path("toxics")
                .path(hold.toxic());
        if (account.isMissingNode()) {
            throw new IOException(
                    "the proxy server keeps no account of toxic '" + hold.toxic() + "' on " + hold.wire());
        }
        return new ToxicAccount(
                account.path("cut").asLong(),
                account.path("pieces").asLong(),
                account.path("held_back_bytes").asLong());
    }

    private static Traffic.Stream stream(JsonNode account) {
        return new Traffic.Stream(
                account.path("received_bytes").asLong(),
                account.path("sent_bytes").asLong(),
                account.path("dropped_bytes").asLong());
    }

    /** Ends the threads that call the server; the wires stay as they are. */
    @Override
    public void close() {
        api.close();
    }

    private String path(Wire wire) {
        proxy(wire);
        return "/proxies/" + wire.name();
    }

    private Proxy proxy(Wire wire) {
        Proxy proxy = proxies.get(wire);
        if (proxy == null) {
            throw new IllegalArgumentException("no wire " + wire + "; there are " + proxies.keySet());
        }
        return proxy;
    }

    /** Both halves together are the whole, also of an odd number of milliseconds. */
    private static long half(Duration whole, boolean smaller) {
        long millis = whole.toMillis();
        return smaller ? millis / 2 : millis - millis / 2;
    }
}
