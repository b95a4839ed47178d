package io.firedrill.architecture.violation.kafka;

/** Stands in a room that the audit must not enter. */
public record Broker(int id) {}
