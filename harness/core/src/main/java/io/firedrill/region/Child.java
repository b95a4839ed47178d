package io.firedrill.region;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** A program that was started and can be signalled: a process of this machine, or one in a container. Thread-safe. */
public interface Child {
    /** What reports and fault receipts call it. */
    String name();

    /** Where its output goes. */
    Path log();

    /** Whether it runs or is paused. */
    boolean isAlive();

    /** Completes when it has ended, for whatever reason. */
    CompletableFuture<ChildExit> exit();

    /** Sends SIGKILL and returns at once. */
    void kill();

    /** Sends SIGTERM and returns at once. */
    void terminate();

    /**
     * Waits for the end.
     *
     * @throws TimeoutException it still runs, with its name
     * @throws IllegalStateException nobody can tell whether it runs, with its name: who runs it no longer answers
     */
    ChildExit awaitExit(Duration atMost) throws TimeoutException, InterruptedException;
}
