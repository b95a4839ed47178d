package io.firedrill.kafka;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Kafka on disk: a home directory whose {@code libs} holds the jars of brokers, MirrorMaker and the tools.
 *
 * @param home the distribution's directory
 * @param version Kafka's version, read from the jars' names
 * @param jars every jar, in a fixed order
 */
public record KafkaDistribution(Path home, String version, List<Path> jars) {
    /** System property that names the home directory of the default distribution. */
    public static final String HOME = "firedrill.kafka.home";

    private static final Pattern CLIENTS = Pattern.compile("kafka-clients-(\\d[\\w.-]*)\\.jar");
    private static final List<String> NEEDED =
            List.of("kafka_2.13-", "connect-mirror-", "connect-runtime-", "kafka-tools-");

    public KafkaDistribution {
        jars = List.copyOf(jars);
    }

    /**
     * The distribution that {@link #HOME} names.
     *
     * @throws IllegalStateException when there is none, with what to do
     */
    public static KafkaDistribution locate() {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new IllegalStateException("no Kafka distribution: the system property " + HOME
                    + " is not set. Start through harness/bin/firedrill, or lay one out with"
                    + " 'mvn -pl harness/kafka process-resources' and pass -D" + HOME
                    + "=harness/kafka/target/kafka-<version>.");
        }
        return at(Path.of(home));
    }

    /**
     * The distribution in {@code home}.
     *
     * @throws IllegalStateException when it is absent or incomplete, with what to do
     */
    public static KafkaDistribution at(Path home) {
        Path absolute = home.toAbsolutePath().normalize();
        Path libs = absolute.resolve("libs");
        if (!Files.isDirectory(libs)) {
            throw new IllegalStateException(
                    "no Kafka distribution in " + absolute + ": it has no directory 'libs'. Lay one out"
                            + " with 'mvn -pl harness/kafka process-resources', or point -D" + HOME + " at another.");
        }
        List<Path> jars = jarsIn(libs);
        for (String needed : NEEDED) {
            if (jars.stream().noneMatch(jar -> name(jar).startsWith(needed))) {
                throw new IllegalStateException(
                        "the Kafka distribution in " + absolute + " is incomplete: no jar named "
                                + needed + "*.jar in 'libs'. Remove it and lay it out again with"
                                + " 'mvn -pl harness/kafka process-resources'.");
            }
        }
        return new KafkaDistribution(absolute, version(absolute, jars), jars);
    }

    /** The jars as a class path. A list, not a wildcard: the JVM expands one in no fixed order, and an archive needs one. */
    public String classPath() {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static String version(Path home, List<Path> jars) {
        for (Path jar : jars) {
            Matcher matcher = CLIENTS.matcher(name(jar));
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        throw new IllegalStateException("the Kafka distribution in " + home + " has no kafka-clients-<version>.jar");
    }

    private static List<Path> jarsIn(Path libs) {
        try (Stream<Path> files = Files.list(libs)) {
            return files.filter(file -> name(file).endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + libs, e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
