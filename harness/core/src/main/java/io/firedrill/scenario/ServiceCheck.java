package io.firedrill.scenario;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Services: where they are, what they produce and consume. */
final class ServiceCheck {
    private ServiceCheck() {}

    static void check(Scenario scenario, Problems problems) {
        Map<String, String> groups = new HashMap<>();
        scenario.services().forEach((name, service) -> {
            String path = "services." + name;
            deployment(scenario, problems, path + ".deployed-in", service.deployedIn());
            service.produces()
                    .ifPresent(produces -> ScenarioCheck.refers(
                            problems,
                            path + ".produces.topic",
                            "topic",
                            produces.topic(),
                            scenario.topics().keySet()));
            service.consumes().ifPresent(consumes -> consumer(scenario, problems, name, consumes, groups));
            service.store().ifPresent(store -> store(problems, path + ".store", name, service));
            service.calls().ifPresent(calls -> calledOnce(problems, path + ".calls.dependencies", calls));
            boolean idle = service.produces().isEmpty() && service.consumes().isEmpty();
            if (idle && problems.sound(path)) {
                problems.impossible(
                        path, "neither", "produces, consumes", "service '" + name + "' neither produces nor consumes");
            }
        });
        oneActiveRegion(scenario, problems);
    }

    private static void store(Problems problems, String path, String name, ServiceSpec service) {
        if (!problems.sound(path)) {
            return;
        }
        if (service.produces().isEmpty()) {
            problems.impossible(
                    path,
                    "store",
                    "a store beside produces",
                    "service '" + name + "' sends nothing that a row could be of");
        } else if (service.produces().get().transactions().isPresent()) {
            problems.impossible(
                    path,
                    "store",
                    "a store, or transactions",
                    "a row of service '" + name + "' can't be committed together with a transaction of Kafka's");
        }
    }

    private static void deployment(Scenario scenario, Problems problems, String path, List<String> regions) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < regions.size(); i++) {
            String place = path + "." + i;
            if (ScenarioCheck.region(scenario, problems, place, regions.get(i)) && !seen.add(regions.get(i))) {
                problems.impossible(
                        place, regions.get(i), "each region once", path + " names " + regions.get(i) + " twice");
            }
        }
    }

    private static void calledOnce(Problems problems, String path, ServiceSpec.Calls calls) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < calls.dependencies().size(); i++) {
            String name = calls.dependencies().get(i);
            String place = path + "." + i;
            if (problems.sound(place) && !seen.add(name)) {
                problems.impossible(place, name, "each dependency once", path + " names " + name + " twice");
            }
        }
    }

    private static void consumer(
            Scenario scenario,
            Problems problems,
            String service,
            ServiceSpec.Consumes consumes,
            Map<String, String> groups) {
        String path = "services." + service + ".consumes";
        ScenarioCheck.topics(scenario, problems, path + ".topics", consumes.topics());
        if (!problems.sound(path + ".group")) {
            return;
        }
        String before = groups.putIfAbsent(consumes.group(), service);
        if (before != null) {
            problems.impossible(
                    path + ".group",
                    consumes.group(),
                    "a group of its own for each service",
                    "group '" + Excerpt.of(consumes.group()) + "' is the group of service '" + before + "' already");
        }
    }

    /** In this pattern one region is active for every service, until a failover. */
    private static void oneActiveRegion(Scenario scenario, Problems problems) {
        if (scenario.pattern() != Pattern.ACTIVE_PASSIVE || !problems.sound("pattern")) {
            return;
        }
        String active = "";
        String decidedBy = "";
        for (Map.Entry<String, ServiceSpec> service : scenario.services().entrySet()) {
            List<String> regions = service.getValue().deployedIn();
            String path = "services." + service.getKey() + ".deployed-in.0";
            if (regions.isEmpty() || !problems.sound(path)) {
                continue;
            }
            if (active.isEmpty()) {
                active = regions.get(0);
                decidedBy = service.getKey();
            } else if (!active.equals(regions.get(0))) {
                problems.impossible(
                        path,
                        regions.get(0),
                        active + " first",
                        "active-passive has one active region: service '" + service.getKey() + "' would be active in "
                                + regions.get(0) + ", '" + decidedBy + "' is in " + active);
            }
        }
    }
}
