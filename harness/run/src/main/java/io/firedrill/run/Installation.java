package io.firedrill.run;

import io.firedrill.drill.DrillOptions;
import io.firedrill.region.ContainerOptions;
import io.firedrill.region.HarnessCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where Firedrill lies on this machine. The launcher and the build's tests say it by the system property {@code
 * firedrill.root}; each part can be said by a property of its own.
 *
 * @param root the checkout: scenarios and runs lie below it
 * @param kafkaHome a folder with {@code libs/} of Kafka ({@code firedrill.kafka.home})
 * @param build versions
 */
public record Installation(Path root, Path kafkaHome, Build build) {

    /** Where {@code firedrill.root} says, or else the working directory. Looks at no file yet. */
    public static Installation find() {
        Build build = Build.current();
        Path root =
                property("firedrill.root").orElse(Path.of("")).toAbsolutePath().normalize();
        return new Installation(
                root,
                property("firedrill.kafka.home")
                        .orElse(root.resolve("harness/kafka/target/kafka-" + build.kafkaVersion())),
                build);
    }

    /** Folder of the runs, one folder a scenario in it. */
    public Path runs() {
        return root.resolve("reports/runs");
    }

    /** Folder of the scenario library. */
    public Path scenarios() {
        return root.resolve("scenarios");
    }

    /**
     * How this machine runs a drill.
     *
     * @param containers what runs on the container engine; empty: everything is a process
     * @throws RefusedException Kafka's jars or a part of Firedrill are not where they should be
     */
    public DrillOptions drillOptions(boolean keepData, Optional<ContainerOptions> containers) throws RefusedException {
        if (!Files.isDirectory(kafkaHome.resolve("libs"))) {
            throw new RefusedException("Kafka " + build.kafkaVersion() + " is not at " + kafkaHome
                    + " (no folder libs). Build it with `mvn package -pl harness/kafka`, or say where it is with"
                    + " -Dfiredrill.kafka.home=FOLDER");
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        if (!Files.isExecutable(java)) {
            throw new RefusedException(
                    "there is no java at " + java + " for Kafka's processes. Install a whole JDK 17");
        }
        return new DrillOptions(
                kafkaHome, cache(), System.getProperty("java.class.path"), keepData, build.version(), containers);
    }

    private static Path cache() throws RefusedException {
        try {
            return HarnessCache.locate().directory();
        } catch (IOException e) {
            throw new RefusedException(Sentences.of(e), e);
        }
    }

    private static Optional<Path> property(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .filter(value -> !value.isBlank())
                .map(value -> Path.of(value).toAbsolutePath().normalize());
    }
}
