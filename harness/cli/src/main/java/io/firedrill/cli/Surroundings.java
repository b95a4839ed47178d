package io.firedrill.cli;

import io.firedrill.run.Installation;
import io.firedrill.run.Row;
import java.io.PrintStream;
import java.util.Map;

/**
 * What the commands know of the world around them.
 *
 * @param out results
 * @param err progress and problems
 * @param environment variables
 * @param columns width of the terminal that {@code err} is; 0: it is none
 * @param installation where Firedrill lies
 * @param row drill, audit, reports
 */
record Surroundings(
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        int columns,
        Installation installation,
        Row row) {

    /** Whether standard error is a terminal that a person looks at, where a line can be drawn over again. */
    boolean live() {
        return columns > 0
                && !environment.containsKey("CI")
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }
}
