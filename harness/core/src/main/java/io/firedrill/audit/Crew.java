package io.firedrill.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Supplier;

/** The threads of one audit. What they are given does not depend on each other, so the order in which it is done changes nothing. */
final class Crew implements AutoCloseable {
    private final ForkJoinPool pool;

    Crew(int threads) {
        pool = new ForkJoinPool(threads);
    }

    /** As many threads as this machine has processors. */
    static Crew ofThisMachine() {
        return new Crew(Runtime.getRuntime().availableProcessors());
    }

    int threads() {
        return pool.getParallelism();
    }

    /** Does what is given to it when a thread is free. */
    Executor executor() {
        return pool;
    }

    /** Tries all of it, and hands out what came of it in the order of the list. Not to be called by the work itself. */
    <T> List<Attempt<T>> tryAll(List<? extends Supplier<? extends T>> work) {
        List<ForkJoinTask<Attempt<T>>> tasks = new ArrayList<>();
        for (Supplier<? extends T> each : work) {
            tasks.add(pool.submit(() -> Attempt.<T>at(each::get)));
        }
        return tasks.stream().map(ForkJoinTask::join).toList();
    }

    /**
     * Does all of it.
     *
     * @throws RuntimeException the first in the order of the list; the rest is done nevertheless
     */
    void all(List<Runnable> work) {
        tryAll(work.stream().map(Crew::done).toList()).forEach(Attempt::get);
    }

    private static Supplier<Runnable> done(Runnable work) {
        return () -> {
            work.run();
            return work;
        };
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
