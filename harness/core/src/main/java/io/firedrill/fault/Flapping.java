package io.firedrill.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Cuts and joins in turn on a thread of its own, until it is ended or one of them fails. */
final class Flapping {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

    private final Change cut;
    private final Change join;
    private final Duration down;
    private final Duration up;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Thread thread = new Thread(this::run, "flap");
    private boolean over;
    private int downs;
    private Optional<IOException> failure = Optional.empty();

    /** A change of the network. */
    @FunctionalInterface
    interface Change {
        void make() throws IOException;
    }

    Flapping(Change cut, Change join, Duration down, Duration up) {
        this.cut = cut;
        this.join = join;
        this.down = down;
        this.up = up;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            boolean on = true;
            while (on) {
                cut.make();
                count();
                on = await(down);
                join.make();
                on = on && await(up);
            }
        } catch (IOException e) {
            lock.lock();
            try {
                failure = Optional.of(e);
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count() {
        lock.lock();
        try {
            downs++;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it goes on after this long. */
    private boolean await(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!over && left > 0) {
                left = ended.awaitNanos(left);
            }
            return !over;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends it; the path is joined, unless that failed.
     *
     * @return how often the path was cut, a sentence
     * @throws IOException it broke off, or does not end
     */
    String end() throws IOException, InterruptedException {
        lock.lock();
        try {
            over = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        thread.join(ENDS_WITHIN.toMillis());
        if (thread.isAlive()) {
            throw new IOException("the thread that flaps did not end within " + ENDS_WITHIN.toSeconds() + " s");
        }
        lock.lock();
        try {
            if (failure.isPresent()) {
                throw new IOException(
                        "flapping broke off after " + TouchedPath.count(downs, "cut") + ": "
                                + failure.get().getMessage(),
                        failure.get());
            }
            return "the path was cut " + TouchedPath.count(downs, "time");
        } finally {
            lock.unlock();
        }
    }
}
