package io.firedrill.region;

import io.firedrill.region.engine.ContainerSpec;
import io.firedrill.region.engine.Engine;
import io.firedrill.scenario.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The containers that do nothing but hold a network, one beside each that runs a program, as in a pod of Kubernetes: when a broker is
 * killed, its address goes on to answer, by refusing. Otherwise connections to it would hang in the proxy server, which dials one after
 * the other and then serves nobody on that path for up to a minute after the broker is back.
 */
final class ContainerHouses {
    private static final String IDLE = "trap 'exit 0' TERM; while :; do sleep 3600 & wait; done";

    /** Which address services have on the networks of their region's brokers and MirrorMaker; before it is room for what lives there. */
    private static final int LOOKER = 11;

    private final Engine engine;
    private final ContainerRun run;
    private final ContainerAddresses addresses;
    private final Map<Endpoint, Integer> housed = new HashMap<>();
    private final Map<Endpoint, House> houses = new ConcurrentHashMap<>();

    ContainerHouses(Engine engine, ContainerRun run, ContainerAddresses addresses) {
        this.engine = engine;
        this.run = run;
        this.addresses = addresses;
    }

    /**
     * What holds a network.
     *
     * @param container its id
     * @param name of the container
     * @param own the network that it shares with the proxy server alone
     */
    record House(String container, String name, ContainerSpec.Attachment own) {}

    /**
     * Makes and starts one; the newest of a place is the one that is taken off the network.
     *
     * @param file how files of the program in it are called
     */
    House open(Endpoint who, String file) throws IOException {
        ContainerSpec spec = spec(who, file);
        String container = engine.create(spec);
        engine.start(container);
        // The last network is the one that it shares with the proxy server.
        House house = new House(
                container, spec.name(), spec.networks().get(spec.networks().size() - 1));
        houses.put(who, house);
        return house;
    }

    private synchronized int housed(Endpoint who) {
        return housed.merge(who, 1, Integer::sum) - 1;
    }

    private ContainerSpec spec(Endpoint who, String file) {
        int node = addresses.node(who);
        List<ContainerSpec.Attachment> networks = new ArrayList<>();
        // The harness looks at brokers there; services at brokers of other regions, by the proxies that the harness
        // uses as well.
        if (who.part() != Endpoint.Part.MIRROR) {
            networks.add(run.shared(addresses.subnets().sharedNode(node)));
        }
        if (who.part() == Endpoint.Part.CLIENTS) {
            // The canaries of what begins at a broker or a MirrorMaker run beside the services, and go by the same
            // proxies.
            for (Endpoint other : addresses.nodes()) {
                if (other.region().equals(who.region()) && !other.equals(who)) {
                    int of = addresses.node(other);
                    networks.add(run.own(of, addresses.subnets().ofNode(of, LOOKER)));
                }
            }
        }
        networks.add(run.own(node, addresses.subnets().ofNode(node, housed(who))));
        return new ContainerSpec(
                run.name(file + "-network"),
                run.options().kafkaImage(),
                Optional.of(run.user()),
                ContainerAddresses.hostname(who),
                Map.of(),
                List.of("sh", "-c", IDLE),
                List.of(),
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                networks,
                ContainerSpec.Limits.NONE,
                Map.of(),
                run.labels());
    }

    /** Takes places off the network that each shares with the proxy server. */
    void disconnect(Collection<Endpoint> places) throws IOException {
        Together.each(of(places), house -> engine.disconnect(house.own().network(), house.container()));
    }

    /** Puts them back. */
    void reconnect(Collection<Endpoint> places) throws IOException {
        Together.each(of(places), house -> engine.connect(house.own(), house.container()));
    }

    private List<House> of(Collection<Endpoint> places) throws IOException {
        List<House> found = new ArrayList<>();
        for (Endpoint place : places) {
            House house = houses.get(place);
            if (house == null) {
                throw new IOException(place + " was never started, so it has no network");
            }
            found.add(house);
        }
        return found;
    }
}
