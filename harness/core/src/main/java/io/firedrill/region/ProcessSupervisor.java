package io.firedrill.region;

import io.firedrill.launch.Watchdog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Starts child processes and answers for their end: {@link #close} leaves none, and should the harness die first, a
 * {@link Watchdog} does the same. Safe for use by several threads.
 */
public final class ProcessSupervisor implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(5);

    /**
     * A Ctrl-C in the terminal reaches every process of the foreground group. The children must not die of it before the
     * harness has closed its evidence; a JVM leaves a signal alone that it inherits as ignored.
     */
    private static final List<String> DEAF_TO_TERMINAL = List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    private final Watchdog watchdog;
    private final Set<ChildProcess> alive = ConcurrentHashMap.newKeySet();
    private final List<Consumer<ChildProcess>> starts = new CopyOnWriteArrayList<>();
    private final List<Consumer<ChildExit>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private ProcessSupervisor(Watchdog watchdog) {
        this.watchdog = watchdog;
    }

    /** Starts the watchdog, then is ready to start children. */
    public static ProcessSupervisor open() throws IOException {
        return new ProcessSupervisor(Watchdog.start());
    }

    /**
     * Starts a process with its output appended to the log.
     *
     * @throws IOException when it cannot be started, with the program's name
     */
    public ChildProcess start(ChildSpec spec) throws IOException {
        List<String> command = new ArrayList<>(DEAF_TO_TERMINAL);
        command.addAll(spec.command());
        Path folder = spec.log().toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        ProcessBuilder.Redirect log =
                ProcessBuilder.Redirect.appendTo(spec.log().toFile());
        ProcessBuilder builder = new ProcessBuilder(command);
        if (spec.streams() == ChildSpec.Streams.LOGGED) {
            builder.redirectErrorStream(true).redirectOutput(log);
        } else {
            builder.redirectError(log);
        }
        Process process = builder.start();
        ChildProcess child = new ChildProcess(spec, process);
        alive.add(child);
        // After the set knows it: close() either sees the child there or this sees that it is closed.
        if (closed) {
            child.kill();
            throw new IllegalStateException("cannot start " + spec.name() + ": the run is ending");
        }
        watchdog.watch(process.pid());
        child.exit().thenAccept(exit -> ended(child, exit));
        starts.forEach(listener -> listener.accept(child));
        return child;
    }

    /** Calls {@code listener} for each child that runs now, and for each that is started from now on. */
    public void onStart(Consumer<ChildProcess> listener) {
        starts.add(listener);
        alive.forEach(listener);
    }

    /** Calls {@code listener} for each child that ends without having been asked to. */
    public void onUnexpectedExit(Consumer<ChildExit> listener) {
        listeners.add(listener);
    }

    /** Has a directory removed at the end of the run, also if the harness is killed. */
    public void removeAtEnd(Path directory) throws IOException {
        watchdog.removeAtEnd(directory);
    }

    /** Has a shell script run should the harness be killed, before directories are removed. */
    void runAtEnd(Path script) throws IOException {
        watchdog.runAtEnd(script);
    }

    /** Takes {@link #runAtEnd} back: it is done. */
    void spare(Path script) throws IOException {
        watchdog.spare(script);
    }

    /** The children that run now, or are paused. */
    public Collection<ChildProcess> alive() {
        return Set.copyOf(alive);
    }

    /** Kills every child at once and waits for their end, five seconds at most; then directories are removed. */
    @Override
    public void close() throws IOException {
        closed = true;
        Collection<ChildProcess> left = alive();
        left.forEach(ChildProcess::kill);
        try {
            for (ChildProcess child : left) {
                child.awaitExit(END);
            }
        } catch (TimeoutException e) {
            throw new IOException("could not end " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watchdog.close();
        }
    }

    private void ended(ChildProcess child, ChildExit exit) {
        alive.remove(child);
        if (!exit.asked()) {
            listeners.forEach(listener -> listener.accept(exit));
        }
        if (!closed) {
            try {
                watchdog.forget(child.pid());
            } catch (IOException e) {
                throw new UncheckedIOException("the watchdog is gone", e);
            }
        }
    }
}
