package io.firedrill.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * Formats the disk of a broker without a JVM of Kafka's own. The bootstrap checkpoint that Kafka's format command writes
 * holds the feature levels of its version and neither cluster nor node id, so one made once fits every broker.
 */
public final class BrokerDisk {
    /** The checkpoint's name, as Kafka looks for it. */
    public static final String BOOTSTRAP_CHECKPOINT = "bootstrap.checkpoint";

    private BrokerDisk() {}

    /**
     * Once this returns, {@code disk} is as {@code kafka-storage format} leaves it.
     *
     * @param disk the log directory; made when absent, must hold no data
     * @param clusterId the cluster the broker belongs to
     * @param nodeId the broker's node id
     * @param checkpoint a bootstrap checkpoint of this Kafka version
     */
    public static void format(Path disk, String clusterId, int nodeId, Path checkpoint) throws IOException {
        Files.createDirectories(disk);
        Map<String, String> meta = new LinkedHashMap<>();
        meta.put("version", "1");
        meta.put("cluster.id", clusterId);
        meta.put("node.id", Integer.toString(nodeId));
        meta.put("directory.id", Uuid.randomUuid().toString());
        Files.writeString(disk.resolve("meta.properties"), PropertiesText.of(meta));
        Files.copy(checkpoint, disk.resolve(BOOTSTRAP_CHECKPOINT));
    }
}
