package io.firedrill.cli;

import io.firedrill.region.ContainerOptions;
import io.firedrill.run.Build;
import io.firedrill.run.Environments;
import io.firedrill.run.RefusedException;
import io.firedrill.scenario.Environment;
import io.firedrill.scenario.PlatformKind;
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
                    "What brokers, MirrorMaker and proxies run on: processes of this machine (unless said), or containers of its Docker.")
    private @Nullable String platform;

    @Option(
            names = "--on",
            paramLabel = "FILE",
            description =
                    "Environment file: platform, workers, images, limits. What the command line says goes before it, as --set images.kafka=IMAGE.")
    private @Nullable Path file;

    /**
     * What to run on the container engine; empty: everything is a process.
     *
     * @param scenario what of its overrides is of the environment goes before the file
     * @throws RefusedException there is no such platform, or what is said of it is wrong
     */
    Optional<ContainerOptions> containers(ScenarioArgument scenario, Build build) throws RefusedException {
        Environment environment = Environments.read(Optional.ofNullable(file), scenario.ofEnvironment());
        return Environments.containers(kind(environment), environment, build);
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
