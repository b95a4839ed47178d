package io.firedrill.cli;

import io.firedrill.region.ContainerOptions;
import io.firedrill.run.Build;
import io.firedrill.run.RefusedException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the drill runs on. */
final class PlatformArgument {
    private static final String PROCESSES = "processes";
    private static final String CONTAINERS = "containers";

    @Option(
            names = "--platform",
            paramLabel = "PLATFORM",
            description =
                    "What brokers, MirrorMaker and proxies run on: processes of this machine (unless said), or containers of its Docker or Podman.")
    private String platform = PROCESSES;

    /**
     * What to run on the container engine; empty: everything is a process.
     *
     * @throws RefusedException there is no such platform
     */
    Optional<ContainerOptions> containers(Build build) throws RefusedException {
        return switch (platform) {
            case PROCESSES -> Optional.empty();
            case CONTAINERS -> Optional.of(ContainerOptions.official(build.kafkaVersion()));
            default ->
                throw new RefusedException(
                        "there is no platform '" + platform + "'. There are: " + PROCESSES + ", " + CONTAINERS);
        };
    }
}
