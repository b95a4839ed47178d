package io.firedrill.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** A fault of Firedrill itself: one sentence for the person, the trace into a file. */
record Faults(PrintStream err, boolean stackTrace) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");

    /**
     * Says what happened and where the rest is written.
     *
     * @param what was being done, as {@code the drill}
     * @param folders where the trace may go, the first that can be written
     */
    void tell(String what, Throwable fault, List<Path> folders) {
        String sentence = what + " failed: " + (fault.getMessage() == null ? "" : fault.getMessage() + " ") + "("
                + fault.getClass().getSimpleName() + ")";
        err.println("firedrill: " + sentence + ". This is a fault of Firedrill" + written(fault, folders) + ".");
        if (stackTrace) {
            fault.printStackTrace(err);
        }
        err.flush();
    }

    private static String written(Throwable fault, List<Path> folders) {
        for (Path folder : folders) {
            Path file = folder.resolve("fault-" + TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + ".txt");
            try {
                Files.createDirectories(folder);
                try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
                    fault.printStackTrace(out);
                }
                return "; its trace is in " + Verdicts.shown(file);
            } catch (IOException next) {
                fault.addSuppressed(next);
            }
        }
        return "; its trace could be written nowhere, --stack-trace prints it";
    }
}
