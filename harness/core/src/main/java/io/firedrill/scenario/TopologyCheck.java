package io.firedrill.scenario;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Regions, links and topics. */
final class TopologyCheck {
    private TopologyCheck() {}

    static void check(Scenario scenario, Problems problems) {
        names(scenario, problems);
        links(scenario, problems);
        scenario.topics().forEach((name, topic) -> topic(scenario, problems, name, topic));
        if (scenario.pattern() == Pattern.ACTIVE_PASSIVE
                && problems.sound("regions")
                && scenario.regions().size() < 2) {
            problems.impossible(
                    "regions",
                    String.valueOf(scenario.regions().size()),
                    "two or more regions",
                    "active-passive needs a second region to fail over to");
        }
    }

    private static void names(Scenario scenario, Problems problems) {
        for (String name : scenario.failovers().keySet()) {
            if (scenario.regions().containsKey(name)) {
                problems.impossible(
                        "failovers." + name,
                        name,
                        "a name that no region has",
                        "'" + name + "' names both a region and a failover, so 'after: " + name
                                + "...' would be ambiguous");
            }
        }
    }

    private static void links(Scenario scenario, Problems problems) {
        Map<Set<String>, Integer> joined = new HashMap<>();
        for (int i = 0; i < scenario.links().size(); i++) {
            List<String> between = scenario.links().get(i).between();
            String path = "links." + i + ".between";
            if (!problems.sound(path) || between.size() != 2) {
                continue;
            }
            boolean one = ScenarioCheck.region(scenario, problems, path + ".0", between.get(0));
            boolean other = ScenarioCheck.region(scenario, problems, path + ".1", between.get(1));
            boolean known = one && other;
            Set<String> ends = new HashSet<>(between);
            if (known && ends.size() == 1) {
                problems.impossible(
                        path,
                        between.get(0),
                        "two different regions",
                        "a link cannot join " + between.get(0) + " to itself");
            } else if (known) {
                Integer before = joined.putIfAbsent(ends, i);
                if (before != null) {
                    problems.impossible(
                            path,
                            String.join(", ", between),
                            "one link for two regions",
                            "links." + before + " joins these regions already");
                }
            }
        }
    }

    private static void topic(Scenario scenario, Problems problems, String name, TopicSpec topic) {
        String path = "topics." + name;
        String replicas = path + ".replication-factor";
        String insync = path + ".min-insync-replicas";
        if (problems.sound(replicas)) {
            scenario.regions().entrySet().stream()
                    .filter(region -> problems.sound("regions." + region.getKey() + ".brokers"))
                    .filter(region -> region.getValue().brokers() < topic.replicationFactor())
                    .findFirst()
                    .ifPresent(region -> problems.impossible(
                            replicas,
                            String.valueOf(topic.replicationFactor()),
                            "1 to " + region.getValue().brokers(),
                            "replication-factor " + topic.replicationFactor() + " of topic '" + name
                                    + "' needs as many brokers, and region " + region.getKey() + " has "
                                    + region.getValue().brokers()));
        }
        boolean made = scenario.timeline().stream()
                .anyMatch(step -> step.action() instanceof FaultAction fault
                        && fault.key().equals("create-topic")
                        && fault.target().equals(name));
        if (topic.created() == TopicSpec.Created.BY_TIMELINE && !made && !problems.spoiltWithin("timeline")) {
            problems.impossible(
                    path + ".created",
                    Scalars.word(topic.created()),
                    "a step create-topic: " + name,
                    "no step of the timeline makes topic '" + name + "'");
        }
        if (problems.sound(insync)
                && problems.unspoilt(replicas)
                && topic.minInsyncReplicas() > topic.replicationFactor()) {
            problems.impossible(
                    insync,
                    String.valueOf(topic.minInsyncReplicas()),
                    "1 to " + topic.replicationFactor(),
                    "min-insync-replicas " + topic.minInsyncReplicas() + " of topic '" + name
                            + "' can never be met with " + topic.replicationFactor()
                            + (topic.replicationFactor() == 1 ? " replica" : " replicas"));
        }
    }
}
