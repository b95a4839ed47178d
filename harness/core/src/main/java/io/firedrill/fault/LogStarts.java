package io.firedrill.fault;

import io.firedrill.kafka.LogBounds;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where log starts moved between two looks at a topic.
 *
 * @param by by how many offsets, by partition; those that did not move are absent
 */
record LogStarts(SortedMap<Integer, Long> by) {

    static LogStarts between(Map<Integer, LogBounds> before, Map<Integer, LogBounds> after) {
        SortedMap<Integer, Long> by = new TreeMap<>();
        before.forEach((partition, log) -> {
            LogBounds now = after.get(partition);
            if (now != null && now.start() > log.start()) {
                by.put(partition, now.start() - log.start());
            }
        });
        return new LogStarts(by);
    }

    Set<Integer> partitions() {
        return by.keySet();
    }

    /** For a receipt. */
    @Override
    public String toString() {
        long total = by.values().stream().mapToLong(Long::longValue).sum();
        return "log starts moved by " + total + " records: "
                + by.entrySet().stream()
                        .map(entry -> "partition " + entry.getKey() + " by " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }
}
