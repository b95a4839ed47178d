package io.firedrill.toxiproxy.toxic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The checked attributes of one toxic, in the order of its type.
 *
 * @param values the value of every attribute of the type, unmodifiable
 * @param extras what the real server does not know
 */
public record Attributes(Map<String, Long> values, Extras extras) {

    public Attributes {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The value of an attribute that the type has. */
    public long get(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no attribute " + name + " in " + values.keySet());
        }
        return value;
    }

    /** The value of an attribute in milliseconds, as nanoseconds. */
    public long nanosOfMillis(String name) {
        return get(name) * 1_000_000L;
    }
}
