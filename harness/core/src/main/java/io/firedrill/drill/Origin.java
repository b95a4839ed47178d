package io.firedrill.drill;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.kafka.KafkaDistribution;
import io.firedrill.region.ContainerImages;
import io.firedrill.region.ContainerOptions;
import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.EngineException;
import io.firedrill.scenario.Environment;
import io.firedrill.scenario.Scenario;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Who ran the drill, on what, with what: the first line of its timeline. */
final class Origin {
    private static final String UNKNOWN = "unknown";

    private Origin() {}

    static TimelineEvent.RunStarted of(Scenario scenario, Catalogue catalogue, RunFolder folder, DrillOptions options)
            throws IOException {
        String version = options.containers()
                .map(containers -> containers.kafkaVersion().isEmpty() ? UNKNOWN : containers.kafkaVersion())
                .orElseGet(() -> KafkaDistribution.at(options.kafkaHome()).version());
        Map<String, String> kafka = new TreeMap<>();
        scenario.regions().keySet().forEach(region -> kafka.put(region, version));
        return new TimelineEvent.RunStarted(
                System.nanoTime(),
                folder.root().toAbsolutePath().normalize().getFileName().toString(),
                scenario.name(),
                scenario.title(),
                scenario.pattern().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                options.platform().word(),
                System.currentTimeMillis(),
                clock(),
                scenario.settings().seed(),
                options.firedrillVersion(),
                kafka,
                System.getProperty("user.name", UNKNOWN),
                environment(options),
                catalogue);
    }

    private static Map<String, String> environment(DrillOptions options) {
        Map<String, String> environment = new TreeMap<>();
        options.containers().ifPresent(containers -> environment.putAll(containers(containers)));
        environment.put("host", host());
        environment.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        environment.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os) {
            environment.put("memory", os.getTotalMemorySize() / (1 << 20) + " MiB");
        }
        return environment;
    }

    /** An engine that does not answer ends the drill right after this; the evidence says so in its own words. */
    private static Map<String, String> containers(ContainerOptions options) {
        try {
            return containers(options, Engine.find());
        } catch (EngineException e) {
            return Map.of(
                    "engine",
                    "unknown: " + e.getMessage(),
                    "images",
                    options.kafkaImage() + ", " + options.toxiproxyImage(),
                    "limits",
                    options.limitsText(),
                    "workers",
                    workers(options));
        }
    }

    static Map<String, String> containers(ContainerOptions options, Engine engine) throws EngineException {
        return Map.of(
                "engine", engine.info().name(),
                "images", ContainerImages.described(engine, options),
                "limits", options.limitsText(),
                "workers", workers(options));
    }

    private static String workers(ContainerOptions options) {
        return options.workers() == Environment.Workers.CONTAINERS
                ? "in containers of Kafka's image"
                : "processes of this machine";
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return UNKNOWN; // a machine that does not know its own name works as well
        }
    }

    /** Processes of one boot of one machine share the monotonic clock. */
    private static String clock() throws IOException {
        Path boot = Path.of("/proc/sys/kernel/random/boot_id");
        return Files.isReadable(boot) ? "boot-" + Files.readString(boot).trim() : "host-" + host();
    }
}
