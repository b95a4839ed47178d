package io.firedrill.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
            started(scenario, problems, path, flow);
        }
    }

    /** A flow that waits for a step has one, as far as the steps could be read. */
    private static void started(Scenario scenario, Problems problems, String path, ReplicationSpec flow) {
        boolean waits = flow.started() == ReplicationSpec.Started.BY_STEP;
        boolean readable = !problems.spoiltWithin("failovers") && !problems.spoiltWithin("timeline");
        if (waits && readable && !startedBySomeStep(scenario, flow)) {
            problems.impossible(
                    path + ".started",
                    "by-step",
                    "at-start, or a step 'start-replication: { from: " + flow.from() + ", to: " + flow.to() + " }'",
                    "no step of a runbook or the timeline starts the flow " + flow.name());
        }
    }

    private static boolean startedBySomeStep(Scenario scenario, ReplicationSpec flow) {
        return scenario.timeline().stream()
                        .anyMatch(step -> step.action() instanceof Action.StartReplication start
                                && start.from().equals(flow.from())
                                && start.to().equals(flow.to()))
                || scenario.failovers().values().stream()
                        .flatMap(failover -> failover.runbook().stream())
                        .anyMatch(step -> step instanceof RunbookStep.StartReplication start
                                && start.from().equals(flow.from())
                                && start.to().equals(flow.to()));
    }

    /** A step that starts a flow names one that waits for it. */
    static void starts(Scenario scenario, Problems problems, String path, String from, String to) {
        if (problems.spoiltWithin("replication")) {
            return;
        }
        String name = from + "->" + to;
        boolean known = scenario.replication().stream()
                .anyMatch(flow -> flow.name().equals(name) && flow.started() == ReplicationSpec.Started.BY_STEP);
        if (!known) {
            String waiting = scenario.replication().stream()
                    .filter(flow -> flow.started() == ReplicationSpec.Started.BY_STEP)
                    .map(ReplicationSpec::name)
                    .collect(Collectors.joining(", "));
            problems.impossible(
                    path,
                    name,
                    waiting.isEmpty() ? "a flow in replication: with started: by-step" : waiting,
                    "no flow " + name + " waits to be started");
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
