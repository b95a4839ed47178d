package io.firedrill.run;

import io.firedrill.region.ContainerOptions;
import io.firedrill.scenario.Environment;
import io.firedrill.scenario.EnvironmentReading;
import io.firedrill.scenario.NodeLimits;
import io.firedrill.scenario.PlatformKind;
import io.firedrill.scenario.ScenarioProblem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Environment files, and what a drill makes of them. */
public final class Environments {
    private Environments() {}

    /**
     * Reads an environment.
     *
     * @param file empty: nothing is said but by the overrides
     * @param overrides path to value
     * @throws RefusedException it is wrong: everything that is, with line and column
     */
    public static Environment read(Optional<Path> file, Map<String, String> overrides) throws RefusedException {
        EnvironmentReading reading = EnvironmentReading.of(file, overrides);
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
     * @throws RefusedException something is asked for that processes can't have
     */
    public static Optional<ContainerOptions> containers(PlatformKind platform, Environment environment, Build build)
            throws RefusedException {
        if (platform == PlatformKind.PROCESSES) {
            if (environment.workers() == Environment.Workers.CONTAINERS) {
                throw new RefusedException("workers: containers is for the platform of containers, and this drill is"
                        + " to run on processes: say `platform: containers`, or leave `workers` out");
            }
            if (!environment.brokers().equals(NodeLimits.NONE)) {
                throw new RefusedException("brokers can't be limited on processes: " + PlatformKind.UNLIMITED);
            }
            if (!environment.images().equals(Environment.ordinary().images())) {
                throw new RefusedException("images are for the platform of containers, and this drill is to run on"
                        + " processes, of the Kafka that the build lays out: say `platform: containers`, or leave"
                        + " `images` out");
            }
            return Optional.empty();
        }
        Environment.Images images = environment.images();
        ContainerOptions official = ContainerOptions.official(build.kafkaVersion());
        return Optional.of(new ContainerOptions(
                images.prefix() + images.kafka().orElse(official.kafkaImage()),
                images.prefix() + images.toxiproxy().orElse(official.toxiproxyImage()),
                environment.workers(),
                environment.brokers(),
                Map.of()));
    }
}
