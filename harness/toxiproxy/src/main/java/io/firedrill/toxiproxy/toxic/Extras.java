package io.firedrill.toxiproxy.toxic;

import org.jspecify.annotations.Nullable;

/**
 * Attributes that the real server does not know. They are shown only when they were given, so plain clients never see them.
 *
 * @param seed of the toxic's own draws, or null to draw from the connection's
 * @param distribution of jitter, or null for the real server's
 */
public record Extras(@Nullable Long seed, @Nullable Distribution distribution) {
    /** None was given. */
    public static final Extras NONE = new Extras(null, null);
}
