package io.firedrill.workload;

import io.firedrill.scenario.RunbookStep.ActivateConsumers.Offsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.TopicPartition;

/** What the members of a group in this region share. Safe for all threads. */
final class GroupState {

    final LongAdder delivered = new LongAdder();

    /**
     * Next offset to hand to the handler, of every partition that a member holds, or held since the group was activated: one
     * between two members is not unread for that.
     */
    final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

    private final Set<TopicPartition> started = ConcurrentHashMap.newKeySet();
    private boolean active;
    private boolean stopping;
    private long patienceEnds;
    private Offsets offsets = Offsets.SYNCED;

    GroupState(boolean active) {
        this.active = active;
    }

    /** The group consumes from now on; a partition that it has not started since then starts where {@code from} says. */
    synchronized void activate(Offsets from) {
        if (!active) {
            started.clear();
            positions.clear();
            offsets = from;
            active = true;
            notifyAll();
        }
    }

    /** @param patience how long members may still wait for brokers */
    synchronized void stop(Duration patience) {
        stopping = true;
        patienceEnds = System.nanoTime() + patience.toNanos();
        notifyAll();
    }

    /** How long a call that usually waits that long may wait now. */
    synchronized Duration within(Duration usual) {
        if (!stopping) {
            return usual;
        }
        Duration left = Duration.ofNanos(Math.max(1_000_000, patienceEnds - System.nanoTime()));
        return left.compareTo(usual) < 0 ? left : usual;
    }

    synchronized boolean active() {
        return active && !stopping;
    }

    synchronized boolean stopping() {
        return stopping;
    }

    synchronized Offsets offsets() {
        return offsets;
    }

    /** Whether the caller is the first to start this partition since the group was activated. */
    boolean firstToStart(TopicPartition partition) {
        return started.add(partition);
    }

    /** Returns once the group is active, or has to stop. */
    synchronized void awaitActiveOrStopping() throws InterruptedException {
        while (!active && !stopping) {
            wait();
        }
    }

    /** Returns once the group has to stop, or {@code millis} have passed. */
    synchronized void awaitStopping(long millis) throws InterruptedException {
        long until = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (!stopping && left > 0) {
            wait(left);
            left = (until - System.nanoTime()) / 1_000_000;
        }
    }
}
