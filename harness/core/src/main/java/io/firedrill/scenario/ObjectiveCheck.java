package io.firedrill.scenario;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A scenario may tighten what its pattern says, and loosens it only by naming the class and why (MEASURES.md, 4). */
final class ObjectiveCheck {
    /** Of these the pattern's rule depends on what else the scenario says. */
    private static final Set<AnomalyClass> EASED = Set.of(AnomalyClass.P1, AnomalyClass.P4, AnomalyClass.P6);

    /** Measures that count exactly what a class does, and do not name it. */
    private static final Map<String, AnomalyClass> SAME =
            Map.of("split-brain.writes", AnomalyClass.X1, "conflict.writes", AnomalyClass.X2);

    private ObjectiveCheck() {}

    static void check(Scenario scenario, Problems problems) {
        if (!problems.unspoilt("pattern")) {
            return;
        }
        boolean otherwiseSound = problems.isEmpty();
        for (Objective objective : scenario.objectives()) {
            String path = "objectives." + objective.name();
            if (problems.spoiltWithin(path)
                    || !(objective.limit() instanceof Objective.Limit.Count count)
                    || count.atMost() == 0) {
                continue;
            }
            for (AnomalyClass anomaly : AnomalyClass.values()) {
                boolean forbidden = PatternTable.rule(scenario, anomaly) == Rule.FORBIDDEN
                        && (otherwiseSound || !EASED.contains(anomaly));
                boolean named = objective.name().equals(anomaly.objective());
                boolean meant = SAME.get(objective.name()) == anomaly
                        && scenario.objectives().stream()
                                .noneMatch(it -> it.name().equals(anomaly.objective()));
                if (forbidden && (named && objective.because().isEmpty() || meant)) {
                    loosened(scenario, problems, path, anomaly, count.atMost());
                }
            }
        }
    }

    private static void loosened(Scenario scenario, Problems problems, String path, AnomalyClass anomaly, long atMost) {
        String pattern = scenario.pattern().name().toLowerCase(Locale.ROOT).replace('_', '-');
        problems.impossible(
                path,
                Long.toString(atMost),
                "0, or by name and with the reason: " + anomaly.objective() + ": { at-most: " + atMost
                        + ", because: ... }",
                path + " allows " + atMost + " of " + anomaly + " (" + anomaly.title() + "), which " + pattern
                        + " forbids");
    }
}
