package io.firedrill.kafka;

/**
 * A setting that differs from what Kafka or the JVM would do when left alone. A report lists them: a reader must know
 * what was measured.
 *
 * @param setting its name
 * @param value what the run uses
 * @param ordinary the default it replaces; empty when the scenario set it and the default does not matter
 * @param why the reason, one clause
 */
public record Deviation(String setting, String value, String ordinary, String why) {}
