package io.firedrill.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Flows of MirrorMaker. */
final class ReplicationCheck {
    private ReplicationCheck() {}

    static void check(Scenario scenario, Problems problems) {
        Map<String, Integer> flows = new HashMap<>();
        for (int i = 0; i < scenario.replication().size(); i++) {
            ReplicationSpec flow = scenario.replication().get(i);
            String path = "replication." + i;
            boolean from = ScenarioCheck.region(scenario, problems, path + ".from", flow.from());
            boolean to = ScenarioCheck.region(scenario, problems, path + ".to", flow.to());
            ScenarioCheck.topics(scenario, problems, path + ".topics", flow.topics());
            if (from && to && flow.from().equals(flow.to())) {
                problems.impossible(
                        path + ".to",
                        flow.to(),
                        "another region than from",
                        "a flow cannot copy " + flow.from() + " to itself");
            } else if (from && to) {
                Integer before = flows.putIfAbsent(flow.name(), i);
                if (before != null) {
                    problems.impossible(
                            path,
                            flow.name(),
                            "one flow for each direction, with all its topics",
                            "replication." + before + " is the flow " + flow.name() + " already");
                }
            }
            mirroredNames(scenario, problems, path, flow);
        }
    }

    private static void mirroredNames(Scenario scenario, Problems problems, String path, ReplicationSpec flow) {
        List<String> topics = flow.topics();
        for (int i = 0; i < topics.size(); i++) {
            String mirrored = flow.mirrored(topics.get(i));
            boolean taken = flow.policy() == ReplicationSpec.Policy.DEFAULT
                    && scenario.topics().containsKey(topics.get(i))
                    && scenario.topics().containsKey(mirrored);
            if (taken) {
                problems.impossible(
                        path + ".topics." + i,
                        topics.get(i),
                        "",
                        "the copy of '" + topics.get(i) + "' would be named '" + mirrored
                                + "', which is a topic of its own");
            }
        }
    }
}
