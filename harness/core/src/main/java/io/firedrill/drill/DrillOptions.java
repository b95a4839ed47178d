package io.firedrill.drill;

import io.firedrill.region.ContainerOptions;
import io.firedrill.scenario.PlatformKind;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How this machine runs a drill.
 *
 * @param kafkaHome folder with {@code libs/} of the default Kafka version
 * @param cache folder for class-data archives and the like, kept between runs
 * @param classPath of the harness, for workers and the proxy server
 * @param keepData brokers' data directories stay in the run folder
 * @param firedrillVersion for the evidence
 * @param containers what to run on the container engine; empty: everything is a process of this machine
 */
public record DrillOptions(
        Path kafkaHome,
        Path cache,
        String classPath,
        boolean keepData,
        String firedrillVersion,
        Optional<ContainerOptions> containers) {

    /** On processes. */
    public DrillOptions(Path kafkaHome, Path cache, String classPath, boolean keepData, String firedrillVersion) {
        this(kafkaHome, cache, classPath, keepData, firedrillVersion, Optional.empty());
    }

    /** What it runs on. */
    public PlatformKind platform() {
        return containers.isPresent() ? PlatformKind.CONTAINERS : PlatformKind.PROCESSES;
    }
}
