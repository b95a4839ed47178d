package io.firedrill.drill;

import io.firedrill.scenario.FaultAction;
import io.firedrill.scenario.PlatformKind;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.TimelineStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a drill will do, for how long at least, and what it takes: known before anything starts. Pure: the same scenario gives
 * the same plan on every machine.
 *
 * @param scenario its name
 * @param title of the scenario
 * @param setting what stands before the load begins, sentences
 * @param steps of the timeline, in the file's order
 * @param transitions what each failover does, sentences
 * @param timeline from the steady baseline to the end of the timeline, at least
 * @param around what comes before and after that, about: start, baseline, drain, scan, audit, report
 * @param footprint what it takes of this machine
 * @param needs what its faults need beyond brokers and proxies
 * @param platform what it runs on
 */
public record Plan(
        String scenario,
        String title,
        List<String> setting,
        List<Step> steps,
        List<String> transitions,
        Duration timeline,
        Duration around,
        Footprint footprint,
        Set<FaultAction.Need> needs,
        PlatformKind platform) {

    // Start, drain, scan, audit and report on two cores.
    private static final Duration AROUND = Duration.ofSeconds(25);

    public Plan {
        setting = List.copyOf(setting);
        steps = List.copyOf(steps);
        transitions = List.copyOf(transitions);
        needs = Set.copyOf(needs);
    }

    /**
     * A step of the timeline.
     *
     * @param earliest since the baseline was steady
     * @param exact false: it waits for an event, and may come later
     */
    public record Step(Duration earliest, boolean exact, String text) {}

    /** The plan of a scenario on the platform of processes. */
    public static Plan of(Scenario scenario) {
        return of(scenario, PlatformKind.PROCESSES);
    }

    /** The plan of a scenario on a platform. */
    public static Plan of(Scenario scenario, PlatformKind platform) {
        List<Duration> earliest = Schedule.of(scenario);
        List<Step> steps = new ArrayList<>();
        Duration end = Duration.ZERO;
        for (int i = 0; i < earliest.size(); i++) {
            steps.add(Wording.step(scenario.timeline().get(i), earliest.get(i)));
            end = end.compareTo(earliest.get(i)) < 0 ? earliest.get(i) : end;
        }
        Duration around = AROUND.plus(scenario.settings().stability());
        return new Plan(
                scenario.name(),
                scenario.title(),
                Wording.setting(scenario),
                steps,
                Wording.transitions(scenario),
                end,
                around,
                Footprint.of(scenario, scenario.settings().stability().plus(end)),
                needs(scenario),
                platform);
    }

    private static Set<FaultAction.Need> needs(Scenario scenario) {
        return scenario.timeline().stream()
                .map(TimelineStep::action)
                .filter(FaultAction.class::isInstance)
                .flatMap(action -> ((FaultAction) action).needs().stream())
                .collect(Collectors.toSet());
    }

    /** The shortest this drill can take from start to report, about. */
    public Duration atLeast() {
        return timeline.plus(around);
    }

    /**
     * What a platform can't do on an operating system, or does otherwise than the real thing; sentences.
     *
     * @param os as {@code os.name} says it
     */
    public static List<String> limits(String os, PlatformKind platform) {
        List<String> limits = new ArrayList<>();
        if (os.toLowerCase(Locale.ROOT).startsWith("windows")) {
            limits.add("Windows has no SIGKILL and SIGSTOP: run Firedrill inside WSL2");
        }
        limits.add("both regions share this machine's processors and disk: figures near its limits are the machine's");
        limits.add("a killed process is not a power cut: the page cache survives, so what the disks keep is asked for"
                + " by `disks:`");
        if (platform == PlatformKind.CONTAINERS) {
            limits.add("latency between regions is added by the real Toxiproxy; no packet is lost or reordered");
            limits.add(
                    "the proxy server does not note when it stood still: figures are widened by everybody's stalls but its own");
        } else {
            limits.add(
                    "latency between regions is added by proxies on loopback; no packet is reordered, and lost only `by: drop`");
        }
        return limits;
    }
}
