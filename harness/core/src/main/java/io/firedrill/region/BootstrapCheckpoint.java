package io.firedrill.region;

import io.firedrill.kafka.BrokerDisk;
import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.JvmOptions;
import io.firedrill.kafka.Listener;
import io.firedrill.kafka.PropertiesText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** The bootstrap checkpoint of a Kafka version, made by Kafka's own format command once and kept in the cache. */
final class BootstrapCheckpoint {
    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final String ANY_CLUSTER = "AAAAAAAAAAAAAAAAAAAAAg";

    private BootstrapCheckpoint() {}

    static Path in(HarnessCache cache, KafkaPrograms programs, ProcessSupervisor supervisor) throws IOException {
        return cache.getOrMake(
                "kafka-" + programs.distribution().version() + "/" + BrokerDisk.BOOTSTRAP_CHECKPOINT,
                target -> make(target, programs, supervisor));
    }

    private static void make(Path target, KafkaPrograms programs, ProcessSupervisor supervisor) throws IOException {
        Path work = Files.createTempDirectory("firedrill-format");
        try {
            Path disk = work.resolve("disk");
            Path config = Files.writeString(work.resolve("server.properties"), PropertiesText.of(settings(disk)));
            JavaProgram format = programs.program(
                    "kafka.tools.StorageTool",
                    List.of("format", "--cluster-id", ANY_CLUSTER, "--config", config.toString()),
                    JvmOptions.lean(128),
                    Map.of());
            ChildExit exit = supervisor
                    .start(new ChildSpec(
                            "kafka-storage format",
                            format.command(),
                            work.resolve("format.log"),
                            ChildSpec.Ending.WHEN_DONE,
                            ChildSpec.Streams.LOGGED))
                    .awaitExit(AT_MOST);
            Path checkpoint = disk.resolve(BrokerDisk.BOOTSTRAP_CHECKPOINT);
            if (exit.code() != 0 || !Files.exists(checkpoint)) {
                throw new IOException("cannot format storage for Kafka "
                        + programs.distribution().version() + ": " + exit.describe());
            }
            Files.copy(checkpoint, target);
        } catch (TimeoutException e) {
            throw new IOException("cannot format storage: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while formatting storage", e);
        } finally {
            Directories.remove(work);
        }
    }

    private static Map<String, String> settings(Path disk) {
        // Nothing listens: the format command only wants a configuration that is valid for a combined node.
        HostPort controller = new HostPort("127.0.0.1", 9093);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@" + controller);
        settings.put("controller.listener.names", Listener.CONTROLLER.name());
        settings.put("listeners", "CONTROLLER://" + controller + ",INTERNAL://127.0.0.1:9092");
        settings.put("inter.broker.listener.name", Listener.INTERNAL.name());
        settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT");
        settings.put("log.dirs", disk.toString());
        return settings;
    }
}
