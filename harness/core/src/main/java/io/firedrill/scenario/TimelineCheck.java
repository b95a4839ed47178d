package io.firedrill.scenario;

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
        if (step.action() instanceof Action.KillRegion kill) {
            if (ScenarioCheck.region(scenario, problems, path + ".region", kill.region())) {
                killedTwice(index, path, kill.region());
            }
        } else if (step.action() instanceof Action.RestoreRegion restore) {
            if (ScenarioCheck.region(scenario, problems, path + ".region", restore.region())) {
                killedBefore(index, path, restore.region());
            }
        } else if (step.action() instanceof Action.PauseMirror pause) {
            pause(path, pause);
        }
        boolean lifts = step.action() instanceof Action.PauseMirror;
        if (step.lasting().isPresent() && !lifts) {
            String instead = step.action() instanceof Action.KillRegion ? "; a restore-region step brings it back" : "";
            problems.impossible(
                    "timeline." + index + ".for",
                    "for",
                    "for: beside pause-mirror",
                    "'" + step.action().key() + "' cannot be lifted by for:" + instead);
        }
    }

    private void killedTwice(int index, String path, String region) {
        long kills = steps.subList(0, index).stream()
                .filter(step -> kills(step, region))
                .count();
        long restores = steps.stream().filter(step -> restores(step, region)).count();
        if (kills > restores) {
            problems.impossible(path, region, "", region + " is killed already and no step restores it in between");
        }
    }

    private void killedBefore(int index, String path, String region) {
        long kills = steps.stream().filter(step -> kills(step, region)).count();
        long restores = steps.subList(0, index).stream()
                .filter(step -> restores(step, region))
                .count();
        if (kills == 0) {
            problems.impossible(path, region, "", region + " is never killed, so it cannot be restored");
        } else if (kills <= restores) {
            problems.impossible(path, region, "", region + " is restored already and no step kills it again");
        }
    }

    private void pause(String path, Action.PauseMirror pause) {
        boolean from = ScenarioCheck.region(scenario, problems, path + ".from", pause.from());
        boolean to = ScenarioCheck.region(scenario, problems, path + ".to", pause.to());
        List<String> flows =
                scenario.replication().stream().map(ReplicationSpec::name).toList();
        String flow = pause.from() + "->" + pause.to();
        if (from && to && !problems.spoiltWithin("replication") && !flows.contains(flow)) {
            problems.impossible(
                    path,
                    flow,
                    String.join(", ", flows),
                    "no replication runs from " + pause.from() + " to " + pause.to());
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

    private static boolean kills(TimelineStep step, String region) {
        return step.action() instanceof Action.KillRegion kill && kill.region().equals(region);
    }

    private static boolean restores(TimelineStep step, String region) {
        return step.action() instanceof Action.RestoreRegion restore
                && restore.region().equals(region);
    }
}
