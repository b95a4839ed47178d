package io.firedrill.scenario;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One step of the timeline.
 *
 * @param when what starts it
 * @param action what it does
 * @param name by which other steps refer to it
 * @param lasting lifts the fault again after this long ({@code for:})
 * @param answeredBy the failover that answers the fault, as the step says it ({@code none} for none)
 * @param position of the step in the file
 */
public record TimelineStep(
        Trigger when,
        Action action,
        Optional<String> name,
        Optional<Duration> lasting,
        Optional<String> answeredBy,
        Position position) {
    /** What {@code answered-by} says when no failover is called for. */
    public static final String NOBODY = "none";

    /** What starts a step. */
    public sealed interface Trigger {
        /** {@code offset} after the baseline became steady. */
        record At(Duration offset) implements Trigger {}

        /** {@code plus} after an event such as {@code to-west.recovered} or {@code us-east.restored}. */
        record After(String subject, String event, Duration plus) implements Trigger {}
    }

    /** Whether it is a fault that takes this region away from those who look from elsewhere. */
    public boolean takesAway(String region) {
        return action instanceof FaultAction fault && fault.takesAway().contains(region);
    }

    /** Whether it is a fault that ends every broker of the region. */
    public boolean stops(String region) {
        return action instanceof FaultAction fault
                && fault.stops().filter(region::equals).isPresent();
    }

    /**
     * The failover that answers this step's fault: the one that the step names, or else the first from a region that the fault takes
     * away. Empty: none is called for.
     */
    public Optional<String> failover(Scenario scenario) {
        if (answeredBy.isPresent()) {
            return answeredBy.filter(named -> !named.equals(NOBODY));
        }
        return scenario.failovers().entrySet().stream()
                .filter(entry -> takesAway(entry.getValue().from()))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
