package io.firedrill.cli;

import io.firedrill.audit.Result;
import io.firedrill.evidence.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints what a run found on standard output. */
record Verdicts(Surroundings surroundings) {

    /** As {@code result.json} says it, or in a few lines with the path of the report. */
    void print(RunFolder folder, Result result, boolean json) throws IOException {
        if (json) {
            surroundings.out().print(Files.readString(folder.result()));
        } else {
            Summary.of(result).forEach(surroundings.out()::println);
            surroundings.out().println();
            surroundings
                    .out()
                    .println("  "
                            + (Files.exists(folder.report())
                                    ? "report  " + shown(folder.report())
                                    : "evidence  " + shown(folder.root())));
        }
        surroundings.out().flush();
    }

    /** A path as short as it can be typed from here. */
    static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }
}
