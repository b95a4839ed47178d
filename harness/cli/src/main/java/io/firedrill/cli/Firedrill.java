package io.firedrill.cli;

import io.firedrill.run.Build;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command without a verb. */
@Command(
        name = "firedrill",
        versionProvider = Firedrill.Version.class,
        subcommands = {
            RunCommand.class,
            ValidateCommand.class,
            PlanCommand.class,
            ListCommand.class,
            AuditCommand.class,
            ReportCommand.class,
            TraceCommand.class,
            ExportCommand.class,
            CleanCommand.class,
            BenchmarkCommand.class,
            ToxiproxyCommand.class,
            WarmUpCommand.class
        },
        description = "Rehearses the loss of a Kafka region and measures what it costs.",
        footer = {
            "",
            "Exit codes: 0 objectives met, 1 missed, 2 wrong usage or scenario (nothing was started),",
            "3 inconclusive, 70 a fault of Firedrill, 130 interrupted.",
            "",
            "Examples:",
            "  firedrill list",
            "  firedrill plan region-loss",
            "  firedrill run region-loss",
            "",
            "firedrill VERB --help says more about a verb."
        })
final class Firedrill {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this and stop.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and stop.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean version;

    @Option(names = "--stack-trace", scope = ScopeType.INHERIT, description = "Print the whole stack trace of a fault.")
    private boolean stackTrace;

    boolean stackTrace() {
        return stackTrace;
    }

    /** One line, for people and bug reports. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Build build = Build.current();
            return new String[] {
                "firedrill " + build.version() + " (Kafka " + build.kafkaVersion() + ", Java "
                        + System.getProperty("java.version") + ")"
            };
        }
    }
}
