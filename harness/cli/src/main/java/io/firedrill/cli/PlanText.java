package io.firedrill.cli;

import io.firedrill.drill.Footprint;
import io.firedrill.drill.Plan;
import io.firedrill.run.ContainerPreflight;
import io.firedrill.run.Machine;
import io.firedrill.run.Preflight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** A plan for people, or for programs. */
final class PlanText {
    private PlanText() {}

    static List<String> lines(Plan plan, Machine machine, Optional<ContainerPreflight> engine) {
        List<String> lines = new ArrayList<>();
        lines.add(plan.scenario() + ": " + plan.title());
        lines.add("");
        lines.add("before it begins");
        plan.setting().forEach(line -> lines.add("  " + line));
        lines.add("");
        lines.add("what happens, from the moment the load is steady");
        Table steps = new Table();
        plan.steps().forEach(step -> steps.row(moment(step), step.text()));
        lines.addAll(steps.lines("  "));
        if (!plan.transitions().isEmpty()) {
            lines.add("");
            lines.add("failovers");
            plan.transitions().forEach(line -> lines.add("  " + line));
        }
        lines.add("");
        lines.add("what it takes");
        lines.addAll(needs(plan, machine, engine).lines("  "));
        lines.add("");
        lines.add("what this platform (" + plan.platform().word() + " on " + machine.os() + ") can't show");
        Plan.limits(machine.os(), plan.platform()).forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static Table needs(Plan plan, Machine machine, Optional<ContainerPreflight> engine) {
        Footprint footprint = plan.footprint();
        String memory = machine.freeMemory().isPresent()
                ? " (" + Preflight.bytes(machine.freeMemory().getAsLong()) + " to give)"
                : "";
        Table table = new Table()
                .row(
                        "time",
                        "at least " + seconds(plan.atLeast()) + ": " + seconds(plan.timeline()) + " of timeline, about "
                                + seconds(plan.around()) + " around it")
                .row("memory", "about " + Preflight.bytes(footprint.memoryBytes()) + memory)
                .row(
                        "disk",
                        "about " + Preflight.bytes(footprint.diskBytes()) + " (" + Preflight.bytes(machine.freeDisk())
                                + " free)")
                .row(
                        "processes",
                        footprint.processes() + ": " + footprint.brokers() + " brokers, "
                                + (footprint.controllers() == 0 ? "" : footprint.controllers() + " controllers, ")
                                + footprint.mirrors()
                                + " MirrorMaker, " + footprint.workers() + " workers, the proxy server, the watchdog")
                .row("ports", footprint.ports() + " free ones on loopback, for " + footprint.proxies() + " proxies")
                .row("processors", Integer.toString(machine.cpus()));
        engine.ifPresent(found -> table.row("engine", found.engine().isEmpty() ? "none" : found.engine())
                .row(
                        "images",
                        found.absent().isEmpty()
                                ? "all are here"
                                : "not here, so a run tries to pull them: " + String.join(", ", found.absent())));
        return table;
    }

    private static String moment(Plan.Step step) {
        return (step.exact() ? "" : ">= ") + seconds(step.earliest());
    }

    private static String seconds(Duration duration) {
        long seconds = (duration.toMillis() + 999) / 1000;
        return seconds < 60
                ? seconds + " s"
                : seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }

    static String json(Plan plan, Machine machine, List<String> problems) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("scenario", plan.scenario());
        root.put("platform", plan.platform().word());
        root.put("title", plan.title());
        root.put("setting", plan.setting());
        root.put("steps", plan.steps().stream().map(PlanText::fields).toList());
        root.put("transitions", plan.transitions());
        root.put("timelineMillis", plan.timeline().toMillis());
        root.put("atLeastMillis", plan.atLeast().toMillis());
        root.put("footprint", plan.footprint());
        root.put("limits", Plan.limits(machine.os(), plan.platform()));
        root.put("problems", problems);
        return new JsonMapper().writeValueAsString(root);
    }

    private static Map<String, Object> fields(Plan.Step step) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("earliestMillis", step.earliest().toMillis());
        fields.put("exact", step.exact());
        fields.put("text", step.text());
        return fields;
    }
}
