package io.firedrill.evidence;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A segment that another thread may read and decompress before its turn comes. When its turn comes and no thread has begun, whoever
 * needs it does it: nobody ever waits for a thread that is not free. Once it was taken nothing here holds it, though the executor may still
 * have the task that did not come to run.
 */
final class SegmentAhead {
    private final AtomicReference<@Nullable SegmentFile> opened = new AtomicReference<>();
    private final FutureTask<Boolean> opening;

    SegmentAhead(Callable<SegmentFile> open, Executor executor) {
        this.opening = new FutureTask<>(() -> {
            opened.set(open.call());
            return true;
        });
        executor.execute(opening);
    }

    /** The segment, when it is there. To be called once. */
    SegmentFile take() throws IOException {
        opening.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    opening.get();
                    return Objects.requireNonNull(opened.getAndSet(null), "it was taken already");
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
