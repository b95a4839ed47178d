package io.firedrill.cli;

import io.firedrill.run.Installation;
import io.firedrill.run.StandardRow;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The program. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code, whatever threads are left. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Surroundings surroundings =
                new Surroundings(out, err, System.getenv(), columns(), Installation.find(), StandardRow.row());
        int code = new Cli(surroundings).run(args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    // The launcher knows; empty where standard error is no terminal.
    private static int columns() {
        String said = System.getProperty("firedrill.terminal", "");
        return said.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(said) : 0;
    }
}
