package io.firedrill.kafka;

import io.firedrill.scenario.RegionNodes;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;

/**
 * One node of a region, a broker or a controller apart, as it shall be configured.
 *
 * @param region the name of its region
 * @param nodes all of the region
 * @param id its node id, one of those
 * @param disk its log directory
 * @param listens where each of its listeners is bound
 * @param advertised where each of its listeners is reached by others
 * @param voters the advertised CONTROLLER address of every node of the region that has one
 * @param profile which of the harness's own settings apply
 * @param overrides Kafka settings from the scenario; they win over the profile
 */
public record BrokerSpec(
        String region,
        RegionNodes nodes,
        int id,
        Path disk,
        Map<Listener, HostPort> listens,
        Map<Listener, HostPort> advertised,
        Map<Integer, HostPort> voters,
        BrokerProfile profile,
        Map<String, String> overrides) {
    public BrokerSpec {
        listens = Map.copyOf(listens);
        advertised = Map.copyOf(advertised);
        voters = Map.copyOf(voters);
        overrides = Map.copyOf(overrides);
        for (Listener listener : NodeRole.of(id, nodes).listeners()) {
            if (!listens.containsKey(listener) || !advertised.containsKey(listener)) {
                throw new IllegalArgumentException("node " + id + " of " + region + " has no address for " + listener);
            }
        }
        if (!voters.keySet().equals(new HashSet<>(nodes.voters()))) {
            throw new IllegalArgumentException(
                    "the voters of " + region + " are " + nodes.voters() + ", and not " + voters.keySet());
        }
    }

    /** What it is. */
    public NodeRole role() {
        return NodeRole.of(id, nodes);
    }
}
