package io.firedrill.cli;

import io.firedrill.drill.Plan;
import io.firedrill.scenario.ScenarioLibrary;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import io.firedrill.toxiproxy.ToxiproxyServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Loads what every start loads, once after a build, for the archive of classes that later starts read: those of the harness, of its
 * workers and of its proxy server.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

    private static final Pattern NEEDED =
            Pattern.compile("(io/firedrill|org/apache/kafka/(clients|common))/.*\\.class");

    private final Surroundings surroundings;

    WarmUpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        for (ScenarioLibrary.Entry entry :
                new ScenarioLibrary(surroundings.installation().scenarios()).scenarios()) {
            if (new ScenarioReader().read(entry.file()) instanceof ScenarioReading.Read read) {
                surroundings.out().println(Plan.of(read.scenario()).atLeast());
            }
        }
        surroundings.out().println(new CommandLine(new Firedrill(), new Commands(surroundings)).getUsageMessage());
        clients();
        try (ToxiproxyServer server = new ToxiproxyServer()) {
            surroundings.out().println(server.start("127.0.0.1", 0));
        }
        surroundings.out().println(classes() + " classes of drills and of Kafka's clients");
        return ExitCode.MET;
    }

    /** Kafka's clients of a cluster that is not there. */
    private static void clients() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                "127.0.0.1:1",
                "group.id",
                "warm-up",
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\";");
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
                KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                Admin admin = Admin.create(settings)) {
            consumer.subscribe(List.of("warm-up"));
            consumer.poll(Duration.ofMillis(10));
            admin.close(Duration.ZERO);
            producer.close(Duration.ZERO);
        }
    }

    /** How many could be loaded of what a drill or its workers may load, from the jars of this build. */
    private static int classes() throws IOException {
        int loaded = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path folder = Path.of(entry).resolveSibling("lib");
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> jars = Files.list(folder)) {
                for (Path jar : jars.filter(WarmUpCommand::needed).toList()) {
                    loaded += load(jar);
                }
            }
        }
        return loaded;
    }

    private static boolean needed(Path jar) {
        String name = String.valueOf(jar.getFileName());
        return name.startsWith("firedrill-") || name.startsWith("kafka-clients-");
    }

    private static int load(Path jar) throws IOException {
        int loaded = 0;
        try (JarFile opened = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(opened.entries())) {
                String name = entry.getName();
                if (NEEDED.matcher(name).matches()) {
                    try {
                        Class.forName(
                                name.replace(".class", "").replace('/', '.'),
                                false,
                                WarmUpCommand.class.getClassLoader());
                        loaded++;
                    } catch (ClassNotFoundException | LinkageError e) {
                        // It needs a library that is not here; so nobody will load it.
                    }
                }
            }
        }
        return loaded;
    }
}
