package io.firedrill.cli;

import io.firedrill.run.Leftovers;
import io.firedrill.run.RefusedException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends and removes what dead runs left. */
@Command(
        name = "clean",
        description = {
            "Ends processes and removes brokers' data that runs left whose Firedrill is dead.",
            "Evidence and reports stay, and so do runs that go on. A process is ended only if its id and its start",
            "are those that the run wrote down."
        },
        footer = {"", "Examples:", "  firedrill clean", "  firedrill clean --output /tmp/drills"})
final class CleanCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final RunsOption runs = new RunsOption();

    CleanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws RefusedException {
        Leftovers.Report report =
                Leftovers.clean(runs.runs(surroundings.installation()).all());
        report.ended().forEach(process -> surroundings.out().println("ended " + process));
        report.removed().forEach(path -> surroundings.out().println("removed " + Verdicts.shown(path)));
        report.running().forEach(path -> surroundings.out().println("left alone, still running: " + Verdicts.shown(path)));
        if (report.nothing()) {
            surroundings.out().println("nothing to clean");
        }
        if (!report.problems().isEmpty()) {
            throw new RefusedException(String.join("\n", report.problems()));
        }
        return ExitCode.MET;
    }
}
