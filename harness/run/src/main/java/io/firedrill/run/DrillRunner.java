package io.firedrill.run;

import io.firedrill.drill.DrillOptions;
import io.firedrill.drill.Progress;
import io.firedrill.evidence.RunFolder;
import io.firedrill.scenario.Scenario;

/** Makes a drill. A test puts another one in its place. */
@FunctionalInterface
public interface DrillRunner {

    /** Prepares a drill in a folder that exists and is empty; nothing is started yet. */
    LiveDrill prepare(
            Scenario scenario, String effectiveYaml, RunFolder folder, DrillOptions options, Progress progress);
}
