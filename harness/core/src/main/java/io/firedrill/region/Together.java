package io.firedrill.region;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Does something to each of several things at the same time. */
public final class Together {
    private Together() {}

    /** What is done. */
    @FunctionalInterface
    public interface Deed<T> {
        void on(T one) throws IOException;
    }

    /** Waits for all; the first failure is thrown, the others suppressed in it. */
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
            if (!failures.isEmpty()) {
                Throwable first = failures.get(0);
                failures.subList(1, failures.size()).forEach(first::addSuppressed);
                if (first instanceof IOException failure) {
                    throw failure;
                }
                throw first instanceof RuntimeException fault ? fault : new IllegalStateException(first);
            }
        } finally {
            threads.shutdown();
        }
    }
}
