package io.firedrill.toxiproxy.proxy;

import io.firedrill.toxiproxy.toxic.Toxic;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * All proxies of a server, by name, and every change of them. Confined to the control loop. A returned future completes when
 * every open connection has followed the change, or with a {@link Refusal} after which nothing has changed.
 */
public final class Proxies {
    private final Transport transport;
    private final Resolver resolver = new Resolver();
    private final long seed;
    private final TreeMap<String, Proxy> byName = new TreeMap<>();

    /** @param seed of every random draw; the same seed and the same order of connections give the same draws */
    public Proxies(Transport transport, long seed) {
        this.transport = transport;
        this.seed = seed;
    }

    /**
     * A proxy that is to be.
     *
     * @param name not empty
     * @param listen as the request has it
     * @param upstream not empty
     * @param enabled whether to listen at once
     */
    public record Plan(String name, String listen, String upstream, boolean enabled) {}

    /**
     * A change of a proxy; null leaves a part as it is.
     *
     * @param refuse true to refuse new connections and leave the open ones alone
     */
    public record Change(
            @Nullable String listen, @Nullable String upstream, @Nullable Boolean enabled, @Nullable Boolean refuse) {}

    /**
     * How far a populate came.
     *
     * @param proxies those made or kept, in the order of the request
     * @param refusal why it stopped, or null when it did not
     */
    public record Populated(List<Proxy> proxies, @Nullable Refusal refusal) {}

    /** All proxies by name. */
    public List<Proxy> all() {
        return List.copyOf(byName.values());
    }

    /** The proxy of that name. */
    public Proxy get(String name) throws Refusal {
        Proxy proxy = byName.get(name);
        if (proxy == null) {
            throw new Refusal(404, "proxy not found");
        }
        return proxy;
    }

    /** Makes a proxy. */
    public CompletableFuture<Proxy> create(Plan plan) {
        return lookUp(plan.listen())
                .thenCompose(address -> attempt(() -> {
                    if (byName.containsKey(plan.name())) {
                        throw new Refusal(409, "proxy already exists");
                    }
                    return CompletableFuture.completedFuture(add(plan, address));
                }));
    }

    private Proxy add(Plan plan, ListenAddress address) throws Refusal {
        long ownSeed = seed ^ ((long) plan.name().hashCode() << 32 | plan.name().length());
        Proxy proxy = new Proxy(transport, resolver, ownSeed, plan.name(), plan.listen(), plan.upstream());
        if (plan.enabled()) {
            proxy.enable(address.orRefuse());
        }
        byName.put(plan.name(), proxy);
        return proxy;
    }

    /** Makes all of them in order; a proxy with the same listen address and upstream is kept, another is replaced. */
    public CompletableFuture<Populated> populate(List<Plan> plans) {
        CompletableFuture<Populated> result = CompletableFuture.completedFuture(new Populated(new ArrayList<>(), null));
        for (Plan plan : plans) {
            result = result.thenCompose(sofar -> sofar.refusal() != null
                    ? CompletableFuture.completedFuture(sofar)
                    : lookUp(plan.listen()).thenCompose(address -> addOrReplace(plan, address, sofar)));
        }
        return result;
    }

    private CompletableFuture<Populated> addOrReplace(Plan plan, ListenAddress address, Populated sofar) {
        Proxy existing = byName.get(plan.name());
        if (existing == null) {
            return CompletableFuture.completedFuture(added(plan, address, sofar));
        }
        if (address instanceof ListenAddress.Unusable unusable) {
            return CompletableFuture.completedFuture(new Populated(sofar.proxies(), unusable.refusal()));
        }
        if (address.is(existing.listen()) && existing.upstream().equals(plan.upstream())) {
            sofar.proxies().add(existing);
            return CompletableFuture.completedFuture(sofar);
        }
        return existing.disable().thenApply(released -> added(plan, address, sofar));
    }

    private Populated added(Plan plan, ListenAddress address, Populated sofar) {
        try {
            sofar.proxies().add(add(plan, address));
            return sofar;
        } catch (Refusal e) {
            return new Populated(sofar.proxies(), e);
        }
    }

    /** Changes a proxy. */
    public CompletableFuture<Proxy> update(String name, Change change) {
        String listen = change.listen();
        if (listen == null) {
            return attempt(() -> {
                Proxy proxy = get(name);
                return lookUp(proxy.listen()).thenCompose(address -> attempt(() -> update(get(name), change, address)));
            });
        }
        return lookUp(listen).thenCompose(address -> attempt(() -> update(get(name), change, address)));
    }

    private static CompletableFuture<Proxy> update(Proxy proxy, Change change, ListenAddress found) throws Refusal {
        InetSocketAddress address = found.orRefuse();
        String listen = Objects.requireNonNullElse(change.listen(), proxy.listen());
        String upstream = Objects.requireNonNullElse(change.upstream(), proxy.upstream());
        boolean enable = Objects.requireNonNullElse(change.enabled(), proxy.enabled());
        boolean refuse = Objects.requireNonNullElse(change.refuse(), proxy.refusing());
        // First what may be refused, so that a refused change leaves everything as it was.
        Proxy.target(upstream);
        CompletableFuture<Void> listening = CompletableFuture.completedFuture(null);
        if (enable && !proxy.enabled()) {
            proxy.enableAt(listen, address, refuse);
        } else {
            if (proxy.enabled() && !enable) {
                listening = proxy.disable();
            }
            if (!found.is(proxy.listen())) {
                CompletableFuture<Void> moved = proxy.listenElsewhere(listen, address);
                listening = listening.thenCompose(released -> moved);
            }
        }
        return listening
                .thenCompose(settled -> attempt(() -> proxy.refuse(refuse, address)))
                .thenCompose(settled -> attempt(() -> proxy.upstream(upstream)))
                .thenApply(settled -> proxy);
    }

    /** Removes a proxy and closes its connections. */
    public CompletableFuture<Void> delete(String name) {
        return attempt(() -> {
            Proxy proxy = get(name);
            byName.remove(name);
            return proxy.disable();
        });
    }

    /** Enables every proxy and takes every toxic away. */
    public CompletableFuture<Void> reset() {
        CompletableFuture<Void> result = CompletableFuture.completedFuture(null);
        for (Proxy proxy : all()) {
            result = result.thenCompose(nothing -> lookUp(proxy.listen()))
                    .thenCompose(address -> attempt(() -> {
                        if (byName.get(proxy.name()) != proxy) {
                            // It was deleted while a name was looked up.
                            return CompletableFuture.completedFuture(null);
                        }
                        InetSocketAddress listen = address.orRefuse();
                        var accepting = proxy.refuse(false, listen);
                        proxy.enable(listen);
                        return accepting.thenCompose(settled -> proxy.removeToxics());
                    }));
        }
        return result;
    }

    /** Adds a toxic. */
    public CompletableFuture<Toxic> addToxic(Proxy proxy, Toxic toxic) {
        return attempt(() -> {
            if (proxy.toxic(toxic.name()).isPresent()) {
                throw new Refusal(409, "toxic already exists");
            }
            return proxy.add(toxic).thenApply(nothing -> toxic);
        });
    }

    /** Changes a toxic's attributes or toxicity. */
    public CompletableFuture<Toxic> updateToxic(Proxy proxy, Toxic toxic) {
        return proxy.replace(toxic).thenApply(nothing -> toxic);
    }

    /** Removes a toxic. */
    public CompletableFuture<Void> removeToxic(Proxy proxy, String toxicName) {
        return attempt(
                () -> proxy.remove(proxy.toxic(toxicName).orElseThrow(() -> new Refusal(404, "toxic not found"))));
    }

    /** Disables and forgets every proxy; completes the future when every connection is closed. */
    public void shutDown(CompletableFuture<Void> closed) {
        CompletableFuture<?>[] disabled =
                byName.values().stream().map(Proxy::disable).toArray(CompletableFuture[]::new);
        byName.clear();
        resolver.close();
        var unused = CompletableFuture.allOf(disabled).thenRun(() -> closed.complete(null));
    }

    /** The address, on the control loop again. */
    private CompletableFuture<ListenAddress> lookUp(String text) {
        CompletableFuture<ListenAddress> found = ListenAddress.lookUp(text, resolver);
        return found.isDone() ? found : found.thenApplyAsync(address -> address, transport.control());
    }

    private interface Attempt<T> {
        CompletableFuture<T> make() throws Refusal;
    }

    private static <T> CompletableFuture<T> attempt(Attempt<T> attempt) {
        try {
            return attempt.make();
        } catch (Refusal e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
