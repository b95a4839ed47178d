package io.firedrill.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Failovers and their runbooks. */
final class FailoverCheck {
    private FailoverCheck() {}

    static void check(Scenario scenario, Problems problems) {
        Map<String, String> leaving = new HashMap<>();
        scenario.failovers().forEach((name, failover) -> {
            String path = "failovers." + name;
            boolean from = ScenarioCheck.region(scenario, problems, path + ".from", failover.from());
            boolean to = ScenarioCheck.region(scenario, problems, path + ".to", failover.to());
            if (from && to && failover.from().equals(failover.to())) {
                problems.impossible(
                        path + ".to",
                        failover.to(),
                        "another region than from",
                        name + " fails over from " + failover.from() + " to itself");
                to = false;
            }
            if (from) {
                String before = leaving.putIfAbsent(failover.from(), name);
                if (before != null) {
                    problems.impossible(
                            path + ".from",
                            failover.from(),
                            "one failover for each region",
                            "the loss of " + failover.from() + " is answered by '" + before + "' already");
                }
            }
            detection(scenario, problems, path, failover);
            runbook(scenario, problems, path, failover, from && to);
        });
    }

    private static void detection(Scenario scenario, Problems problems, String path, FailoverSpec failover) {
        String seenFrom = path + ".detect.seen-from";
        if (failover.detect() instanceof FailoverSpec.Detect.Probe probe
                && ScenarioCheck.region(scenario, problems, seenFrom, probe.seenFrom())
                && probe.seenFrom().equals(failover.from())) {
            problems.impossible(
                    seenFrom,
                    probe.seenFrom(),
                    "a region that survives",
                    "a probe in " + failover.from() + " dies with it and detects nothing");
        }
    }

    private static void runbook(
            Scenario scenario, Problems problems, String path, FailoverSpec failover, boolean regionsKnown) {
        Map<String, Integer> seen = new HashMap<>();
        List<RunbookStep> steps = failover.runbook();
        for (int i = 0; i < steps.size(); i++) {
            RunbookStep step = steps.get(i);
            String place = path + ".runbook." + i;
            if (!problems.sound(place) || !problems.sound(place + "." + step.key())) {
                continue;
            }
            Integer before = seen.putIfAbsent(step.key(), i);
            if (before != null && !(step instanceof RunbookStep.OperatorDelay)) {
                problems.impossible(
                        place, step.key(), "each step once", "step '" + step.key() + "' is in this runbook already");
            }
            if (step instanceof RunbookStep.VerifyTopics verify) {
                ScenarioCheck.topics(scenario, problems, place + ".verify-topics.topics", verify.topics());
            }
            if (step instanceof RunbookStep.OperatorDelay delay
                    && delay.giveOrTake().compareTo(delay.time()) > 0) {
                problems.impossible(
                        place + ".operator-delay.give-or-take",
                        Quantity.format(delay.giveOrTake()),
                        "at most " + Quantity.format(delay.time()),
                        "nobody takes less than no time: give-or-take is more than for");
            }
            if (step instanceof RunbookStep.SwitchProducers producers) {
                producers
                        .misrouted()
                        .forEach((service, region) -> misrouted(
                                scenario,
                                problems,
                                place + ".switch-producers.misrouted." + service,
                                failover,
                                service,
                                region));
            }
            boolean replicates =
                    step instanceof RunbookStep.WaitForReplication || step instanceof RunbookStep.StopReplication;
            if (replicates && regionsKnown && !copies(scenario, problems, failover)) {
                problems.impossible(
                        place,
                        step.key(),
                        "",
                        "'" + step.key() + "' has nothing to act on: no replication runs from " + failover.from()
                                + " to " + failover.to());
            }
        }
    }

    private static void misrouted(
            Scenario scenario, Problems problems, String path, FailoverSpec failover, String service, String region) {
        if (!ScenarioCheck.refers(
                        problems, path, "service", service, scenario.services().keySet())
                || !ScenarioCheck.region(scenario, problems, path, region)) {
            return;
        }
        ServiceSpec spec = scenario.services().get(service);
        if (spec == null || problems.spoiltWithin("services." + service)) {
            return;
        }
        if (spec.produces().isEmpty()) {
            problems.impossible(
                    path,
                    service,
                    "a service that produces",
                    "'" + service + "' sends nothing, so nothing is misrouted");
        } else if (!spec.deployedIn().contains(region)) {
            problems.impossible(
                    path,
                    region,
                    String.join(", ", spec.deployedIn()),
                    "'" + service + "' is not deployed in " + region + ", so nobody can send it there");
        } else if (!spec.deployedIn().contains(failover.to())) {
            problems.impossible(
                    path,
                    service,
                    "a service that is deployed in " + failover.to(),
                    "'" + service + "' is not deployed in " + failover.to() + ", so nobody switches it");
        } else if (region.equals(failover.to())) {
            problems.impossible(
                    path, region, "another region than " + failover.to(), region + " is where it should be sent");
        }
    }

    private static boolean copies(Scenario scenario, Problems problems, FailoverSpec failover) {
        return problems.spoiltWithin("replication")
                || scenario.replication().stream()
                        .anyMatch(flow ->
                                flow.from().equals(failover.from()) && flow.to().equals(failover.to()));
    }
}
