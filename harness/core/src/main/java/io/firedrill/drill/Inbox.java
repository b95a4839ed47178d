package io.firedrill.drill;

import io.firedrill.workload.WorkerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the workers said, for those who wait for an answer. Statistics are kept as the latest only. */
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Letter> letters = new ArrayList<>();
    private final Map<String, WorkerEvent.Stats> stats = new HashMap<>();

    /** @param event empty: the worker says no more */
    private record Letter(String region, Optional<WorkerEvent> event) {}

    /** Takes what the worker of a region said. */
    void put(String region, WorkerEvent event) {
        lock.lock();
        try {
            if (event instanceof WorkerEvent.Stats latest) {
                stats.put(region, latest);
            } else if (!(event instanceof WorkerEvent.ProbeResult || event instanceof WorkerEvent.CanaryWindow)) {
                letters.add(new Letter(region, Optional.of(event)));
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The worker of a region says no more: nobody has to wait for its answer. */
    void ended(String region) {
        lock.lock();
        try {
            letters.add(new Letter(region, Optional.empty()));
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the statistics of a worker that is gone. */
    void gone(String region) {
        lock.lock();
        try {
            stats.remove(region);
        } finally {
            lock.unlock();
        }
    }

    /** A place in the stream of events; answers to a command are looked for after it. */
    int mark() {
        lock.lock();
        try {
            return letters.size();
        } finally {
            lock.unlock();
        }
    }

    /** The latest statistics of a region's worker. */
    Optional<WorkerEvent.Stats> stats(String region) {
        lock.lock();
        try {
            return Optional.ofNullable(stats.get(region));
        } finally {
            lock.unlock();
        }
    }

    /** Waits for newer statistics than {@code last}, at most that long; gives what is there then. */
    Optional<WorkerEvent.Stats> nextStats(String region, WorkerEvent.@Nullable Stats last, Duration atMost)
            throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (stats.get(region) == last && left > 0) {
                left = arrived.awaitNanos(left);
            }
            return Optional.ofNullable(stats.get(region));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for an event of a region that arrived after {@code mark}. Empty: it did not come within {@code atMost}, or the worker
     * ended after {@code mark} and will not send it.
     */
    <T extends WorkerEvent> Optional<T> await(
            String region, int mark, Class<T> kind, Predicate<T> which, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        int next = mark;
        lock.lock();
        try {
            while (true) {
                for (; next < letters.size(); next++) {
                    Letter letter = letters.get(next);
                    if (!letter.region().equals(region)) {
                        continue;
                    }
                    Optional<T> wanted = letter.event()
                            .filter(kind::isInstance)
                            .map(kind::cast)
                            .filter(which);
                    if (wanted.isPresent() || letter.event().isEmpty()) {
                        return wanted;
                    }
                }
                if (left <= 0) {
                    return Optional.empty();
                }
                left = arrived.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
