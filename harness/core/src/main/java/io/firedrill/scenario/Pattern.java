package io.firedrill.scenario;

/** How the regions share the work; decides which anomalies are forbidden, bounded or expected (MEASURES.md, 4). */
public enum Pattern {
    ACTIVE_PASSIVE,
    ACTIVE_ACTIVE,
    PARTITIONED_ACTIVE,
    ACTIVE_READ,
    DUAL_RUN_MIGRATION,
    REPLICATED_ANALYTICS,
    STRETCH
}
