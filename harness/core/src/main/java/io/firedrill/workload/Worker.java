package io.firedrill.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that runs the services of one region. It reads a {@link WorkerAssignment} and then {@link WorkerCommand}s as
 * lines of JSON on standard input, writes {@link WorkerEvent}s as lines of JSON on standard output and nothing else, logs to
 * standard error, and leaves a journal.
 *
 * <p>When standard input closes without {@link WorkerCommand.Stop}, the conductor is gone: the process halts at once. The
 * journal loses nothing by that.
 */
public final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int EXIT_ABANDONED = 3;
    private static final int EXIT_BROKEN = 70;

    private Worker() {}

    /** Runs until told to stop or abandoned; takes no arguments. */
    public static void main(String[] args) throws InterruptedException {
        PrintStream events = System.out;
        // Whatever prints to standard output by habit must not end up between the events.
        System.setOut(System.err);
        EventOutput out = new EventOutput(events, () -> halt(EXIT_ABANDONED));
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String first = in.readLine();
            if (first == null) {
                halt(EXIT_ABANDONED);
                return;
            }
            run(new WorkerRuntime(WorkerProtocol.assignment(first), out::emit), in);
        } catch (IOException | RuntimeException e) {
            LOG.error("the worker cannot go on", e);
            out.emit(new WorkerEvent.Failure(System.nanoTime(), "the worker cannot go on: " + e));
            out.finish();
            halt(EXIT_BROKEN);
            return;
        }
        out.emit(new WorkerEvent.Stopped(System.nanoTime()));
        out.finish();
        // Client threads of a region that does not answer would keep the process alive.
        halt(0);
    }

    private static void run(WorkerRuntime runtime, BufferedReader in) throws IOException, InterruptedException {
        runtime.start();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            WorkerCommand command = WorkerProtocol.command(line);
            if (command instanceof WorkerCommand.Stop stop) {
                runtime.stop(stop.patience());
                return;
            }
            runtime.execute(command);
        }
        halt(EXIT_ABANDONED);
    }

    private static void halt(int code) {
        Runtime.getRuntime().halt(code);
    }
}
