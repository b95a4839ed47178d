package io.firedrill.scenario;

import java.util.Optional;

/**
 * What each node of a region, broker or controller, may take; empty: no limit.
 *
 * @param memoryBytes its processes together
 * @param processors as 0.5
 */
public record NodeLimits(Optional<Long> memoryBytes, Optional<Double> processors) {
    /** No limit. */
    public static final NodeLimits NONE = new NodeLimits(Optional.empty(), Optional.empty());

    /** These, and where they say nothing, the others. */
    public NodeLimits or(NodeLimits others) {
        return new NodeLimits(memoryBytes.or(others::memoryBytes), processors.or(others::processors));
    }
}
