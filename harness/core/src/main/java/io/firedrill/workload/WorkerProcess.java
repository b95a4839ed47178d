package io.firedrill.workload;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conductor's end of a worker: sends it commands and hears its events. It knows streams only, so that a worker may be a
 * process here or elsewhere. A worker may die at any moment; that is told once, by {@link Listener#ended}.
 */
public final class WorkerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    /** Hears a worker, always on the same thread of this worker's own. What it throws is logged and goes no further. */
    public interface Listener {

        /** Something happened. A line that is no event comes as a {@link WorkerEvent.Failure}. */
        void event(WorkerEvent event);

        /**
         * No more events will come.
         *
         * @param inOrder the last event was {@link WorkerEvent.Stopped}
         */
        void ended(boolean inOrder);
    }

    private final String name;
    private final Writer commands;
    private final BufferedReader events;
    private final Listener listener;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object sending = new Object();
    private volatile boolean stopped;

    private WorkerProcess(String name, OutputStream commands, InputStream events, Listener listener) {
        this.name = name;
        this.commands = new BufferedWriter(new OutputStreamWriter(commands, StandardCharsets.UTF_8));
        this.events = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8));
        this.listener = listener;
    }

    /**
     * Gives a worker that has just been started its assignment, and listens to it from now on.
     *
     * @param name for logs and threads, as {@code us-east-1}
     * @param commands the process's standard input
     * @param events the process's standard output
     */
    public static WorkerProcess start(
            String name, OutputStream commands, InputStream events, WorkerAssignment assignment, Listener listener) {
        WorkerProcess process = new WorkerProcess(name, commands, events, listener);
        Thread thread = new Thread(process::listen, "worker-" + name);
        thread.setDaemon(true);
        thread.start();
        process.write(WorkerProtocol.write(assignment));
        return process;
    }

    /**
     * Sends a command. Safe for all threads.
     *
     * @return false when the worker is gone, and the command with it
     */
    public boolean send(WorkerCommand command) {
        return write(WorkerProtocol.write(command));
    }

    /** Whether the worker's events have come to their end. */
    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /**
     * Waits until the worker is ready.
     *
     * @return false when it ended, or was not ready after {@code atMost}
     */
    public boolean awaitReady(Duration atMost) throws InterruptedException {
        return ready.await(atMost.toNanos(), TimeUnit.NANOSECONDS) && !hasEnded();
    }

    /**
     * Waits until the worker's events have come to their end.
     *
     * @return false when they had not after {@code atMost}
     */
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    private boolean write(String line) {
        synchronized (sending) {
            try {
                commands.write(line);
                commands.write('\n');
                commands.flush();
                return true;
            } catch (IOException e) {
                LOG.info("worker {} takes no more commands: {}", name, e.toString());
                return false;
            }
        }
    }

    private void listen() {
        try {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                hear(line);
            }
        } catch (IOException e) {
            LOG.info("the events of worker {} broke off: {}", name, e.toString());
        } finally {
            ended.countDown();
            ready.countDown();
            guarded(() -> listener.ended(stopped));
        }
    }

    private void hear(String line) {
        WorkerEvent event = parse(line);
        if (event instanceof WorkerEvent.Stopped) {
            stopped = true;
        }
        guarded(() -> listener.event(event));
        if (event instanceof WorkerEvent.Ready) {
            ready.countDown();
        }
    }

    private WorkerEvent parse(String line) {
        try {
            return WorkerProtocol.event(line);
        } catch (IllegalArgumentException e) {
            return new WorkerEvent.Failure(
                    System.nanoTime(), "worker " + name + " wrote a line that is no event: " + line);
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("hearing worker {}", name, e);
        }
    }
}
