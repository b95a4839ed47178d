package io.firedrill.region;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Does something to each of several things, whatever becomes of the others. */
public final class Together {
    private Together() {}

    /** What is done. */
    @FunctionalInterface
    public interface Deed<T> {
        void on(T one) throws IOException;
    }

    /** At the same time. Waits for all; the first failure is thrown, the others suppressed in it. */
    public static <T> void each(Collection<T> all, Deed<T> deed) throws IOException {
        if (all.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<CompletableFuture<Void>> deeds = new ArrayList<>();
            for (T one : all) {
                deeds.add(CompletableFuture.runAsync(
                        () -> {
                            try {
                                deed.on(one);
                            } catch (IOException e) {
                                throw new CompletionException(e);
                            }
                        },
                        threads));
            }
            List<Throwable> failures = new ArrayList<>();
            for (CompletableFuture<Void> done : deeds) {
                try {
                    done.join();
                } catch (CompletionException e) {
                    failures.add(e.getCause() == null ? e : e.getCause());
                }
            }
            rethrow(failures);
        } finally {
            threads.shutdown();
        }
    }

    /** One after the other; the first failure is thrown, the others suppressed in it. */
    public static <T> void inTurn(Collection<T> all, Deed<? super T> deed) throws IOException {
        List<Throwable> failures = new ArrayList<>();
        for (T one : all) {
            try {
                deed.on(one);
            } catch (IOException | RuntimeException e) {
                failures.add(e);
            }
        }
        rethrow(failures);
    }

    private static void rethrow(List<Throwable> failures) throws IOException {
        Optional<Throwable> first = Failures.first(failures);
        if (first.isEmpty()) {
            return;
        }
        if (first.get() instanceof IOException failure) {
            throw failure;
        }
        throw first.get() instanceof RuntimeException fault ? fault : new IllegalStateException(first.get());
    }
}
