package io.firedrill.cli;

import io.firedrill.run.Installation;
import io.firedrill.run.RunFolders;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where runs lie. */
final class RunsOption {

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "Where runs lie, <scenario>/<time>/ each; reports/runs of the checkout unless said.")
    private @Nullable Path output;

    RunFolders runs(Installation installation) {
        return new RunFolders(
                output == null ? installation.runs() : output.toAbsolutePath().normalize());
    }
}
