package io.firedrill.scenario;

import java.time.Duration;
import java.util.List;

/**
 * What the network between two regions adds.
 *
 * @param between two region names
 * @param latency added to a round trip, half each way
 * @param jitter of the latency, either side
 */
public record LinkSpec(List<String> between, Duration latency, Duration jitter) {
    public LinkSpec {
        between = List.copyOf(between);
    }

    /** Whether this link joins the two regions, in either order. */
    public boolean joins(String one, String other) {
        return between.contains(one) && between.contains(other);
    }
}
