package io.firedrill.drill;

import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.LinkSpec;
import io.firedrill.scenario.ReplicationSpec;
import io.firedrill.scenario.RunbookStep;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ServiceSpec;
import io.firedrill.scenario.TimelineStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A scenario in sentences, for its plan. */
final class Wording {
    private Wording() {}

    static List<String> setting(Scenario scenario) {
        List<String> lines = new ArrayList<>();
        scenario.regions()
                .forEach((name, region) ->
                        lines.add("region " + name + ": " + region.nodes().text()));
        for (LinkSpec link : scenario.links()) {
            lines.add("link " + String.join(" and ", link.between()) + ": " + duration(link.latency())
                    + " a round trip"
                    + (link.jitter().isZero() ? "" : ", give or take " + duration(link.jitter())));
        }
        for (ReplicationSpec flow : scenario.replication()) {
            lines.add("MirrorMaker 2 in " + flow.to() + " copies " + String.join(", ", flow.topics()) + " from "
                    + flow.from()
                    + " as " + flow.topics().stream().map(flow::mirrored).collect(Collectors.joining(", "))
                    + (flow.started() == ReplicationSpec.Started.BY_STEP ? ", from the step that starts it" : ""));
        }
        scenario.services().forEach((name, service) -> lines.add("service " + name + " " + service(service)));
        return lines;
    }

    private static String service(ServiceSpec service) {
        List<String> does = new ArrayList<>();
        service.produces()
                .ifPresent(p -> does.add("sends " + number(p.ratePerSecond()) + " records/s of " + p.sizeBytes()
                        + " B to " + p.topic()));
        service.consumes()
                .ifPresent(c -> does.add("reads " + String.join(", ", c.topics()) + " as group " + c.group()));
        String calls = service.calls()
                .map(it -> ", calls " + String.join(", ", it.dependencies()) + " for each")
                .orElse("");
        String standby = service.deployedIn().size() < 2
                ? ""
                : "; on standby (" + lower(service.standby()) + ") in "
                        + String.join(
                                ", ",
                                service.deployedIn()
                                        .subList(1, service.deployedIn().size()));
        return String.join(" and ", does) + calls + ", active in "
                + service.deployedIn().get(0) + standby;
    }

    static Plan.Step step(TimelineStep step, Duration earliest) {
        boolean exact = step.when() instanceof TimelineStep.Trigger.At;
        String waits = step.when() instanceof TimelineStep.Trigger.After after
                ? after.subject() + "." + after.event()
                        + (after.plus().isZero() ? "" : " + " + duration(after.plus()))
                        + ": "
                : "";
        String lasting = step.lasting().map(d -> ", for " + duration(d)).orElse("");
        return new Plan.Step(
                earliest,
                exact,
                waits + step.action().key() + " " + step.action().wording() + lasting);
    }

    static List<String> transitions(Scenario scenario) {
        List<String> lines = new ArrayList<>();
        scenario.failovers()
                .forEach((name, failover) -> lines.add(name + ", " + failover.from() + " to " + failover.to()
                        + ": " + detect(failover.detect()) + "; " + decide(failover.decide()) + "; "
                        + failover.runbook().stream().map(RunbookStep::key).collect(Collectors.joining(", "))));
        return lines;
    }

    private static String detect(FailoverSpec.Detect detect) {
        if (detect instanceof FailoverSpec.Detect.Probe probe) {
            return "detected by " + probe.failures() + " failed probes in a row from " + probe.seenFrom()
                    + ", one every " + duration(probe.every());
        }
        return "started by hand";
    }

    private static String decide(FailoverSpec.Decide decide) {
        if (decide instanceof FailoverSpec.Decide.After after) {
            return "decided after " + duration(after.delay());
        }
        return "decided at once";
    }

    private static String count(int many, String what) {
        return many + " " + what + (many == 1 ? "" : "s");
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** As the scenario language writes it: {@code 250ms}, {@code 30s}, {@code 1m30s}. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis < 1000 ? millis + "ms" : millis / 1000.0 + "s";
        }
        long seconds = millis / 1000;
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds / 60 + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
    }
}
