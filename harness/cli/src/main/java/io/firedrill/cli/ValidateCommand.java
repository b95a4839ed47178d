package io.firedrill.cli;

import io.firedrill.run.Library;
import io.firedrill.run.RefusedException;
import io.firedrill.scenario.ScenarioReading;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.json.JsonMapper;

/** Reads a scenario and says everything that is wrong with it. */
@Command(
        name = "validate",
        description = {
            "Reads a scenario and says everything that is wrong with it, with file, line and column.",
            "Starts nothing. Exit code 0 if it can be run, 2 if not."
        },
        footer = {
            "",
            "Examples:",
            "  firedrill validate region-loss",
            "  firedrill validate our-drills/quarterly.yaml --set regions.us-east.brokers=1"
        })
final class ValidateCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final ScenarioArgument scenario = new ScenarioArgument();

    @Mixin
    private final Output output = new Output();

    ValidateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws RefusedException {
        Library library = new Library(surroundings.installation().scenarios());
        if (output.json()) {
            return json(scenario.reading(library));
        }
        ScenarioReading.Read read = scenario.read(library);
        surroundings.out().println(read.scenario().name() + ": nothing is wrong with it");
        return ExitCode.MET;
    }

    private int json(ScenarioReading reading) {
        List<Map<String, Object>> problems = reading instanceof ScenarioReading.Refused refused
                ? refused.problems().stream()
                        .map(problem -> Map.<String, Object>of(
                                "file", problem.position().file(),
                                "line", problem.position().line(),
                                "column", problem.position().column(),
                                "path", problem.path(),
                                "found", problem.found(),
                                "allowed", problem.allowed(),
                                "suggestion", problem.suggestion(),
                                "message", problem.message()))
                        .toList()
                : List.of();
        surroundings.out().println(new JsonMapper().writeValueAsString(Map.of("problems", problems)));
        return problems.isEmpty() ? ExitCode.MET : ExitCode.USAGE;
    }
}
