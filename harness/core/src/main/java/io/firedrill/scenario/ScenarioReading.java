package io.firedrill.scenario;

import java.util.List;

/** What became of reading a scenario. */
public sealed interface ScenarioReading {

    /**
     * The scenario is complete and checked.
     *
     * @param scenario the model
     * @param effectiveYaml what was read, overrides applied; reads back to the same scenario (only the positions in it
     *     may differ). Without overrides it is the file itself, to the letter
     */
    record Read(Scenario scenario, String effectiveYaml) implements ScenarioReading {}

    /**
     * The scenario cannot be run.
     *
     * @param problems everything that is wrong with it, in the order of the file; at least one
     */
    record Refused(List<ScenarioProblem> problems) implements ScenarioReading {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
