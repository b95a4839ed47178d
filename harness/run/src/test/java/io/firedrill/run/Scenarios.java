package io.firedrill.run;

import io.firedrill.scenario.ScenarioReading;
import java.util.Map;

/** Scenarios of the library, read. */
final class Scenarios {
    private Scenarios() {}

    static ScenarioReading.Read regionLoss() throws RefusedException {
        ScenarioReading reading = new Library(Installation.find().scenarios()).read("region-loss", Map.of());
        if (reading instanceof ScenarioReading.Read read) {
            return read;
        }
        throw new AssertionError("the library's region-loss can't be read: " + reading);
    }
}
