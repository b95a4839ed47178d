package io.firedrill.fault;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What the canaries on the brokers' paths last saw. Fed by the workers' events, asked by faults for their receipts. */
public final class Canaries {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Path, Edge> failures = new HashMap<>();
    private final Map<Path, Long> alive = new HashMap<>();

    private record Path(String region, int broker) {}

    /**
     * From working to not working, monotonic nanoseconds.
     *
     * @param lastSuccess when the last try that succeeded was sent: strictly, all that is known is that the path worked then
     * @param firstFailure when the first that failed was known to have failed
     */
    public record Edge(long lastSuccess, long firstFailure) {}

    /** A path stopped working. */
    public void failed(String region, int broker, long lastSuccess, long firstFailure) {
        lock.lock();
        try {
            failures.put(new Path(region, broker), new Edge(lastSuccess, firstFailure));
            alive.remove(new Path(region, broker));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A path works, again or for the first time. */
    public void succeeded(String region, int broker, long at) {
        lock.lock();
        try {
            alive.put(new Path(region, broker), at);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody watches the path any more. */
    public void unwatched(String region, int broker) {
        lock.lock();
        try {
            alive.remove(new Path(region, broker));
        } finally {
            lock.unlock();
        }
    }

    /** Whether the path worked when it was last tried. */
    public boolean works(String region, int broker) {
        lock.lock();
        try {
            return alive.containsKey(new Path(region, broker));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every broker's path has failed at or after {@code since}.
     *
     * @return the edges seen within {@code atMost}; a broker without one is absent
     */
    public Map<Integer, Edge> awaitFailures(String region, Set<Integer> brokers, long since, Duration atMost)
            throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (true) {
                Map<Integer, Edge> seen = new TreeMap<>();
                for (int broker : brokers) {
                    Edge edge = failures.get(new Path(region, broker));
                    if (edge != null && edge.firstFailure() >= since) {
                        seen.put(broker, edge);
                    }
                }
                if (seen.size() == brokers.size() || left <= 0) {
                    return seen;
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every broker's path works; says whether it does. */
    public boolean awaitWorking(String region, Set<Integer> brokers, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!brokers.stream().allMatch(broker -> alive.containsKey(new Path(region, broker)))) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
