package io.firedrill.region;

import io.firedrill.region.engine.ContainerStreams;
import io.firedrill.region.engine.Engine;
import io.firedrill.region.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program in a container, from one start of it to its end. */
final class ContainerChild implements SpokenChild {
    private static final int LAST_LINES = 12;

    private final Engine engine;
    private final String id;
    private final String name;
    private final Path log;
    private final ChildSpec.Ending ending;
    private final Executor threads;
    private final OutputStream input;
    private final InputStream output;
    private final CompletableFuture<ChildExit> exit = new CompletableFuture<>();
    private volatile boolean asked;

    /** A container that was started just now, with which nobody speaks. */
    ContainerChild(Engine engine, String id, String name, Path log, ChildSpec.Ending ending, Executor threads) {
        this(engine, id, name, log, ending, threads, OutputStream.nullOutputStream(), InputStream.nullInputStream());
    }

    /** A container that was started just now, with its streams. */
    ContainerChild(
            Engine engine,
            String id,
            String name,
            Path log,
            ChildSpec.Ending ending,
            Executor threads,
            ContainerStreams streams) {
        this(engine, id, name, log, ending, threads, uninterrupted(streams.input()), streams.output());
    }

    private ContainerChild(
            Engine engine,
            String id,
            String name,
            Path log,
            ChildSpec.Ending ending,
            Executor threads,
            OutputStream input,
            InputStream output) {
        this.engine = engine;
        this.id = id;
        this.name = name;
        this.log = log;
        this.ending = ending;
        this.threads = threads;
        this.input = input;
        this.output = output;
    }

    /** A command is whole or not sent at all, also when a drill is broken off: half of one would end the child. */
    private static OutputStream uninterrupted(OutputStream to) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                Uninterrupted.run(() -> to.write(from, offset, length));
            }

            @Override
            public void close() throws IOException {
                to.close();
            }
        };
    }

    /** Notices its end from now on. */
    void watch() {
        threads.execute(this::awaitEnd);
    }

    private void awaitEnd() {
        try {
            int code = engine.awaitEnd(id);
            long now = System.nanoTime();
            boolean done = ending == ChildSpec.Ending.WHEN_DONE && code == 0;
            exit.complete(new ChildExit(
                    name, code, asked || done, now, log.getFileName().toString(), lastLines()));
        } catch (EngineException e) {
            exit.completeExceptionally(e);
        }
    }

    /** A program that never came to its log has said on its container's why. */
    private List<String> lastLines() {
        List<String> lines = LogTail.of(log, LAST_LINES);
        if (!lines.isEmpty()) {
            return lines;
        }
        try {
            List<String> said = engine.said(id).lines().toList();
            return said.subList(Math.max(0, said.size() - LAST_LINES), said.size());
        } catch (EngineException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    String id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public InputStream output() {
        return output;
    }

    @Override
    public boolean isAlive() {
        return !exit.isDone();
    }

    @Override
    public CompletableFuture<ChildExit> exit() {
        return exit.copy();
    }

    @Override
    public void kill() {
        signal("SIGKILL");
    }

    @Override
    public void terminate() {
        signal("SIGTERM");
    }

    /** Whoever waits for the end hears that it could not be signalled. */
    private void signal(String signal) {
        asked = true;
        threads.execute(() -> {
            try {
                engine.signal(id, signal);
            } catch (EngineException e) {
                exit.completeExceptionally(e);
            }
        });
    }

    /** Whether its end was asked for, or is wanted. */
    boolean asked() {
        return asked;
    }

    /** Its end is wanted from now on, whoever brings it. */
    void expectEnd() {
        asked = true;
    }

    @Override
    public ChildExit awaitExit(Duration atMost) throws TimeoutException, InterruptedException {
        try {
            return exit.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot tell how " + name + " ended: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw (TimeoutException)
                    new TimeoutException(name + " (container " + id + ") is still alive after " + atMost).initCause(e);
        }
    }

    @Override
    public String toString() {
        return name + " (container " + id + ")";
    }
}
