package io.firedrill.cli;

import io.firedrill.drill.Plan;
import io.firedrill.run.Capabilities;
import io.firedrill.run.Library;
import io.firedrill.run.Machine;
import io.firedrill.run.Preflight;
import io.firedrill.run.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
            "  firedrill plan region-loss --set regions.us-west.brokers=1"
        })
final class PlanCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final ScenarioArgument scenario = new ScenarioArgument();

    @Mixin
    private final Output output = new Output();

    PlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws RefusedException, IOException {
        Library library = new Library(surroundings.installation().scenarios());
        Plan plan = Plan.of(scenario.read(library).scenario());
        Machine machine = Machine.here(surroundings.installation().runs());
        List<String> problems = new ArrayList<>(Preflight.problems(plan, machine));
        problems.addAll(Capabilities.lacking(plan.needs()));
        if (output.json()) {
            surroundings.out().println(PlanText.json(plan, machine, problems));
        } else {
            PlanText.lines(plan, machine).forEach(surroundings.out()::println);
        }
        surroundings.out().flush();
        if (!problems.isEmpty()) {
            throw new RefusedException(String.join("\n", problems));
        }
        return ExitCode.MET;
    }
}
