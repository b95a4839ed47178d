package io.firedrill.cli;

import io.firedrill.region.ContainerOptions;
import io.firedrill.region.engine.ContainerSpec;
import io.firedrill.run.Build;
import io.firedrill.run.RefusedException;
import io.firedrill.scenario.Environment;
import io.firedrill.scenario.EnvironmentReading;
import io.firedrill.scenario.PlatformKind;
import io.firedrill.scenario.ScenarioProblem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the drill runs on. */
final class PlatformArgument {
    @Option(
            names = "--platform",
            paramLabel = "PLATFORM",
            description =
                    "What brokers, MirrorMaker and proxies run on: processes of this machine (unless said), or containers of its Docker or Podman.")
    private @Nullable String platform;

    @Option(
            names = "--on",
            paramLabel = "FILE",
            description = "Environment file: platform, images, limits. What the command line says goes before it.")
    private @Nullable Path file;

    /**
     * What to run on the container engine; empty: everything is a process.
     *
     * @throws RefusedException there is no such platform, or the file is wrong
     */
    Optional<ContainerOptions> containers(Build build) throws RefusedException {
        Environment environment = environment();
        PlatformKind kind = kind(environment);
        return kind == PlatformKind.PROCESSES ? Optional.empty() : Optional.of(options(environment, build));
    }

    private static ContainerOptions options(Environment environment, Build build) {
        Environment.Images images = environment.images();
        ContainerOptions official = ContainerOptions.official(build.kafkaVersion());
        return new ContainerOptions(
                images.prefix() + images.kafka().orElse(official.kafkaImage()),
                images.prefix() + images.toxiproxy().orElse(official.toxiproxyImage()),
                new ContainerSpec.Limits(
                        environment.brokers().memoryBytes(), environment.brokers().processors()));
    }

    private Environment environment() throws RefusedException {
        if (file == null) {
            return Environment.ordinary();
        }
        EnvironmentReading reading = EnvironmentReading.of(file);
        return reading.environment()
                .orElseThrow(() -> new RefusedException(reading.problems().stream()
                        .map(ScenarioProblem::toString)
                        .collect(Collectors.joining("\n"))));
    }

    private PlatformKind kind(Environment environment) throws RefusedException {
        if (platform == null) {
            return environment.platform();
        }
        return Arrays.stream(PlatformKind.values())
                .filter(kind -> kind.word().equals(platform))
                .findFirst()
                .orElseThrow(() -> new RefusedException("there is no platform '" + platform + "'. There are: "
                        + Arrays.stream(PlatformKind.values())
                                .map(PlatformKind::word)
                                .collect(Collectors.joining(", "))));
    }
}
