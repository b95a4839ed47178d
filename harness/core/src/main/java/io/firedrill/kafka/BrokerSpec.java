package io.firedrill.kafka;

import java.nio.file.Path;
import java.util.Map;

/**
 * One broker as it shall be configured.
 *
 * @param region the name of its region
 * @param id its node id, unique in the region
 * @param disk its log directory
 * @param listens where each listener is bound; all of {@link Listener}
 * @param advertised where each listener is reached by others; all of {@link Listener}
 * @param voters the advertised CONTROLLER address of every broker of the region, this one included
 * @param profile which of the harness's own settings apply
 * @param overrides Kafka settings from the scenario; they win over the profile
 */
public record BrokerSpec(
        String region,
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
        for (Listener listener : Listener.values()) {
            if (!listens.containsKey(listener) || !advertised.containsKey(listener)) {
                throw new IllegalArgumentException(
                        "broker " + id + " of " + region + " has no address for " + listener);
            }
        }
        if (!voters.containsKey(id)) {
            throw new IllegalArgumentException(
                    "broker " + id + " of " + region + " is not among the voters " + voters.keySet());
        }
    }
}
