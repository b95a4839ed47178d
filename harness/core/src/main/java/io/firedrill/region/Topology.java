package io.firedrill.region;

import io.firedrill.scenario.Endpoint;
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
 * @param brokers how many there are, by region, in the order of the scenario
 * @param mirrored regions in which a MirrorMaker runs
 * @param served regions whose services have a place in the platform's network, in which other services of this machine have none
 */
public record Topology(Map<String, Integer> brokers, Set<String> mirrored, Set<String> served) {
    public Topology {
        brokers = Collections.unmodifiableMap(new LinkedHashMap<>(brokers));
        mirrored = Collections.unmodifiableSet(new TreeSet<>(mirrored));
        served = Collections.unmodifiableSet(new TreeSet<>(served));
    }

    /** Services are processes of this machine. */
    public Topology(Map<String, Integer> brokers, Set<String> mirrored) {
        this(brokers, mirrored, Set.of());
    }

    /** Every broker, then the MirrorMakers' places, then those of services. */
    List<Endpoint> nodes() {
        List<Endpoint> nodes = new ArrayList<>(allBrokers());
        mirrored.forEach(region -> nodes.add(Endpoint.mirror(region)));
        served.forEach(region -> nodes.add(Endpoint.clients(region)));
        return nodes;
    }

    List<Endpoint> allBrokers() {
        List<Endpoint> all = new ArrayList<>();
        brokers.forEach((region, count) -> {
            for (int id = 1; id <= count; id++) {
                all.add(Endpoint.broker(region, id));
            }
        });
        return all;
    }
}
