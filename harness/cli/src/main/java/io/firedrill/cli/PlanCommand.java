package io.firedrill.cli;

import io.firedrill.drill.Plan;
import io.firedrill.region.ContainerOptions;
import io.firedrill.run.Capabilities;
import io.firedrill.run.ContainerPreflight;
import io.firedrill.run.Library;
import io.firedrill.run.Machine;
import io.firedrill.run.Preflight;
import io.firedrill.run.RefusedException;
import io.firedrill.scenario.PlatformKind;
import io.firedrill.scenario.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what a drill will do, before it does. */
@Command(
        name = "plan",
        description = {
            "Says what a drill will do, for how long at least, and what it takes of this machine.",
            "Starts nothing. Exit code 0 if this machine can run it, 2 if not; run begins with the same check."
        },
        footer = {
            "",
            "Examples:",
            "  firedrill plan region-loss",
            "  firedrill plan region-loss --platform containers",
            "  firedrill plan region-loss --set regions.us-west.brokers=1"
        })
final class PlanCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final ScenarioArgument scenario = new ScenarioArgument();

    @Mixin
    private final PlatformArgument platform = new PlatformArgument();

    @Mixin
    private final Output output = new Output();

    PlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws RefusedException, IOException {
        Library library = new Library(surroundings.installation().scenarios());
        Scenario asked = scenario.read(library).scenario();
        Optional<ContainerOptions> containers =
                platform.containers(scenario, surroundings.installation().build());
        Plan plan = Plan.of(asked, containers.isPresent() ? PlatformKind.CONTAINERS : PlatformKind.PROCESSES);
        Machine machine = Machine.here(surroundings.installation().runs());
        List<String> problems = new ArrayList<>(Preflight.problems(plan, machine));
        problems.addAll(Capabilities.lacking(asked, plan.platform()));
        Optional<ContainerPreflight> engine = containers.map(options -> ContainerPreflight.of(plan, options));
        engine.ifPresent(found -> problems.addAll(found.problems()));
        if (output.json()) {
            surroundings.out().println(PlanText.json(plan, machine, problems));
        } else {
            PlanText.lines(plan, machine, engine).forEach(surroundings.out()::println);
        }
        surroundings.out().flush();
        if (!problems.isEmpty()) {
            throw new RefusedException(String.join("\n", problems));
        }
        return ExitCode.MET;
    }
}
