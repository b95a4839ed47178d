package io.firedrill.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * The events that {@code after:} can wait for. A region is {@code killed} when the fault took effect and {@code restored} when it
 * answers again; a failover is {@code detected} (T1), {@code decided} (T2) and {@code recovered} when its services work again; a step
 * with a name is {@code applied} and {@code lifted}.
 */
public final class TimelineEvents {
    /** Of a region: {@code kill-region} took effect. */
    public static final String KILLED = "killed";
    /** Of a region: it answers again after {@code restore-region}. */
    public static final String RESTORED = "restored";
    /** Of a failover: the detector declared the region down. */
    public static final String DETECTED = "detected";
    /** Of a failover: the decision fell. */
    public static final String DECIDED = "decided";
    /** Of a failover: its services work again. */
    public static final String RECOVERED = "recovered";

    /** Of a step with a name: its fault took effect. */
    public static final String APPLIED = "applied";
    /** Of a step with a name: its fault was taken back. */
    public static final String LIFTED = "lifted";

    static final List<String> OF_REGION = List.of(KILLED, RESTORED);
    static final List<String> OF_FAILOVER = List.of(DETECTED, DECIDED, RECOVERED);
    static final List<String> OF_STEP = List.of(APPLIED, LIFTED);

    private TimelineEvents() {}

    /** Every event of the scenario, as {@code to-west.recovered}. */
    static List<String> all(Scenario scenario) {
        List<String> all = new ArrayList<>();
        scenario.regions().keySet().forEach(region -> OF_REGION.forEach(event -> all.add(region + "." + event)));
        scenario.failovers()
                .keySet()
                .forEach(failover -> OF_FAILOVER.forEach(event -> all.add(failover + "." + event)));
        scenario.timeline().stream()
                .flatMap(step -> step.name().stream())
                .forEach(step -> OF_STEP.forEach(event -> all.add(step + "." + event)));
        return all;
    }

    /** The indexes of the steps that bring the event about. */
    public static List<Integer> causes(Scenario scenario, TimelineStep.Trigger.After after) {
        List<Integer> causes = new ArrayList<>();
        for (int i = 0; i < scenario.timeline().size(); i++) {
            if (causes(scenario, scenario.timeline().get(i), after)) {
                causes.add(i);
            }
        }
        return causes;
    }

    private static boolean causes(Scenario scenario, TimelineStep step, TimelineStep.Trigger.After after) {
        FailoverSpec failover = scenario.failovers().get(after.subject());
        if (failover != null) {
            return step.takesAway(failover.from())
                    || step.answeredBy().filter(after.subject()::equals).isPresent();
        }
        boolean named = step.name().filter(after.subject()::equals).isPresent();
        return switch (after.event()) {
            case RESTORED ->
                step.action() instanceof Action.RestoreRegion restore
                        && restore.region().equals(after.subject());
            case KILLED -> step.stops(after.subject());
            case APPLIED -> named;
            case LIFTED ->
                (named && step.lasting().isPresent())
                        || (step.action() instanceof Action.Lift lift
                                && lift.step().equals(after.subject()));
            default -> false;
        };
    }
}
