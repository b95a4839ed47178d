package io.firedrill.scenario;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The table of MEASURES.md, 4: what each pattern forbids, bounds and expects. */
public final class PatternTable {

    private record Row(Set<AnomalyClass> forbidden, Set<AnomalyClass> bounded, Set<AnomalyClass> expected) {
        static Row of(String forbidden, String bounded, String expected) {
            return new Row(classes(forbidden), classes(bounded), classes(expected));
        }

        private static Set<AnomalyClass> classes(String names) {
            Set<AnomalyClass> classes = EnumSet.noneOf(AnomalyClass.class);
            Arrays.stream(names.split(" ")).map(AnomalyClass::valueOf).forEach(classes::add);
            return classes;
        }
    }

    private static final Map<Pattern, Row> ROWS = new EnumMap<>(Map.of(
            Pattern.ACTIVE_PASSIVE,
            Row.of("P1 P2 P3 P4 P5 P6 R2 R4 R5 R6 R8 C1 C2 C4 C6 X1 X2 X4", "R1 R3 R7 R9 C3 X3 X6", "C5 C7 X5"),
            Pattern.ACTIVE_ACTIVE,
            Row.of("P1 P2 P3 P4 P5 P6 R2 R4 R5 R6 R8 C1 C2 C4", "R1 R3 R7 R9 C3 C7 X2 X3 X4 X6", "C5 C6 X5"),
            Pattern.PARTITIONED_ACTIVE,
            Row.of("P1 P2 P3 P4 P5 P6 R2 R4 R5 R6 R8 C1 C2 C4 C6 X1 X2", "R1 R3 R7 R9 C3 C7 X3 X4 X6", "C5 X5"),
            Pattern.ACTIVE_READ,
            Row.of("P1 P2 P3 P4 P5 P6 R2 R4 R5 R6 R8 C1 C2 C4 X1 X2", "R1 R3 R7 R9 C3 C7 X3 X6", "C5 C6 X4 X5"),
            Pattern.DUAL_RUN_MIGRATION,
            Row.of("P1 P2 P3 P4 P5 P6 R1 R2 R4 R5 R6 R8 R9 C1 C2 C4 C6 X1 X2", "R3 R7 C3 C7 X3 X6", "C5 X4 X5"),
            Pattern.REPLICATED_ANALYTICS,
            Row.of("P1 P2 P3 P4 P5 P6 R2 R4 R5 R6 C1 C2 C4", "R1 R3 R8 R9 C3 C7", "C5 X4"),
            Pattern.STRETCH,
            Row.of("P1 P2 P3 P4 P5 P6 C1 C2 C4 X1", "C3", "C5")));

    private PatternTable() {}

    /** The rule of the scenario's pattern, eased where the scenario's own settings make the anomaly possible. */
    public static Rule rule(Scenario scenario, AnomalyClass anomaly) {
        Rule rule = rule(scenario.pattern(), anomaly);
        if (rule != Rule.FORBIDDEN) {
            return rule;
        }
        boolean eased =
                switch (anomaly) {
                    case P1 -> losesDisks(scenario);
                    case P4, P6 -> withoutIdempotence(scenario);
                    default -> false;
                };
        return eased ? Rule.BOUNDED : rule;
    }

    public static Rule rule(Pattern pattern, AnomalyClass anomaly) {
        Row row = ROWS.get(pattern);
        if (row == null) {
            throw new IllegalStateException("no row for the pattern " + pattern);
        }
        if (row.forbidden().contains(anomaly)) {
            return Rule.FORBIDDEN;
        }
        if (row.bounded().contains(anomaly)) {
            return Rule.BOUNDED;
        }
        return row.expected().contains(anomaly) ? Rule.EXPECTED : Rule.NOT_APPLICABLE;
    }

    private static boolean losesDisks(Scenario scenario) {
        boolean kill = scenario.timeline().stream()
                .anyMatch(step -> step.action() instanceof FaultAction fault && fault.losesAcknowledged());
        boolean unclean = scenario.topics().values().stream()
                        .anyMatch(topic -> "true".equals(topic.config().get("unclean.leader.election.enable")))
                || scenario.regions().values().stream()
                        .anyMatch(region -> "true".equals(region.config().get("unclean.leader.election.enable")));
        return kill || unclean;
    }

    private static boolean withoutIdempotence(Scenario scenario) {
        return scenario.services().values().stream()
                .anyMatch(service ->
                        service.produces().filter(it -> !it.idempotent()).isPresent());
    }
}
