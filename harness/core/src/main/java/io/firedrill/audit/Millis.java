package io.firedrill.audit;

import org.jspecify.annotations.Nullable;

/** Nanoseconds as milliseconds, to the microsecond. */
final class Millis {
    private Millis() {}

    static double of(long nanos) {
        return Math.round(nanos / 1000.0) / 1000.0;
    }

    static @Nullable Double ofNullable(@Nullable Long nanos) {
        return nanos == null ? null : of(nanos);
    }
}
