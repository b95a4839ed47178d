package io.firedrill.reports;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a drill ran.
 *
 * @param machine facts about machine and tools
 * @param settings that differ from Kafka's defaults
 */
public record RunEnvironment(Map<String, String> machine, Map<String, String> settings) {

    /** A name with a dot is a setting, as {@code broker.log.flush.interval}; a plain word is a fact of the machine. */
    static RunEnvironment of(Map<String, String> environment) {
        Map<String, String> machine = new LinkedHashMap<>();
        Map<String, String> settings = new LinkedHashMap<>();
        environment.forEach((name, value) -> (name.contains(".") ? settings : machine).put(name, value));
        return new RunEnvironment(machine, settings);
    }
}
