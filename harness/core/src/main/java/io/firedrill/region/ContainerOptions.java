package io.firedrill.region;

import io.firedrill.region.engine.ContainerSpec;
import io.firedrill.region.engine.ImageName;

/**
 * What the platform of containers runs.
 *
 * @param kafkaImage of brokers and MirrorMakers, with its tag
 * @param toxiproxyImage of the proxy server, with its tag
 * @param limits of each broker
 */
public record ContainerOptions(String kafkaImage, String toxiproxyImage, ContainerSpec.Limits limits) {
    /** The official image, without tag: Kafka's version is its tag. */
    public static final String KAFKA = "apache/kafka";

    /** The official image. */
    public static final String TOXIPROXY = "shopify/toxiproxy:2.12.0";

    /** What the image's tag says of Kafka's version; empty: it has none. */
    public String kafkaVersion() {
        return ImageName.of(kafkaImage).tag();
    }

    /** The official images. */
    public static ContainerOptions official(String kafkaVersion) {
        return new ContainerOptions(KAFKA + ":" + kafkaVersion, TOXIPROXY, ContainerSpec.Limits.NONE);
    }
}
