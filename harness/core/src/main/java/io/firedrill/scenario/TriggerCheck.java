package io.firedrill.scenario;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** When the steps of the timeline happen: events that exist, that can come, and that come before the end. */
final class TriggerCheck {
    private final Scenario scenario;
    private final Problems problems;
    private final List<TimelineStep> steps;
    /** Earliest moment each step can begin; empty for one that never does. */
    private final List<Optional<Duration>> earliest;

    private TriggerCheck(Scenario scenario, Problems problems) {
        this.scenario = scenario;
        this.problems = problems;
        this.steps = scenario.timeline();
        this.earliest = new ArrayList<>();
    }

    static void check(Scenario scenario, Problems problems) {
        var check = new TriggerCheck(scenario, problems);
        check.events();
        check.computeEarliest();
        for (int i = 0; i < check.steps.size(); i++) {
            if (TimelineCheck.readable(scenario, problems, i) && problems.unspoilt(after(i))) {
                check.comes(i);
            }
        }
        check.beforeTheEnd();
        check.restoredAfterKilled();
    }

    private static String after(int index) {
        return "timeline." + index + ".after";
    }

    /** Names that are neither a region's nor a failover's event. */
    private void events() {
        for (int i = 0; i < steps.size(); i++) {
            if (!(steps.get(i).when() instanceof TimelineStep.Trigger.After after) || !problems.sound(after(i))) {
                continue;
            }
            String event = after.subject() + "." + after.event();
            List<String> known = TimelineEvents.all(scenario);
            boolean undecidable = !problems.sound("regions") || !problems.unspoilt("failovers");
            if (!known.contains(event) && !undecidable) {
                problems.dangling(after(i), "event", event, known);
            }
        }
    }

    /** {@code at} is known, {@code after} follows the earliest of its causes; repeated until nothing gets earlier. */
    private void computeEarliest() {
        for (int i = 0; i < steps.size(); i++) {
            earliest.add(Optional.empty());
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < steps.size(); i++) {
                Optional<Duration> now = earliest(i);
                Optional<Duration> before = earliest.get(i);
                if (now.isPresent() && (before.isEmpty() || now.get().compareTo(before.get()) < 0)) {
                    earliest.set(i, now);
                    changed = true;
                }
            }
        }
    }

    private Optional<Duration> earliest(int index) {
        boolean undecidable = !TimelineCheck.readable(scenario, problems, index) || !problems.unspoilt(after(index));
        if (undecidable) {
            return Optional.of(Duration.ZERO);
        }
        TimelineStep.Trigger when = steps.get(index).when();
        if (when instanceof TimelineStep.Trigger.At at) {
            return Optional.of(at.offset());
        }
        TimelineStep.Trigger.After after = (TimelineStep.Trigger.After) when;
        return TimelineEvents.causes(scenario, after).stream()
                .map(earliest::get)
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .map(cause -> cause.plus(after.plus()));
    }

    private void comes(int index) {
        if (earliest.get(index).isPresent() || !(steps.get(index).when() instanceof TimelineStep.Trigger.After after)) {
            return;
        }
        String event = after.subject() + "." + after.event();
        List<Integer> causes = TimelineEvents.causes(scenario, after);
        if (causes.isEmpty() && everyStepReadable()) {
            problems.impossible(after(index), event, "", event + " never happens: no step " + cause(after));
        } else if (waitsForItself(index)) {
            String message = event + " never happens: timeline." + causes.get(0)
                    + " would bring it about, and waits in a circle";
            problems.impossible(after(index), event, "", message);
        }
    }

    private String cause(TimelineStep.Trigger.After after) {
        FailoverSpec failover = scenario.failovers().get(after.subject());
        if (failover != null) {
            return "kills or cuts off " + failover.from();
        }
        return switch (after.event()) {
            case TimelineEvents.RESTORED -> "restores " + after.subject();
            case TimelineEvents.LIFTED -> "lifts " + after.subject();
            default -> "kills " + after.subject();
        };
    }

    private boolean everyStepReadable() {
        return IntStream.range(0, steps.size()).allMatch(i -> TimelineCheck.readable(scenario, problems, i));
    }

    /** A step further down a chain is silent: the first link of it is reported. */
    private boolean waitsForItself(int index) {
        Set<Integer> seen = new HashSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(index));
        while (!open.isEmpty()) {
            if (steps.get(open.pop()).when() instanceof TimelineStep.Trigger.After after) {
                List<Integer> causes = TimelineEvents.causes(scenario, after);
                if (causes.contains(index)) {
                    return true;
                }
                causes.stream().filter(seen::add).forEach(open::push);
            }
        }
        return false;
    }

    /** A step that is certain to come after a certain end. */
    private void beforeTheEnd() {
        int end = -1;
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).action() instanceof Action.End && TimelineCheck.readable(scenario, problems, i)) {
                end = i;
                break;
            }
        }
        for (int i = 0; i < end; i++) {
            String path = "timeline." + i;
            if (TimelineCheck.readable(scenario, problems, i) && isAfter(i, end)) {
                problems.impossible(
                        path,
                        path,
                        "a step before the end",
                        path + " (" + steps.get(i).action().key() + ") comes after the end of the drill");
            }
        }
    }

    private boolean isAfter(int index, int end) {
        TimelineStep.Trigger last = steps.get(end).when();
        TimelineStep.Trigger when = steps.get(index).when();
        if (last instanceof TimelineStep.Trigger.At at) {
            return earliest.get(index)
                    .map(moment -> moment.compareTo(at.offset()) > 0)
                    .orElse(false);
        }
        return last instanceof TimelineStep.Trigger.After ends
                && when instanceof TimelineStep.Trigger.After comes
                && comes.subject().equals(ends.subject())
                && comes.event().equals(ends.event())
                && comes.plus().compareTo(ends.plus()) > 0;
    }

    /** A region that is restored at a time when no kill can have happened. */
    private void restoredAfterKilled() {
        for (int i = 0; i < steps.size(); i++) {
            TimelineStep step = steps.get(i);
            String path = "timeline." + i;
            if (!(step.action() instanceof Action.RestoreRegion restore)
                    || !(step.when() instanceof TimelineStep.Trigger.At at)
                    || !problems.unspoilt(path + ".restore-region")
                    || !TimelineCheck.readable(scenario, problems, i)) {
                continue;
            }
            Optional<Duration> killed = TimelineEvents.causes(
                            scenario,
                            new TimelineStep.Trigger.After(restore.region(), TimelineEvents.KILLED, Duration.ZERO))
                    .stream()
                    .map(earliest::get)
                    .flatMap(Optional::stream)
                    .min(Duration::compareTo);
            if (killed.isPresent() && killed.get().compareTo(at.offset()) >= 0) {
                problems.impossible(
                        path,
                        Quantity.format(at.offset()),
                        "later than " + Quantity.format(killed.get()),
                        restore.region() + " is restored at " + Quantity.format(at.offset()) + ", before it is killed");
            }
        }
    }
}
