package io.firedrill.network;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.kafka.NodeRole;
import io.firedrill.region.Addressing;
import io.firedrill.region.Paths;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.RegionNodes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lays a wire from every process to every broker and controller it may connect to. Within a region these advertise a name, which each
 * process finds at an address of its own; there listen the proxies of the wires that begin at it, on the port that the broker
 * listens on at its address. So a node reaches itself directly, and everybody else through a wire of their own.
 *
 * <p>A MirrorMaker has a wire of its own to each broker that it copies from, and finds it in the same way. What else comes from other
 * regions uses a listener that advertises what the harness can resolve, since it uses it as well: one wire for all of them. Where processes have
 * no addresses of their own, all sources of a listener share a wire.
 */
public final class Wiring implements Paths {
    private final Network network;
    private final Addressing address;
    private final Map<String, RegionNodes> regions;
    private final Map<String, Set<String>> mirrors;

    /**
     * @param regions the nodes of each
     * @param mirrors by each region in which a MirrorMaker runs, the regions that it copies from
     */
    public Wiring(
            Network network, Addressing address, Map<String, RegionNodes> regions, Map<String, Set<String>> mirrors) {
        this.network = network;
        this.address = address;
        this.regions = new TreeMap<>(regions);
        this.mirrors = Map.copyOf(mirrors);
    }

    @Override
    public Optional<HostPort> reserve(String region, int node, Listener listener, HostPort upstream)
            throws IOException {
        Endpoint target = Endpoint.node(region, node);
        Set<Endpoint> sources = sources(regions, mirrors, address.apart(), target, listener);
        if (sources.isEmpty()) {
            return Optional.of(upstream);
        }
        boolean apart = address.apart() && listener != Listener.LINK;
        List<Wire> wires = new ArrayList<>();
        if (apart) {
            for (Endpoint source : sources) {
                HostPort listen = new HostPort(address.of(source), upstream.port());
                wires.add(wire(Set.of(source), target, listener, listen));
            }
        } else {
            wires.add(wire(sources, target, listener, address.shared(upstream.port())));
        }
        if (!network.open(wires, upstream)) {
            return Optional.empty();
        }
        return Optional.of(
                apart
                        ? new HostPort(address.advertised(target), upstream.port())
                        : wires.get(0).listen());
    }

    /**
     * The wires that will lie between two places, where every process has an address of its own: known before anything starts.
     *
     * @param regions the nodes of each
     * @param mirrors by each region in which a MirrorMaker runs, the regions that it copies from
     */
    public static List<Way> planned(
            Map<String, RegionNodes> regions, Map<String, Set<String>> mirrors, Endpoint one, Endpoint other) {
        List<Wire> wires = new ArrayList<>();
        regions.forEach((region, nodes) -> {
            for (int id : nodes.ids()) {
                Endpoint target = Endpoint.node(region, id);
                HostPort unknown = new HostPort("127.0.0.1", 1);
                for (Listener listener : NodeRole.of(id, nodes).listeners()) {
                    if (listener == Listener.LINK) {
                        wires.add(wire(sources(regions, mirrors, true, target, listener), target, listener, unknown));
                    } else if (listener.proxied()) {
                        for (Endpoint source : sources(regions, mirrors, true, target, listener)) {
                            wires.add(wire(Set.of(source), target, listener, unknown));
                        }
                    }
                }
            }
        });
        return Way.between(wires, one, other);
    }

    private static Set<Endpoint> sources(
            Map<String, RegionNodes> regions,
            Map<String, Set<String>> mirrors,
            boolean apart,
            Endpoint target,
            Listener listener) {
        Set<Endpoint> sources = new LinkedHashSet<>();
        switch (listener) {
            case CLIENT -> {
                sources.add(Endpoint.clients(target.region()));
                if (mirrors.containsKey(target.region())) {
                    sources.add(Endpoint.mirror(target.region()));
                }
            }
            case LINK ->
                regions.keySet().stream()
                        .filter(region -> !region.equals(target.region()))
                        .forEach(region -> sources.add(Endpoint.region(region)));
            case MIRROR ->
                mirrors.forEach((region, from) -> {
                    if (from.contains(target.region())) {
                        sources.add(Endpoint.mirror(region));
                    }
                });
            case INTERNAL, CONTROLLER -> {
                RegionNodes nodes = regions.get(target.region());
                if (nodes == null) {
                    throw new IllegalArgumentException(
                            "no region " + target.region() + ", there are " + regions.keySet());
                }
                for (int id : listener == Listener.INTERNAL ? nodes.brokerIds() : nodes.ids()) {
                    // At its own address a node finds itself. Where all share one address, it goes through the wire.
                    if (id != target.broker() || !apart) {
                        sources.add(Endpoint.node(target.region(), id));
                    }
                }
            }
            case OBSERVER -> throw new IllegalArgumentException("nothing lies before the harness's own listener");
        }
        return sources;
    }

    private static Wire wire(Set<Endpoint> sources, Endpoint target, Listener listener, HostPort listen) {
        String from = sources.size() == 1 ? sources.iterator().next().toString() : "all";
        String name = from + "-to-" + target + "." + listener.name().toLowerCase(Locale.ROOT);
        return new Wire(name, sources, target, listener, listen);
    }
}
