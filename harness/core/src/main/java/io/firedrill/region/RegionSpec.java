package io.firedrill.region;

import io.firedrill.kafka.BrokerProfile;
import io.firedrill.kafka.JvmOptions;
import java.util.Map;

/**
 * A region to be started.
 *
 * @param name its name, as in the scenario
 * @param brokers how many; node ids are 1 to that
 * @param profile what applies where {@code config} is silent
 * @param config Kafka broker settings of the scenario, the same for each broker
 * @param jvm how the brokers' JVMs run
 */
public record RegionSpec(String name, int brokers, BrokerProfile profile, Map<String, String> config, JvmOptions jvm) {
    /** Heap of a broker unless told otherwise, in MiB. */
    public static final int HEAP_MEBIBYTES = 256;

    public RegionSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the region's name is blank");
        }
        if (brokers < 1) {
            throw new IllegalArgumentException("region " + name + " has " + brokers + " brokers, needs at least 1");
        }
        config = Map.copyOf(config);
    }

    /** A region of the lean profile, with nothing overridden. */
    public static RegionSpec lean(String name, int brokers) {
        return new RegionSpec(name, brokers, BrokerProfile.LEAN, Map.of(), JvmOptions.lean(HEAP_MEBIBYTES));
    }
}
