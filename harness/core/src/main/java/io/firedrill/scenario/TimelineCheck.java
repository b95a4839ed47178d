package io.firedrill.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The steps of the timeline: what each acts on, and how it ends. When they happen is {@link TriggerCheck}'s. */
final class TimelineCheck {
    private final Scenario scenario;
    private final Problems problems;
    private final List<TimelineStep> steps;

    private TimelineCheck(Scenario scenario, Problems problems) {
        this.scenario = scenario;
        this.problems = problems;
        this.steps = scenario.timeline();
    }

    static void check(Scenario scenario, Problems problems) {
        if (!problems.sound("timeline")) {
            return;
        }
        var check = new TimelineCheck(scenario, problems);
        for (int i = 0; i < scenario.timeline().size(); i++) {
            if (readable(scenario, problems, i)) {
                check.action(i, scenario.timeline().get(i));
            }
        }
        check.end();
        TriggerCheck.check(scenario, problems);
    }

    /** Whether the step names one known action, and nothing was wrong with it so far. */
    static boolean readable(Scenario scenario, Problems problems, int index) {
        String path = "timeline." + index;
        String action = path + "." + scenario.timeline().get(index).action().key();
        return problems.sound(path) && problems.sound(action) && problems.unspoilt(action + ".region");
    }

    private void action(int index, TimelineStep step) {
        String path = "timeline." + index + "." + step.action().key();
        if (step.action() instanceof FaultAction fault) {
            FaultWord.check(fault, path, scenario, problems);
            fault.stops().ifPresent(region -> stoppedTwice(index, path, region));
            fault.sets().ifPresent(what -> setTwice(index, path, what));
        } else if (step.action() instanceof Action.RestoreRegion restore) {
            if (ScenarioCheck.region(scenario, problems, path + ".region", restore.region())) {
                stoppedBefore(index, path, restore.region());
                servicesEnded(path, restore);
            }
        } else if (step.action() instanceof Action.StartReplication start) {
            ReplicationCheck.starts(scenario, problems, path, start.from(), start.to());
        } else if (step.action() instanceof Action.Lift lift) {
            lift(index, path, lift.step());
        }
        boolean lifts = step.action() instanceof FaultAction fault && fault.lasts();
        if (step.lasting().isPresent() && !lifts) {
            problems.impossible(
                    "timeline." + index + ".for",
                    "for",
                    "for: beside a fault that lasts",
                    "'" + step.action().key() + "' does not last, so for: cannot lift it");
        }
        answer(index, step);
        step.name().ifPresent(name -> named(index, name));
    }

    private void answer(int index, TimelineStep step) {
        String path = "timeline." + index + ".answered-by";
        if (step.answeredBy().isEmpty()) {
            return;
        }
        if (!(step.action() instanceof FaultAction)) {
            problems.impossible(
                    path,
                    "answered-by",
                    "answered-by: beside a fault",
                    "'" + step.action().key() + "' is no fault");
        } else if (!problems.spoiltWithin("failovers")) {
            List<String> known = new ArrayList<>(scenario.failovers().keySet());
            known.add(TimelineStep.NOBODY);
            ScenarioCheck.refers(problems, path, "failover", step.answeredBy().get(), known);
        }
    }

    private void named(int index, String name) {
        String path = "timeline." + index + ".name";
        boolean taken =
                scenario.regions().containsKey(name) || scenario.failovers().containsKey(name);
        boolean twice = steps.subList(0, index).stream()
                .anyMatch(step -> step.name().filter(name::equals).isPresent());
        if (taken || twice) {
            problems.impossible(
                    path,
                    name,
                    "a name that nothing else has",
                    "'" + name + "' is the name of " + (twice ? "another step" : "a region or a failover")
                            + " already");
        }
    }

    private void lift(int index, String path, String name) {
        List<TimelineStep> named = steps.stream()
                .filter(step -> step.name().filter(name::equals).isPresent())
                .toList();
        List<String> names =
                steps.stream().flatMap(step -> step.name().stream()).toList();
        if (!ScenarioCheck.refers(problems, path + ".step", "step of the timeline", name, names)) {
            return;
        }
        boolean lasts = named.get(0).action() instanceof FaultAction fault && fault.lasts();
        if (!lasts) {
            problems.impossible(
                    path,
                    name,
                    "a fault that lasts",
                    "'" + named.get(0).action().key() + "' does not last, so it can't be lifted");
        } else if (named.get(0).lasting().isPresent()) {
            problems.impossible(path, name, "", name + " is lifted by its own for: already");
        } else if (steps.subList(0, index).stream()
                .anyMatch(step ->
                        step.action() instanceof Action.Lift lift && lift.step().equals(name))) {
            problems.impossible(path, name, "", name + " is lifted already");
        }
    }

    private void stoppedTwice(int index, String path, String region) {
        long kills = steps.subList(0, index).stream()
                .filter(step -> step.stops(region))
                .count();
        long restores = steps.stream().filter(step -> restores(step, region)).count();
        if (kills > restores) {
            problems.impossible(path, region, "", region + " is killed already and no step restores it in between");
        }
    }

    /** Only where it is certain; what depends on how the drill goes is told when it happens. */
    private void setTwice(int index, String path, String what) {
        for (int i = 0; i < steps.size(); i++) {
            boolean same = i != index
                    && readable(scenario, problems, i)
                    && steps.get(i).action() instanceof FaultAction other
                    && other.sets().filter(what::equals).isPresent();
            boolean before = steps.get(i).when() instanceof TimelineStep.Trigger.At first
                    && steps.get(index).when() instanceof TimelineStep.Trigger.At second
                    && (first.offset().compareTo(second.offset()) < 0
                            || first.offset().equals(second.offset()) && i < index);
            if (same
                    && before
                    && lastsUntil(i, ((TimelineStep.Trigger.At) steps.get(index).when()).offset())) {
                problems.impossible(
                        path,
                        steps.get(index).action().key(),
                        "a step after the other was lifted",
                        "timeline." + i + " sets " + what + " and is not lifted by then");
            }
        }
    }

    /** Whether a fault that comes at a fixed time surely still holds at another. */
    private boolean lastsUntil(int index, Duration moment) {
        TimelineStep step = steps.get(index);
        Duration from = ((TimelineStep.Trigger.At) step.when()).offset();
        if (step.lasting().isPresent()) {
            return from.plus(step.lasting().get()).compareTo(moment) > 0;
        }
        return steps.stream()
                .filter(other -> other.action() instanceof Action.Lift lift
                        && step.name().filter(lift.step()::equals).isPresent())
                .allMatch(lift -> lift.when() instanceof TimelineStep.Trigger.At at
                        && at.offset().compareTo(moment) > 0);
    }

    private void stoppedBefore(int index, String path, String region) {
        long kills = steps.stream().filter(step -> step.stops(region)).count();
        long restores = steps.subList(0, index).stream()
                .filter(step -> restores(step, region))
                .count();
        if (kills == 0) {
            problems.impossible(path, region, "", region + " is never killed, so it cannot be restored");
        } else if (kills <= restores) {
            problems.impossible(path, region, "", region + " is restored already and no step kills it again");
        }
    }

    private void servicesEnded(String path, Action.RestoreRegion restore) {
        List<FaultAction> stops = steps.stream()
                .filter(step -> step.stops(restore.region()))
                .map(step -> (FaultAction) step.action())
                .toList();
        if (!restore.services()
                && problems.sound(path + ".services")
                && !stops.isEmpty()
                && stops.stream().allMatch(FaultAction::sparesServices)) {
            problems.impossible(
                    path + ".services",
                    "false",
                    "true",
                    "no step ends the services of " + restore.region() + ", so none can stay down");
        }
    }

    private void end() {
        int first = -1;
        for (int i = 0; i < steps.size(); i++) {
            boolean end = steps.get(i).action() instanceof Action.End && readable(scenario, problems, i);
            if (first >= 0) {
                String found = end ? "a second end" : "a step after end";
                problems.impossible(
                        "timeline." + i,
                        found,
                        "end as the last step",
                        found + ": timeline." + first + " has ended the drill");
            } else if (end) {
                first = i;
            }
        }
        boolean allReadable = true;
        for (int i = 0; i < steps.size(); i++) {
            allReadable &= readable(scenario, problems, i);
        }
        if (first < 0 && allReadable) {
            problems.impossible(
                    "timeline", "no end", "a last step such as '- at: 60s' with 'end: {}'", "the timeline has no end");
        }
    }

    private static boolean restores(TimelineStep step, String region) {
        return step.action() instanceof Action.RestoreRegion restore
                && restore.region().equals(region);
    }
}
