package io.firedrill.cli;

import io.firedrill.evidence.RunFolder;
import io.firedrill.run.RefusedException;
import io.firedrill.run.RunFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Renders a run's reports again. */
@Command(
        name = "report",
        description = "Renders report.html, junit.xml and summary.md of a run again.",
        footer = {
            "",
            "Examples:",
            "  firedrill report region-loss                   the latest run of a scenario",
            "  firedrill report region-loss/20260131T101500"
        })
final class ReportCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "RUN",
            description = "Folder of a run, <scenario>/<time>, or a scenario's name for its latest.")
    private String run = "";

    ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws RefusedException, IOException {
        RunFolder folder = new RunFolders(surroundings.installation().runs()).find(run);
        if (!Files.exists(folder.result())) {
            throw new RefusedException(
                    Verdicts.shown(folder.root()) + " has no result.json yet: firedrill audit " + run + " makes it");
        }
        surroundings.row().render().render(folder);
        surroundings.out().println(Verdicts.shown(folder.report()));
        return ExitCode.MET;
    }
}
