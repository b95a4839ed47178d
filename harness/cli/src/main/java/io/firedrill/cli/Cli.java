package io.firedrill.cli;

import io.firedrill.run.RefusedException;
import io.firedrill.scenario.Nearest;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Takes a command line to its command, and what goes wrong to one sentence and the right exit code. */
final class Cli {

    private final Surroundings surroundings;
    private final Firedrill root = new Firedrill();

    Cli(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs the command; never throws. */
    int run(String... args) {
        CommandLine line = new CommandLine(root, new Commands(surroundings));
        line.setExpandAtFiles(false)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(110)
                .setParameterExceptionHandler((e, ignored) -> misused(e))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e));
        try {
            return line.execute(args);
        } catch (Error | RuntimeException e) {
            return failed(e);
        }
    }

    private int misused(ParameterException e) {
        CommandLine command = e.getCommandLine();
        // picocli says "option" twice where a value lacks its '='.
        String message = String.valueOf(e.getMessage()).replace("option option", "option");
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            boolean verb = command.getParent() == null && !word.startsWith("-");
            String near = verb
                    ? Nearest.to(word, command.getSubcommands().keySet())
                    : unmatched.getSuggestions().stream().findFirst().orElse("");
            message = "'" + word + "' is no "
                    + (verb ? "verb" : "option of " + command.getCommandSpec().qualifiedName())
                    + (near.isEmpty() ? "" : "; did you mean '" + near + "'?");
        }
        surroundings.err().println("firedrill: " + decapitalized(message));
        surroundings.err().println("  " + command.getCommandSpec().qualifiedName() + " --help says how it is used");
        return ExitCode.USAGE;
    }

    private int failed(Throwable e) {
        if (e instanceof RefusedException) {
            String.valueOf(e.getMessage())
                    .lines()
                    .forEach(sentence -> surroundings.err().println("firedrill: " + sentence));
            if (root.stackTrace()) {
                e.printStackTrace(surroundings.err());
            }
            return ExitCode.USAGE;
        }
        new Faults(surroundings.err(), root.stackTrace())
                .tell(
                        "the command",
                        e,
                        List.of(
                                surroundings.installation().root().resolve("target/firedrill"),
                                Path.of(System.getProperty("java.io.tmpdir"))));
        return ExitCode.FAULT;
    }

    private static String decapitalized(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
