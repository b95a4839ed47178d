package io.firedrill.scenario;

import java.util.Optional;

/**
 * Where a scenario runs; nothing of that is in the scenario itself.
 *
 * @param platform what brokers, MirrorMaker and proxies run on
 * @param workers where the services' processes run
 * @param images of the platform of containers
 * @param brokers what each broker, or controller apart, may take, on the platform of containers
 */
public record Environment(PlatformKind platform, Workers workers, Images images, NodeLimits brokers) {
    /** Where workers run. */
    public enum Workers {
        /** Processes of this machine, whatever brokers run on. */
        HOST,
        /** On the platform of containers, in some of Kafka's image. */
        CONTAINERS
    }

    /**
     * Images by name and tag.
     *
     * @param prefix put before each name, as {@code registry.example.com/mirror/}; empty: none
     * @param kafka of brokers and MirrorMakers; empty: the official one of the default version
     * @param toxiproxy of the proxy server; empty: the official one
     */
    public record Images(String prefix, Optional<String> kafka, Optional<String> toxiproxy) {}

    /** Where nothing is said: everything is a process of this machine. */
    public static Environment ordinary() {
        return EnvironmentForm.FORM.fallback();
    }
}
