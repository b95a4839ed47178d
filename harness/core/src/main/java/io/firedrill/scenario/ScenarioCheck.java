package io.firedrill.scenario;

import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What a file of sound values may still get wrong: names that lead nowhere, and values that cannot be together. Each check looks only at
 * what was read soundly, so that one mistake is one problem.
 */
final class ScenarioCheck {
    private static final List<BiConsumer<Scenario, Problems>> CHECKS = List.of(
            TopologyCheck::check,
            ReplicationCheck::check,
            ServiceCheck::check,
            FailoverCheck::check,
            TimelineCheck::check);

    private ScenarioCheck() {}

    /** What any scenario has to be. */
    static void names(Scenario scenario, Problems problems) {
        CHECKS.forEach(check -> check.accept(scenario, problems));
    }

    /** What one that is to be run has to be as well. */
    static void toRun(Scenario scenario, Problems problems) {
        names(scenario, problems);
        ObjectiveCheck.check(scenario, problems);
    }

    /** Reports a reference to a region that is not there. */
    static boolean region(Scenario scenario, Problems problems, String path, String name) {
        return refers(problems, path, "region", name, scenario.regions().keySet());
    }

    /** Reports references to topics that nobody declared. */
    static void topics(Scenario scenario, Problems problems, String path, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            refers(
                    problems,
                    path + "." + i,
                    "topic",
                    names.get(i),
                    scenario.topics().keySet());
        }
    }

    /** Whether the path is sound and its name is known; an unknown one is reported. */
    static boolean refers(Problems problems, String path, String kind, String name, Collection<String> known) {
        if (!problems.sound(path)) {
            return false;
        }
        if (!known.contains(name)) {
            problems.dangling(path, kind, name, known);
            return false;
        }
        return true;
    }
}
