package io.firedrill.architecture.violation.audit;

import io.firedrill.architecture.violation.kafka.Broker;

/** A deliberate violation: an audit that knows Kafka. */
public record Finding(Broker broker) {}
