package io.firedrill.cli;

import io.firedrill.evidence.RunFolder;
import io.firedrill.export.Exporter;
import io.firedrill.export.Format;
import io.firedrill.run.RefusedException;
import io.firedrill.run.RunFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a run's facts as tables. */
@Command(
        name = "export",
        description = {
            "Writes the facts of a run as tables, one file each: sends, outcomes, deliveries, commits, scans,",
            "faults, ownership and more. docs/export.md has their columns, ci/sql a query for each anomaly."
        },
        footer = {
            "",
            "Exit codes: 0 exported, 2 no such run or a folder that can't be written, 3 the evidence is damaged:",
            "exported is what can still be trusted.",
            "",
            "Examples:",
            "  firedrill export region-loss --parquet facts   the latest run of a scenario, for DuckDB or Spark",
            "  firedrill export region-loss/20260131T101500 --csv facts"
        })
final class ExportCommand implements Callable<Integer> {

    /** Where to, and so in which format. */
    private static final class Target {
        @Option(names = "--parquet", paramLabel = "DIR", description = "Apache Parquet files in this folder.")
        private @Nullable Path parquet;

        @Option(names = "--csv", paramLabel = "DIR", description = "Comma-separated values in this folder.")
        private @Nullable Path csv;
    }

    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "RUN",
            description = "Folder of a run, <scenario>/<time>, or a scenario's name for its latest.")
    private String run = "";

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws RefusedException, IOException {
        RunFolder folder = new RunFolders(surroundings.installation().runs()).find(run);
        Path parquet = target.parquet;
        Path csv = target.csv;
        Path directory = parquet != null ? parquet : csv;
        if (directory == null) {
            throw new IllegalStateException("the command line has neither --parquet nor --csv");
        }
        EmptyFolder.make(directory, "an export");
        Exporter.Exported exported = Exporter.export(folder, directory, parquet != null ? Format.PARQUET : Format.CSV);
        exported.rows()
                .forEach((table, rows) -> surroundings.out().printf(Locale.ROOT, "%-20s %,14d rows%n", table, rows));
        surroundings.out().println();
        surroundings.out().println("  " + Verdicts.shown(directory.toAbsolutePath()));
        surroundings.out().flush();
        exported.problems().forEach(problem -> surroundings.err().println("firedrill: " + problem));
        return exported.problems().isEmpty() ? ExitCode.MET : ExitCode.INCONCLUSIVE;
    }
}
