package io.firedrill.cli;

import picocli.CommandLine.Command;

/** Measures Firedrill itself. */
@Command(
        name = "benchmark",
        subcommands = BenchmarkAuditCommand.class,
        description = "Measures Firedrill itself on this machine.",
        synopsisSubcommandLabel = "WHAT",
        footer = {"", "Examples:", "  firedrill benchmark audit --records 1000000"})
final class BenchmarkCommand {}
