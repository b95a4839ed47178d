package io.firedrill.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * The events that {@code after:} can wait for. A region is {@code killed} when the fault took effect and {@code restored} when it
 * answers again; a failover is {@code detected} (T1), {@code decided} (T2) and {@code recovered} when its services work again.
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

    static final List<String> OF_REGION = List.of(KILLED, RESTORED);
    static final List<String> OF_FAILOVER = List.of(DETECTED, DECIDED, RECOVERED);

    private TimelineEvents() {}

    /** Every event of the scenario, as {@code to-west.recovered}. */
    static List<String> all(Scenario scenario) {
        List<String> all = new ArrayList<>();
        scenario.regions().keySet().forEach(region -> OF_REGION.forEach(event -> all.add(region + "." + event)));
        scenario.failovers()
                .keySet()
                .forEach(failover -> OF_FAILOVER.forEach(event -> all.add(failover + "." + event)));
        return all;
    }

    /** The indexes of the steps that bring the event about. */
    static List<Integer> causes(Scenario scenario, TimelineStep.Trigger.After after) {
        FailoverSpec failover = scenario.failovers().get(after.subject());
        String region = failover == null ? after.subject() : failover.from();
        boolean restored = failover == null && after.event().equals(RESTORED);
        List<Integer> causes = new ArrayList<>();
        for (int i = 0; i < scenario.timeline().size(); i++) {
            Action action = scenario.timeline().get(i).action();
            boolean kills =
                    action instanceof Action.KillRegion kill && kill.region().equals(region);
            boolean restores = action instanceof Action.RestoreRegion restore
                    && restore.region().equals(region);
            if (restored ? restores : kills) {
                causes.add(i);
            }
        }
        return causes;
    }
}
