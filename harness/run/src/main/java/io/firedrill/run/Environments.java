package io.firedrill.run;

import io.firedrill.region.ContainerOptions;
import io.firedrill.region.engine.ContainerSpec;
import io.firedrill.scenario.Environment;
import io.firedrill.scenario.EnvironmentReading;
import io.firedrill.scenario.PlatformKind;
import io.firedrill.scenario.ScenarioProblem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** Environment files, and what a drill makes of them. */
public final class Environments {
    private Environments() {}

    /**
     * Reads an environment file.
     *
     * @throws RefusedException it is wrong: everything that is, with line and column
     */
    public static Environment read(Path file) throws RefusedException {
        EnvironmentReading reading = EnvironmentReading.of(file);
        return reading.environment()
                .orElseThrow(() -> new RefusedException(reading.problems().stream()
                        .map(ScenarioProblem::toString)
                        .collect(Collectors.joining("\n"))));
    }

    /**
     * What runs on the container engine; empty: everything is a process of this machine.
     *
     * @param platform what was asked for, whatever the environment says
     * @param build its Kafka version is the default image's tag
     */
    public static Optional<ContainerOptions> containers(PlatformKind platform, Environment environment, Build build) {
        if (platform == PlatformKind.PROCESSES) {
            return Optional.empty();
        }
        Environment.Images images = environment.images();
        ContainerOptions official = ContainerOptions.official(build.kafkaVersion());
        return Optional.of(new ContainerOptions(
                images.prefix() + images.kafka().orElse(official.kafkaImage()),
                images.prefix() + images.toxiproxy().orElse(official.toxiproxyImage()),
                new ContainerSpec.Limits(
                        environment.brokers().memoryBytes(),
                        environment.brokers().processors())));
    }
}
