package io.firedrill.audit;

/** Where a record stands in a log. */
record Position(int topic, int partition, long offset) {}
