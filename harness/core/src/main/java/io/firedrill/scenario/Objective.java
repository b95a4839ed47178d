package io.firedrill.scenario;

import java.time.Duration;

/**
 * A limit that a measure must hold.
 *
 * @param name the measure's name, as {@code rto.service}
 * @param limit inclusive
 * @param because why it is what it is, as the scenario says; empty where it doesn't
 */
public record Objective(String name, Limit limit, String because) {

    /** Of which nobody said why. */
    public Objective(String name, Limit limit) {
        this(name, limit, "");
    }

    /** An inclusive upper limit. */
    public sealed interface Limit {
        record Time(Duration atMost) implements Limit {}

        record Count(long atMost) implements Limit {}

        /** A ratio: 0.05 is 5 %. */
        record Ratio(double atMost) implements Limit {}
    }
}
