package io.firedrill.drill;

import java.util.Map;
import java.util.stream.Collectors;

/** Client properties as text, for a worker's assignment. */
final class Strings {
    private Strings() {}

    static Map<String, String> of(Map<String, Object> properties) {
        return properties.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
    }
}
