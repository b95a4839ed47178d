package io.firedrill.region;

import io.firedrill.kafka.Listener;
import io.firedrill.kafka.NodeRole;
import io.firedrill.scenario.Endpoint;
import io.firedrill.scenario.RegionNodes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a platform that lays its network beforehand has to know of a run.
 *
 * @param regions the nodes of each region, in the order of the scenario
 * @param mirrored regions in which a MirrorMaker runs
 * @param served regions whose services have a place in the platform's network, in which other services of this machine have none
 */
public record Topology(Map<String, RegionNodes> regions, Set<String> mirrored, Set<String> served) {
    public Topology {
        regions = Collections.unmodifiableMap(new LinkedHashMap<>(regions));
        mirrored = Collections.unmodifiableSet(new TreeSet<>(mirrored));
        served = Collections.unmodifiableSet(new TreeSet<>(served));
    }

    /** Services are processes of this machine. */
    public Topology(Map<String, RegionNodes> regions, Set<String> mirrored) {
        this(regions, mirrored, Set.of());
    }

    /** Every broker and controller, then the MirrorMakers' places, then those of services. */
    List<Endpoint> nodes() {
        List<Endpoint> nodes = new ArrayList<>(kafka());
        mirrored.forEach(region -> nodes.add(Endpoint.mirror(region)));
        served.forEach(region -> nodes.add(Endpoint.clients(region)));
        return nodes;
    }

    /** Every broker, and every controller apart. */
    List<Endpoint> kafka() {
        List<Endpoint> all = new ArrayList<>();
        regions.forEach((region, nodes) -> nodes.ids().forEach(id -> all.add(Endpoint.node(region, id))));
        return all;
    }

    /** The listeners that a broker or controller has. */
    List<Listener> listeners(Endpoint node) {
        RegionNodes nodes = regions.get(node.region());
        return nodes == null ? List.of() : NodeRole.of(node.broker(), nodes).listeners();
    }
}
