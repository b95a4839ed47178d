package io.firedrill.drill;

import java.nio.file.Path;

/**
 * How this machine runs a drill.
 *
 * @param kafkaHome folder with {@code libs/} of the default Kafka version
 * @param cache folder for class-data archives and the like, kept between runs
 * @param classPath of the harness, for workers and the proxy server
 * @param keepData brokers' data directories stay in the run folder
 * @param firedrillVersion for the evidence
 */
public record DrillOptions(Path kafkaHome, Path cache, String classPath, boolean keepData, String firedrillVersion) {}
