package io.firedrill.toxiproxy.proxy;

import io.firedrill.toxiproxy.toxic.Direction;
import io.firedrill.toxiproxy.toxic.Toxic;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A proxy: a listener, an upstream, toxics and the connections that run through it. Confined to the control loop.
 *
 * <p>A change of the model has taken effect on return. The future that some changes return completes when every open
 * connection has followed; none of that waits for a peer.
 */
public final class Proxy {
    private final Transport transport;
    private final Resolver resolver;
    private final String name;
    private final SplittableRandom seeds;
    private final Traffic traffic = new Traffic();
    private final List<Toxic> toxics = new ArrayList<>();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private String listen;
    private String upstream;
    private HostPort target;
    private boolean enabled;
    private long accepted;
    private boolean refusing;
    private @Nullable Listener listener;

    Proxy(Transport transport, Resolver resolver, long seed, String name, String listen, String upstream)
            throws Refusal {
        this.transport = transport;
        this.resolver = resolver;
        this.name = name;
        this.seeds = new SplittableRandom(seed);
        this.listen = listen;
        this.upstream = upstream;
        this.target = target(upstream);
    }

    /** The host and port of an upstream, or a refusal with status 400. */
    static HostPort target(String upstream) throws Refusal {
        try {
            return HostPort.parse(upstream);
        } catch (Refusal e) {
            throw new Refusal(400, "upstream is \"" + upstream + "\", allowed is host:port: " + e.getMessage());
        }
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** Where it listens: as given until it was first enabled, then resolved. */
    public String listen() {
        return listen;
    }

    /** The upstream as given. */
    public String upstream() {
        return upstream;
    }

    /** Whether it is enabled. */
    public boolean enabled() {
        return enabled;
    }

    /** Whether new connections are refused while those that are open go on. */
    public boolean refusing() {
        return refusing;
    }

    /** What has gone through it. */
    public Traffic traffic() {
        return traffic;
    }

    /** The toxics, upstream's first, each stream's in the order they were added. */
    public List<Toxic> toxics() {
        return Stream.of(Direction.values())
                .flatMap(direction -> toxics.stream().filter(toxic -> toxic.direction() == direction))
                .toList();
    }

    /** The toxic of that name. */
    public Optional<Toxic> toxic(String toxicName) {
        return toxics.stream().filter(toxic -> toxic.name().equals(toxicName)).findFirst();
    }

    /** Begins to listen at the address, unless it does already. */
    void enable(InetSocketAddress address) throws Refusal {
        if (!enabled) {
            if (!refusing) {
                listenAt(address);
            }
            enabled = true;
        }
    }

    private void listenAt(InetSocketAddress address) throws Refusal {
        Listener bound = transport.listen(address, this::accepted);
        listener = bound;
        listen = HostPort.format(bound.address());
    }

    /** Listens at the address, which is written like that; when it can't be bound everything stays as it was. */
    void enableAt(String text, InetSocketAddress address, boolean refuse) throws Refusal {
        String listenBefore = listen;
        boolean refusingBefore = refusing;
        listen = text;
        refusing = refuse;
        try {
            enable(address);
        } catch (Refusal e) {
            listen = listenBefore;
            refusing = refusingBefore;
            throw e;
        }
    }

    /** Stops listening and closes every connection. */
    CompletableFuture<Void> disable() {
        enabled = false;
        return CompletableFuture.allOf(stopListening(), cutAll());
    }

    private CompletableFuture<Void> stopListening() {
        Listener before = listener;
        listener = null;
        return before == null ? CompletableFuture.completedFuture(null) : before.stop();
    }

    private CompletableFuture<Void> cutAll() {
        return onEveryLink(Link::cut);
    }

    /**
     * Listens elsewhere and closes every connection, as a client that was moved expects. When the new address can't be bound
     * everything stays as it was.
     */
    CompletableFuture<Void> listenElsewhere(String text, InetSocketAddress address) throws Refusal {
        Listener before = listener;
        if (before == null) {
            listen = text;
            return CompletableFuture.completedFuture(null);
        }
        InetSocketAddress old = before.address();
        if (address.getPort() != old.getPort()) {
            listenAt(address);
            return CompletableFuture.allOf(before.stop(), cutAll());
        }
        // The same port on another address may overlap with this one, so it has to be let go first.
        return stopListening().thenCompose(released -> {
            try {
                listenAt(address);
                return cutAll();
            } catch (Refusal e) {
                return CompletableFuture.failedFuture(listenAgainAt(old, e));
            }
        });
    }

    private Refusal listenAgainAt(InetSocketAddress old, Refusal why) {
        try {
            listenAt(old);
            return why;
        } catch (Refusal e) {
            enabled = false;
            return new Refusal(
                    500, why.getMessage() + "; the proxy is disabled, since at its old address: " + e.getMessage());
        }
    }

    /** Sends new connections to another upstream and closes those to the old one; the listener stays open. */
    CompletableFuture<Void> upstream(String newUpstream) throws Refusal {
        if (newUpstream.equals(upstream)) {
            return CompletableFuture.completedFuture(null);
        }
        target = target(newUpstream);
        upstream = newUpstream;
        return cutAll();
    }

    /** Refuses new connections, or accepts them again; those that are open go on. */
    CompletableFuture<Void> refuse(boolean refuse, InetSocketAddress address) throws Refusal {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        if (enabled && refuse != refusing) {
            if (refuse) {
                done = stopListening();
            } else {
                listenAt(address);
            }
        }
        refusing = refuse;
        return done;
    }

    /** Adds a toxic as the last of its stream; the name must be free. */
    CompletableFuture<Void> add(Toxic toxic) {
        toxics.add(toxic);
        traffic.added(toxic.name());
        return onEveryLink(link -> link.change(new ToxicChange.Added(toxic)));
    }

    /** Puts a toxic in the place of the one with its name. */
    CompletableFuture<Void> replace(Toxic toxic) {
        toxics.replaceAll(old -> old.name().equals(toxic.name()) ? toxic : old);
        return onEveryLink(link -> link.change(new ToxicChange.Updated(toxic)));
    }

    /** Takes a toxic away. */
    CompletableFuture<Void> remove(Toxic toxic) {
        toxics.remove(toxic);
        traffic.removed(toxic.name());
        return onEveryLink(link -> link.change(new ToxicChange.Removed(toxic)));
    }

    /** Takes every toxic away. */
    CompletableFuture<Void> removeToxics() {
        CompletableFuture<?>[] removals =
                List.copyOf(toxics).stream().map(this::remove).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(removals);
    }

    private CompletableFuture<Void> onEveryLink(Function<Link, CompletableFuture<Void>> action) {
        if (links.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        // The last link completes it on its own loop, but whoever goes on from here touches the model.
        return CompletableFuture.allOf(links.stream().map(action).toArray(CompletableFuture[]::new))
                .thenRunAsync(() -> {}, transport.control());
    }

    private void accepted(Peer client) {
        Link link = new Link(transport.nextWorker(), ++accepted, client, toxics, traffic, seeds.split(), links::remove);
        links.add(link);
        link.open(transport, resolver, target);
    }
}
