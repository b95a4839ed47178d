package io.firedrill.drill;

import io.firedrill.evidence.Catalogue;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.network.Network;
import io.firedrill.network.Wire;
import io.firedrill.region.Addressing;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ServiceSpec;
import io.firedrill.workload.WorkerAssignment.StoreAssignment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the stores of services are, and how copies of their rows get from region to region: over proxies that go the way of the link, so
 * that what is done to the link is done to them.
 */
final class Stores {
    private record Place(String service, String region) {}

    private final Scenario scenario;
    private final Catalogue catalogue;
    private final Path data;
    private final Map<Place, HostPort> listens = new HashMap<>();
    private final Map<Place, HostPort> reached = new HashMap<>();

    /** @param data folder for the rows */
    Stores(Scenario scenario, Catalogue catalogue, Path data) {
        this.scenario = scenario;
        this.catalogue = catalogue;
        this.data = data;
    }

    /** Opens the paths; the wires of the link are there already. */
    void lay(Network network, Addressing addresses) throws IOException {
        for (Catalogue.Store store : catalogue.stores()) {
            List<String> regions = service(store).deployedIn();
            for (String region : regions) {
                List<Wire> links = network.to(region, Listener.LINK);
                if (regions.size() > 1 && !links.isEmpty()) {
                    Place place = new Place(store.service(), region);
                    HostPort listen = addresses.listens(Endpoint.clients(region));
                    addresses.release(listen);
                    HostPort proxy = addresses.shared(listen.port());
                    network.openShadow(links.get(0), store.service() + "-store", proxy, listen);
                    listens.put(place, listen);
                    reached.put(place, proxy);
                }
            }
        }
    }

    /**
     * The stores of a region.
     *
     * @param first whether its services start as the scenario says, and not on standby as in a region that came back
     */
    List<StoreAssignment> in(String region, boolean first) {
        List<StoreAssignment> stores = new ArrayList<>();
        for (int i = 0; i < catalogue.stores().size(); i++) {
            Catalogue.Store store = catalogue.stores().get(i);
            ServiceSpec service = service(store);
            if (service.deployedIn().contains(region)) {
                stores.add(assignment(i, store.service(), service, region, first));
            }
        }
        return stores;
    }

    private StoreAssignment assignment(int index, String name, ServiceSpec service, String region, boolean first) {
        ServiceSpec.Store spec = service.store().orElseThrow();
        HostPort listen = listens.get(new Place(name, region));
        List<String> replicas = service.deployedIn().stream()
                .filter(other -> !other.equals(region))
                .map(other -> reached.get(new Place(name, other)))
                .filter(port -> port != null)
                .map(HostPort::toString)
                .toList();
        return new StoreAssignment(
                index,
                name,
                data.resolve("stores")
                        .resolve(region + "-" + name + ".rows")
                        .toAbsolutePath()
                        .toString(),
                listen == null ? "" : listen.toString(),
                replicas,
                spec.lag(),
                spec.written(),
                first && Assignments.activeAtFirst(service, region));
    }

    private ServiceSpec service(Catalogue.Store store) {
        ServiceSpec service = scenario.services().get(store.service());
        if (service == null) {
            throw new IllegalStateException(
                    "the catalogue names a service that the scenario does not have: " + store.service());
        }
        return service;
    }
}
