package io.firedrill.drill;

import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.RunbookStep;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.TimelineEvents;
import io.firedrill.scenario.TimelineStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The earliest moments, since the baseline was steady, at which the steps of a timeline can happen. A step that waits for an
 * event gets the soonest that the event can come: detection and every wait that the scenario prescribes, and no time at all
 * for what the machine does.
 */
final class Schedule {

    private final Scenario scenario;
    private final Map<Integer, Duration> earliest = new HashMap<>();
    private final List<Integer> open = new ArrayList<>();

    private Schedule(Scenario scenario) {
        this.scenario = scenario;
    }

    /** One duration for each step, in the file's order. */
    static List<Duration> of(Scenario scenario) {
        Schedule schedule = new Schedule(scenario);
        List<Duration> all = new ArrayList<>();
        for (int step = 0; step < scenario.timeline().size(); step++) {
            all.add(schedule.earliest(step));
        }
        return all;
    }

    private Duration earliest(int index) {
        Duration known = earliest.get(index);
        if (known != null) {
            return known;
        }
        open.add(index);
        TimelineStep.Trigger when = scenario.timeline().get(index).when();
        Duration result;
        if (when instanceof TimelineStep.Trigger.After after) {
            result = event(after, index).plus(after.plus());
        } else {
            result = ((TimelineStep.Trigger.At) when).offset();
        }
        open.remove(Integer.valueOf(index));
        earliest.put(index, result);
        return result;
    }

    private Duration event(TimelineStep.Trigger.After after, int index) {
        Duration soonest = soonest(TimelineEvents.causes(scenario, after), index);
        FailoverSpec failover = scenario.failovers().get(after.subject());
        if (failover != null) {
            return soonest.plus(failoverTakes(failover, after.event()));
        }
        return after.event().equals(TimelineEvents.LIFTED) ? soonest.plus(lasting(after.subject())) : soonest;
    }

    private Duration lasting(String name) {
        return scenario.timeline().stream()
                .filter(step -> step.name().filter(name::equals).isPresent())
                .flatMap(step -> step.lasting().stream())
                .findFirst()
                .orElse(Duration.ZERO);
    }

    /** The earliest of the steps that can cause an event; without one, the step before has at least happened. */
    private Duration soonest(List<Integer> causes, int waiting) {
        @Nullable Duration first = null;
        for (int step : causes) {
            if (!open.contains(step)) {
                Duration at = earliest(step);
                first = first == null || at.compareTo(first) < 0 ? at : first;
            }
        }
        if (first != null) {
            return first;
        }
        return waiting == 0 || open.contains(waiting - 1) ? Duration.ZERO : earliest(waiting - 1);
    }

    /** How long a failover takes at least, from the fault to the event. */
    private Duration failoverTakes(FailoverSpec failover, String event) {
        Duration detected = detection(failover.detect());
        if (event.equals("detected")) {
            return detected;
        }
        Duration decided =
                failover.decide() instanceof FailoverSpec.Decide.After after ? detected.plus(after.delay()) : detected;
        if (event.equals("decided")) {
            return decided;
        }
        Duration walked = decided.plus(runbook(failover));
        return event.equals("recovered") ? walked.plus(scenario.settings().recoveryWindow()) : walked;
    }

    private static Duration detection(FailoverSpec.Detect detect) {
        if (detect instanceof FailoverSpec.Detect.Probe probe) {
            return probe.every().multipliedBy(Math.max(0, probe.failures() - 1));
        }
        return Duration.ZERO;
    }

    private Duration runbook(FailoverSpec failover) {
        Duration total = Duration.ZERO;
        for (RunbookStep step : failover.runbook()) {
            if (step instanceof RunbookStep.SwitchProducers switching) {
                long services = scenario.services().values().stream()
                        .filter(service -> service.produces().isPresent()
                                && service.deployedIn().contains(failover.to()))
                        .count();
                long turns = (services + switching.atOnce() - 1) / switching.atOnce();
                total = total.plus(switching.each().multipliedBy(turns));
            } else if (step instanceof RunbookStep.OperatorDelay delay) {
                total = total.plus(delay.time()).minus(delay.giveOrTake());
            }
        }
        return total;
    }
}
