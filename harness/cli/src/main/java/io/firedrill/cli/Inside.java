package io.firedrill.cli;

import io.firedrill.launch.Child;
import io.firedrill.run.NetworkNamespace;
import io.firedrill.run.RefusedException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs this same command once more inside a network namespace of its own, and ends as that does. Signals are passed on; should this
 * process be killed, the inner one ends because its standard input does, and its children with it.
 */
final class Inside {
    /** How a JVM ends by SIGTERM that nobody in it listens to. */
    private static final int SIGTERM_EXIT = 128 + 15;

    /**
     * Runs it.
     *
     * @return its exit code
     * @throws RefusedException this machine has no such namespaces
     */
    int run(CommandSpec command) throws RefusedException, IOException {
        Optional<String> unavailable = NetworkNamespace.unavailable();
        if (unavailable.isPresent()) {
            throw new RefusedException(unavailable.get());
        }
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        program.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        program.add(NetworkNamespace.option());
        program.add("-cp");
        program.add(System.getProperty("java.class.path"));
        program.add(Child.class.getName());
        program.add(Main.class.getName());
        program.addAll(command.root().commandLine().getParseResult().originalArgs());
        Process inner = new ProcessBuilder(NetworkNamespace.command(program))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // By its handle: Process.destroy would close its standard input as well, and so halt it.
        Runnable passOn = () -> inner.toHandle().destroy();
        try (Interrupts interrupts = Interrupts.listen(passOn, passOn)) {
            int code = inner.waitFor();
            // A signal that came before the inner one listened ended it as any program.
            return interrupts.asked() && code == SIGTERM_EXIT ? ExitCode.INTERRUPTED : code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            inner.toHandle().destroy();
            return ExitCode.INTERRUPTED;
        }
    }
}
