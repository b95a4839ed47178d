package io.firedrill.kafka;

/** How far the harness goes from Kafka's own defaults where the scenario is silent. */
public enum BrokerProfile {
    /** Small and quick to start, so that two regions fit on a laptop. Every deviation is listed with its reason. */
    LEAN,
    /** Kafka's own defaults but for what the topology demands (listeners, replication factors of small regions). */
    KAFKA_DEFAULTS
}
