package io.firedrill.fault;

import io.firedrill.network.Wire;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What the canaries on the wires last saw. Fed by the workers' events, asked by faults for their receipts. A wire that nobody
 * watches, or no longer, neither works nor fails.
 */
public final class Canaries {
    /** Half a minute of windows. */
    static final int WINDOWS_KEPT = 60;

    /** Five seconds of them. */
    private static final int WINDOWS_OF_BASELINE = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Wire, Seen> seen = new HashMap<>();
    private final boolean waits;

    /** Nothing is known of any wire. */
    public Canaries() {
        this(true);
    }

    private Canaries(boolean waits) {
        this.waits = waits;
    }

    /** Whoever waits for something is told at once whether it is so: for tests in which nothing can come later. */
    static Canaries thatLookOnce() {
        return new Canaries(false);
    }

    /** What is known of a wire. */
    public enum State {
        /** Nobody watches it, or no try has come to an end yet. */
        UNKNOWN,
        WORKS,
        FAILS
    }

    /**
     * From working to not working, monotonic nanoseconds.
     *
     * @param lastSuccess when the last try that succeeded was sent: strictly, all that is known is that the path worked then
     * @param firstFailure when the first that failed was known to have failed
     */
    public record Edge(long lastSuccess, long firstFailure) {}

    /**
     * How long a canary's answers took in a window of time, monotonic nanoseconds.
     *
     * @param successes tries that were answered in the window
     * @param max the slowest; one of a new connection includes connecting
     */
    public record RoundTrip(long from, long to, int successes, Duration median, Duration max) {}

    private static final class Seen {
        State state = State.UNKNOWN;
        Optional<Edge> failure = Optional.empty();
        final Deque<RoundTrip> windows = new ArrayDeque<>();
    }

    /** A wire stopped working. */
    public void failed(Wire wire, long lastSuccess, long firstFailure) {
        change(wire, seen -> {
            seen.state = State.FAILS;
            seen.failure = Optional.of(new Edge(lastSuccess, firstFailure));
        });
    }

    /** A wire works, again or for the first time. */
    public void succeeded(Wire wire) {
        change(wire, seen -> seen.state = State.WORKS);
    }

    /** How long its answers took of late. */
    public void took(Wire wire, RoundTrip window) {
        change(wire, seen -> {
            seen.windows.addLast(window);
            if (seen.windows.size() > WINDOWS_KEPT) {
                seen.windows.removeFirst();
            }
        });
    }

    /** Nobody watches the wire any more. */
    public void unwatched(Wire wire) {
        change(wire, seen -> seen.state = State.UNKNOWN);
    }

    private interface Change {
        void on(Seen seen);
    }

    private void change(Wire wire, Change change) {
        lock.lock();
        try {
            change.on(seen.computeIfAbsent(wire, any -> new Seen()));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What is known of the wire now. */
    public State state(Wire wire) {
        lock.lock();
        try {
            return stateOf(wire);
        } finally {
            lock.unlock();
        }
    }

    private State stateOf(Wire wire) {
        Seen known = seen.get(wire);
        return known == null ? State.UNKNOWN : known.state;
    }

    /** Whether the wire is watched and worked when it was last tried. */
    public boolean works(Wire wire) {
        return state(wire) == State.WORKS;
    }

    /** The usual round trip of late: the median of the last five seconds' windows; empty when there was none. */
    public Optional<Duration> baseline(Wire wire) {
        lock.lock();
        try {
            Seen known = seen.get(wire);
            if (known == null || known.windows.isEmpty()) {
                return Optional.empty();
            }
            var medians = known.windows.stream()
                    .skip(Math.max(0, known.windows.size() - WINDOWS_OF_BASELINE))
                    .map(RoundTrip::median)
                    .sorted()
                    .toList();
            return Optional.of(medians.get(medians.size() / 2));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every wire has failed at or after {@code since}.
     *
     * @return the edges seen within {@code atMost}; a wire without one is absent
     */
    public Map<Wire, Edge> awaitFailures(Collection<Wire> wires, long since, Duration atMost)
            throws InterruptedException {
        return await(wires, known -> known.failure.filter(edge -> edge.firstFailure() >= since), atMost);
    }

    /**
     * Waits until every wire had a window, begun at or after {@code since}, as wanted.
     *
     * @return the first such window of each wire, seen within {@code atMost}; a wire without one is absent
     */
    public Map<Wire, RoundTrip> awaitWindows(
            Collection<Wire> wires, BiPredicate<Wire, RoundTrip> wanted, long since, Duration atMost)
            throws InterruptedException {
        Map<Wire, RoundTrip> found = new LinkedHashMap<>();
        long deadline = System.nanoTime() + atMost.toNanos();
        for (Wire wire : wires) {
            found.putAll(await(
                    List.of(wire),
                    known -> known.windows.stream()
                            .filter(window -> window.from() >= since && wanted.test(wire, window))
                            .findFirst(),
                    Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
        }
        return found;
    }

    /**
     * The wires that do not work although somebody watches them or did, after waiting for {@code atMost} that there are none: each fails, or
     * nobody watches it any more.
     */
    public Map<Wire, State> awaitAllWorking(Duration atMost) throws InterruptedException {
        long left = waits ? atMost.toNanos() : 0;
        lock.lock();
        try {
            while (true) {
                Map<Wire, State> others = new HashMap<>();
                seen.forEach((wire, known) -> {
                    if (known.state != State.WORKS) {
                        others.put(wire, known.state);
                    }
                });
                if (others.isEmpty() || left <= 0) {
                    return others;
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private <T> Map<Wire, T> await(Collection<Wire> wires, Function<Seen, Optional<T>> look, Duration atMost)
            throws InterruptedException {
        long left = waits ? atMost.toNanos() : 0;
        lock.lock();
        try {
            while (true) {
                Map<Wire, T> found = new LinkedHashMap<>();
                for (Wire wire : wires) {
                    Optional.ofNullable(seen.get(wire)).flatMap(look).ifPresent(value -> found.put(wire, value));
                }
                if (found.size() == wires.size() || left <= 0) {
                    return found;
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every wire is watched and works; says whether they do. */
    public boolean awaitWorking(Collection<Wire> wires, Duration atMost) throws InterruptedException {
        long left = waits ? atMost.toNanos() : 0;
        lock.lock();
        try {
            while (!wires.stream().allMatch(wire -> stateOf(wire) == State.WORKS)) {
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
