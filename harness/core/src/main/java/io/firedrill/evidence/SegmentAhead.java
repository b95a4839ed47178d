package io.firedrill.evidence;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * A segment that another thread may read and decompress before its turn comes. When its turn comes and no thread has begun, whoever
 * needs it does it: nobody ever waits for a thread that is not free.
 */
final class SegmentAhead {
    private final FutureTask<SegmentFile> opening;

    SegmentAhead(Callable<SegmentFile> open, Executor executor) {
        this.opening = new FutureTask<>(open);
        executor.execute(opening);
    }

    /** The segment, when it is there. */
    SegmentFile take() throws IOException {
        opening.run();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return opening.get();
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
