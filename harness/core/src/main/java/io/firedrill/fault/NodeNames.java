package io.firedrill.fault;

import io.firedrill.scenario.RegionNodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** How receipts and notes call the nodes of a region: as their processes are called. */
final class NodeNames {
    private NodeNames() {}

    /** {@code us-east broker 1}, {@code us-east controller 101}. */
    static String one(String region, int id) {
        return region + " " + RegionNodes.word(id) + " " + id;
    }

    /** {@code us-east brokers 1, 2 and controller 101}. */
    static String of(String region, Collection<Integer> ids) {
        return region + " " + list(ids);
    }

    /** {@code brokers 1, 2 and controller 101}. */
    static String list(Collection<Integer> ids) {
        List<String> parts = new ArrayList<>();
        for (boolean apart : new boolean[] {false, true}) {
            List<Integer> some = ids.stream()
                    .filter(id -> RegionNodes.apart(id) == apart)
                    .sorted()
                    .toList();
            if (!some.isEmpty()) {
                parts.add(RegionNodes.word(some.get(0))
                        + (some.size() == 1 ? " " : "s ")
                        + some.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            }
        }
        return String.join(" and ", parts);
    }

    /** What many of them are: brokers, or nodes where controllers are among them. */
    static String kind(Collection<Integer> ids) {
        return ids.stream().anyMatch(RegionNodes::apart) ? "nodes" : "brokers";
    }
}
