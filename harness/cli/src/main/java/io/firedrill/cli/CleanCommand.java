package io.firedrill.cli;

import io.firedrill.evidence.RunFolder;
import io.firedrill.run.ContainerLeftovers;
import io.firedrill.run.Leftovers;
import io.firedrill.run.RefusedException;
import io.firedrill.run.RunFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends and removes what dead runs left. */
@Command(
        name = "clean",
        description = {
            "Ends processes, removes brokers' data, and containers and their networks, that runs left whose Firedrill is",
            "dead.",
            "Evidence and reports stay, and so do runs that go on. A process is ended only if its id and its start",
            "are those that the run wrote down, and a container is removed only if its labels name a run that is over.",
            "One of another machine or container that shares the engine is left alone: from here nobody can tell."
        },
        footer = {"", "Examples:", "  firedrill clean", "  firedrill clean /tmp/my-drill"})
final class CleanCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "RUN",
            arity = "0..*",
            description =
                    "Folders of runs that were written elsewhere with --output; without any, every run of the checkout.")
    private List<Path> elsewhere = List.of();

    CleanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws RefusedException {
        // First those who write into the folders.
        ContainerLeftovers containers = ContainerLeftovers.clean(surroundings.environment());
        Leftovers.Report report = Leftovers.clean(runs());
        report.ended().forEach(process -> surroundings.out().println("ended " + process));
        report.removed().forEach(path -> surroundings.out().println("removed " + Verdicts.shown(path)));
        report.running()
                .forEach(path -> surroundings.out().println("left alone, still running: " + Verdicts.shown(path)));
        containers.removed().forEach(name -> surroundings.out().println("removed " + name));
        containers.running().forEach(folder -> surroundings
                .out()
                .println("left alone, still running: containers of " + Path.of(folder)));
        containers.untold().forEach(folder -> surroundings.out().println(untold(folder)));
        if (report.nothing() && containers.nothing()) {
            surroundings.out().println("nothing to clean");
        }
        List<String> problems = new ArrayList<>(containers.problems());
        problems.addAll(report.problems());
        if (!problems.isEmpty()) {
            throw new RefusedException(String.join("\n", problems));
        }
        return ExitCode.MET;
    }

    private static String untold(String folder) {
        return "left alone, can't tell whether it still runs, since it was started on another machine, in another container"
                + " or by another user: containers of " + folder
                + ". Run this there; or, if it is over: docker ps --all"
                + " --filter 'label=io.firedrill.folder=" + folder + "'";
    }

    private List<RunFolder> runs() throws RefusedException {
        if (elsewhere.isEmpty()) {
            return new RunFolders(surroundings.installation().runs()).all();
        }
        List<RunFolder> runs = new ArrayList<>();
        for (Path folder : elsewhere) {
            if (!Files.isDirectory(folder)) {
                throw new RefusedException("there is no folder " + folder);
            }
            runs.add(new RunFolder(folder.toAbsolutePath().normalize()));
        }
        return runs;
    }
}
