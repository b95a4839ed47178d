package io.firedrill.cli;

import io.firedrill.run.Library;
import io.firedrill.run.RefusedException;
import io.firedrill.scenario.EnvironmentReading;
import io.firedrill.scenario.ScenarioProblem;
import io.firedrill.scenario.ScenarioReading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which scenario, and what is otherwise in it. */
final class ScenarioArgument {

    @Parameters(
            paramLabel = "SCENARIO",
            description = "Name of a scenario of the library (firedrill list), or a YAML file.")
    private String scenario = "";

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description =
                    "Takes another value for this run, as --set services.order-service.produces.rate=1000/s; repeatable.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** What was said of the environment, and not of the scenario. */
    Map<String, String> ofEnvironment() {
        Map<String, String> own = new LinkedHashMap<>(overrides);
        own.keySet().removeIf(path -> !EnvironmentReading.takes(path));
        return own;
    }

    /** Reads it, where it runs left out; what is wrong with it comes all at once. */
    ScenarioReading.Read read(Library library) throws RefusedException {
        Map<String, String> own = new LinkedHashMap<>(overrides);
        own.keySet().removeIf(EnvironmentReading::takes);
        ScenarioReading reading = library.read(scenario, own);
        if (reading instanceof ScenarioReading.Read read) {
            return read;
        }
        List<ScenarioProblem> problems = ((ScenarioReading.Refused) reading).problems();
        throw new RefusedException(
                problems.stream().map(ScenarioProblem::toString).collect(Collectors.joining("\n")));
    }

    ScenarioReading reading(Library library) throws RefusedException {
        return library.read(scenario, overrides);
    }
}
