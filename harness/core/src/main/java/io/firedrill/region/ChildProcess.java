package io.firedrill.region;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that a {@link ProcessSupervisor} started. Safe for use by several threads. */
public final class ChildProcess implements SpokenChild {
    private static final int LAST_LINES = 12;

    private final ChildSpec spec;
    private final Process process;
    private final CompletableFuture<ChildExit> exit;
    private volatile boolean asked;

    ChildProcess(ChildSpec spec, Process process) {
        this.spec = spec;
        this.process = process;
        this.exit = process.onExit().thenApply(ended -> {
            long now = System.nanoTime();
            boolean done = spec.ending() == ChildSpec.Ending.WHEN_DONE && ended.exitValue() == 0;
            return new ChildExit(
                    spec.name(),
                    ended.exitValue(),
                    asked || done,
                    now,
                    spec.log().getFileName().toString(),
                    LogTail.of(spec.log(), LAST_LINES));
        });
    }

    @Override
    public String name() {
        return spec.name();
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public Path log() {
        return spec.log();
    }

    @Override
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** Its standard output; empty unless {@link ChildSpec.Streams#PIPED}. */
    @Override
    public InputStream output() {
        return process.getInputStream();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Processor time used so far, user and system; zero once the process has ended. */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public CompletableFuture<ChildExit> exit() {
        return exit.copy();
    }

    /** Sends SIGKILL and returns at once: one system call, nothing is started for it. */
    @Override
    public void kill() {
        asked = true;
        process.destroyForcibly();
    }

    /**
     * Sends SIGTERM and returns at once. By its handle: {@link Process#destroy} would close the child's standard input as well,
     * and a child whose input ends halts instead of ending in good order.
     */
    @Override
    public void terminate() {
        asked = true;
        process.toHandle().destroy();
    }

    @Override
    public ChildExit awaitExit(Duration atMost) throws TimeoutException, InterruptedException {
        try {
            return exit.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot tell how " + name() + " ended", e.getCause());
        } catch (TimeoutException e) {
            throw (TimeoutException)
                    new TimeoutException(name() + " (pid " + pid() + ") is still alive after " + atMost).initCause(e);
        }
    }

    /** Sends SIGSTOP to all of them by one command. Once this returns they have been stopped. */
    public static void pause(Collection<ChildProcess> children) throws IOException, InterruptedException {
        signal("STOP", children);
    }

    /** Sends SIGCONT to all of them by one command. */
    public static void resume(Collection<ChildProcess> children) throws IOException, InterruptedException {
        signal("CONT", children);
    }

    private static void signal(String name, Collection<ChildProcess> children)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -" + name + " \"$@\"", "sh"));
        children.stream().filter(ChildProcess::isAlive).forEach(child -> command.add(Long.toString(child.pid())));
        if (command.size() == 4) {
            return;
        }
        Process kill = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = kill.waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " of "
                    + children.stream().map(ChildProcess::name).toList() + " failed with " + code + ": "
                    + output.trim());
        }
    }

    @Override
    public String toString() {
        return name() + " (pid " + pid() + ")";
    }
}
