package io.firedrill.run;

import io.firedrill.scenario.FaultAction;
import io.firedrill.scenario.FaultAction.Need;
import io.firedrill.scenario.NodeLimits;
import io.firedrill.scenario.PlatformKind;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.TimelineStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the steps of a scenario need beyond brokers and proxies, held against a platform and this machine. */
public final class Capabilities {
    private Capabilities() {}

    /** Which steps can't be done, and why, for a drill that may still be started any way: sentences. */
    public static List<String> lacking(Scenario scenario, PlatformKind platform) {
        List<String> lacking = new ArrayList<>(steps(scenario, platform));
        if (platform == PlatformKind.PROCESSES) {
            lacking.addAll(lacking(needs(scenario)));
        }
        return lacking;
    }

    /** Which steps this very process can't do, and why: sentences. */
    static List<String> lackingHere(Scenario scenario, PlatformKind platform) {
        List<String> lacking = new ArrayList<>(steps(scenario, platform));
        if (platform == PlatformKind.PROCESSES) {
            lacking.addAll(lackingHere(needs(scenario)));
        }
        return lacking;
    }

    /** What this machine can't give to processes. */
    static List<String> lacking(Set<Need> needs) {
        return needs.contains(Need.NETWORK_NAMESPACE) && !NetworkNamespace.own()
                ? NetworkNamespace.unavailable().stream().toList()
                : List.of();
    }

    /** What this very process can't give. */
    static List<String> lackingHere(Set<Need> needs) {
        return needs.contains(Need.NETWORK_NAMESPACE) && !NetworkNamespace.own()
                ? List.of("the drill needs " + Need.NETWORK_NAMESPACE.text()
                        + ", and this process is not in one: start it with `firedrill run`, which moves into one")
                : List.of();
    }

    private static Set<Need> needs(Scenario scenario) {
        return scenario.timeline().stream()
                .map(TimelineStep::action)
                .filter(FaultAction.class::isInstance)
                .flatMap(action -> ((FaultAction) action).needs().stream())
                .collect(Collectors.toSet());
    }

    private static List<String> steps(Scenario scenario, PlatformKind platform) {
        List<String> lacking = new ArrayList<>();
        scenario.regions().forEach((name, region) -> {
            if (platform == PlatformKind.PROCESSES && !region.limits().equals(NodeLimits.NONE)) {
                lacking.add("the limits of " + name + " can't be had on " + platform.word() + ": "
                        + PlatformKind.UNLIMITED);
            }
        });
        for (TimelineStep step : scenario.timeline()) {
            if (step.action() instanceof FaultAction fault) {
                for (Need need : Need.values()) {
                    Optional<String> why = fault.needs().contains(need) ? why(need, platform) : Optional.empty();
                    why.ifPresent(sentence -> lacking.add(step.position() + ": " + fault.key() + " can't be done on "
                            + platform.word() + ": " + sentence));
                }
            }
        }
        return lacking;
    }

    private static Optional<String> why(Need need, PlatformKind platform) {
        if (need == Need.SOURCE_ADDRESSES && !linux()) {
            return Optional.of("it needs " + need.text() + ": run it on Linux");
        }
        return platform.lacks(need);
    }

    private static boolean linux() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    }
}
