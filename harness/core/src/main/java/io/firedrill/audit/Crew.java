package io.firedrill.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Supplier;

/** The threads of one audit. What they are given does not depend on each other, so the order in which it is done changes nothing. */
final class Crew implements AutoCloseable {
    /** Some are hundredths of a second of work, and large enough that what is found in each weighs little. */
    private static final int ROWS = 1 << 20;

    private final ForkJoinPool pool;
    private final int rows;

    Crew(int threads) {
        this(threads, ROWS);
    }

    /** @param rows of sends that are looked at as one shard, at most */
    Crew(int threads, int rows) {
        this.pool = new ForkJoinPool(threads);
        this.rows = rows;
    }

    /** As many threads as this machine has processors. */
    static Crew ofThisMachine() {
        return new Crew(Runtime.getRuntime().availableProcessors());
    }

    int threads() {
        return pool.getParallelism();
    }

    /** How many rows of sends are looked at as one shard, at most. */
    int rows() {
        return rows;
    }

    /** Does what is given to it when a thread is free. */
    Executor executor() {
        return pool;
    }

    /**
     * Begins with all of it, after what was begun before. What comes of it, in the order of the list, may be asked for when it is needed;
     * whoever asks waits for all of it. Not to be called by the work itself.
     */
    <T> Supplier<List<Attempt<T>>> begin(List<? extends Supplier<? extends T>> work) {
        List<ForkJoinTask<Attempt<T>>> tasks = new ArrayList<>();
        for (Supplier<? extends T> each : work) {
            tasks.add(pool.submit(() -> Attempt.<T>at(each::get)));
        }
        return () -> tasks.stream().map(ForkJoinTask::join).toList();
    }

    /** As the other, of a single piece. */
    <T> Supplier<Attempt<T>> begin(Supplier<? extends T> work) {
        Supplier<List<Attempt<T>>> begun = begin(List.of(work));
        return () -> begun.get().get(0);
    }

    /**
     * Does all of it. Not to be called by the work itself.
     *
     * @throws RuntimeException the first in the order of the list; the rest is done nevertheless
     */
    void all(List<Runnable> work) {
        this.<Runnable>begin(work.stream().map(Crew::done).toList()).get().forEach(Attempt::get);
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
