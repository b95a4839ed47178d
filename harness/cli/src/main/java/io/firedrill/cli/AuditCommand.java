package io.firedrill.cli;

import io.firedrill.audit.Result;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.run.RefusedException;
import io.firedrill.run.RunFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Computes a run's result again from its evidence. */
@Command(
        name = "audit",
        description = {
            "Computes result.json of a run again from its evidence, and prints it.",
            "The same evidence gives the same file, byte for byte, on any machine. Every part is held against its SHA-256",
            "in manifest.json first: what was altered, lost or added since the drill is named and makes it inconclusive."
        },
        footer = {
            "",
            "Exit codes: 0 objectives met, 1 missed, 2 no such run, 3 inconclusive.",
            "",
            "Examples:",
            "  firedrill audit region-loss                    the latest run of a scenario",
            "  firedrill audit region-loss/20260131T101500",
            "  firedrill audit /tmp/copied-from-elsewhere --json"
        })
final class AuditCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "RUN",
            description = "Folder of a run, <scenario>/<time>, or a scenario's name for its latest.")
    private String run = "";

    @Mixin
    private final Output output = new Output();

    AuditCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws RefusedException, IOException {
        RunFolder folder = new RunFolders(surroundings.installation().runs()).find(run);
        if (!Files.isWritable(folder.root())) {
            throw new RefusedException(folder.root()
                    + " can't be written, and result.json belongs there. Copy the run and" + " audit the copy");
        }
        Result result = surroundings.row().audit().audit(folder);
        new Verdicts(surroundings).print(folder, result, output.json());
        if (!output.json()) {
            Manifest.Check check = Manifest.verify(folder);
            surroundings
                    .out()
                    .println("  manifest  "
                            + (check.problems().isEmpty()
                                    ? check.parts() + " parts, each as manifest.json has it (SHA-256)"
                                    : String.join("\n            ", check.problems())));
            surroundings.out().flush();
        }
        return ExitCode.of(result.verdict());
    }
}
