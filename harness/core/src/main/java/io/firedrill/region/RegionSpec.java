package io.firedrill.region;

import io.firedrill.kafka.BrokerProfile;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.scenario.RegionNodes;
import java.util.Map;

/**
 * A region to be started.
 *
 * @param name its name, as in the scenario
 * @param nodes its brokers, and controllers apart from them if any
 * @param profile what applies where {@code config} is silent
 * @param config Kafka settings of the scenario, the same for each node
 * @param jvm how the nodes' JVMs run
 */
public record RegionSpec(
        String name, RegionNodes nodes, BrokerProfile profile, Map<String, String> config, JvmOptions jvm) {
    /** Heap of a node unless told otherwise, in MiB. */
    public static final int HEAP_MEBIBYTES = 256;

    public RegionSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the region's name is blank");
        }
        config = Map.copyOf(config);
    }

    /** A region whose brokers are controllers as well. */
    public RegionSpec(String name, int brokers, BrokerProfile profile, Map<String, String> config, JvmOptions jvm) {
        this(name, RegionNodes.combined(brokers), profile, config, jvm);
    }

    /** Such a region of the lean profile, with nothing overridden. */
    public static RegionSpec lean(String name, int brokers) {
        return new RegionSpec(name, brokers, BrokerProfile.LEAN, Map.of(), JvmOptions.lean(HEAP_MEBIBYTES));
    }
}
