package io.firedrill.network;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.region.LoopbackAddress;
import io.firedrill.region.Paths;
import io.firedrill.scenario.Endpoint;
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
 * Lays a wire from every process to every broker it may connect to. Within a region a broker advertises a name, which each
 * process finds at an address of its own; there listen the proxies of the wires that begin at it, on the port that the broker
 * listens on at its address. So a broker reaches itself directly, and everybody else through a wire of their own.
 *
 * <p>Listeners for other regions advertise an address, since the harness uses them as well: one wire for all that comes from
 * outside. Where processes have no addresses of their own, all sources of a listener share a wire.
 */
public final class Wiring implements Paths {
    private final Network network;
    private final LoopbackAddress address;
    private final Map<String, Integer> brokers;
    private final Set<String> mirrored;

    /**
     * @param brokers how many there are, by region
     * @param mirrored regions in which a MirrorMaker runs
     */
    public Wiring(Network network, LoopbackAddress address, Map<String, Integer> brokers, Set<String> mirrored) {
        this.network = network;
        this.address = address;
        this.brokers = new TreeMap<>(brokers);
        this.mirrored = Set.copyOf(mirrored);
    }

    @Override
    public Optional<HostPort> reserve(String region, int broker, Listener listener, HostPort upstream)
            throws IOException {
        Endpoint target = Endpoint.broker(region, broker);
        Set<Endpoint> sources = sources(target, listener);
        boolean apart = address.apart() && listener != Listener.LINK;
        List<Wire> wires = new ArrayList<>();
        if (apart) {
            for (Endpoint source : sources) {
                HostPort listen = new HostPort(address.of(source), upstream.port());
                wires.add(wire(Set.of(source), target, listener, listen));
            }
        } else {
            wires.add(wire(sources, target, listener, shared(upstream)));
        }
        if (!network.open(wires, upstream)) {
            return Optional.empty();
        }
        return Optional.of(
                apart
                        ? new HostPort(LoopbackAddress.nameOf(region), upstream.port())
                        : wires.get(0).listen());
    }

    /** On the harness's own address; where that is everybody's address, on a port that was free a moment ago. */
    private HostPort shared(HostPort upstream) throws IOException {
        if (address.apart()) {
            return new HostPort(address.host(), upstream.port());
        }
        HostPort free = address.reserve(address.host());
        address.release(free);
        return free;
    }

    private Set<Endpoint> sources(Endpoint target, Listener listener) {
        Set<Endpoint> sources = new LinkedHashSet<>();
        switch (listener) {
            case CLIENT -> {
                sources.add(Endpoint.clients(target.region()));
                if (mirrored.contains(target.region())) {
                    sources.add(Endpoint.mirror(target.region()));
                }
            }
            case LINK ->
                brokers.keySet().stream()
                        .filter(region -> !region.equals(target.region()))
                        .forEach(region -> sources.add(Endpoint.region(region)));
            case INTERNAL, CONTROLLER -> {
                for (int id = 1; id <= brokers.getOrDefault(target.region(), 0); id++) {
                    // At its own address a broker finds itself. Where all share one address, it goes through the wire.
                    if (id != target.broker() || !address.apart()) {
                        sources.add(Endpoint.broker(target.region(), id));
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
