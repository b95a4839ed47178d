package io.firedrill.toxiproxy.toxic;

import java.util.Locale;
import java.util.Optional;

/** The two streams of a connection, in the order in which toxics are listed. */
public enum Direction {
    /** From the client to the upstream server. */
    UPSTREAM,
    /** From the upstream server to the client. */
    DOWNSTREAM;

    /** The direction of that name in any case, or empty when there is none. */
    public static Optional<Direction> named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "upstream" -> Optional.of(UPSTREAM);
            case "downstream" -> Optional.of(DOWNSTREAM);
            default -> Optional.empty();
        };
    }

    /** The name as it stands in JSON and in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
