package io.firedrill.region;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does what must be done to its end whoever is interrupted: a Ctrl-C reaches the thread that conducts a drill at any moment, and an
 * interrupted thread can neither call the container engine nor wait for a process.
 */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** What is done. */
    @FunctionalInterface
    public interface Deed {
        void run() throws IOException;
    }

    /** Does it on a thread of its own and waits for its end. Who is interrupted meanwhile, or was before, is so when this returns. */
    public static void run(Deed deed) throws IOException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> attempt(deed, failure), "uninterrupted");
        thread.start();
        boolean interrupted = Thread.interrupted();
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        rethrow(failure.get());
    }

    private static void attempt(Deed deed, AtomicReference<@Nullable Throwable> failure) {
        try {
            deed.run();
        } catch (IOException | RuntimeException | Error e) {
            failure.set(e);
        }
    }

    private static void rethrow(@Nullable Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}
