package io.firedrill.workload;

import java.util.concurrent.locks.LockSupport;

/**
 * Notices when this process stood still, by a thread that wants to run every 10 ms and looks at the clock. A pause of more than
 * 50 ms is a stall; garbage collection, starvation and SIGSTOP look alike.
 */
final class StallMeter implements AutoCloseable {

    static final long EVERY_NANOS = 10_000_000;
    static final long LEAST_STALL_NANOS = 50_000_000;

    /** Told of each stall, on the meter's thread. */
    interface Listener {
        void stalled(long from, long nanos);
    }

    private final Listener listener;
    private final Thread thread = new Thread(this::run, "stall-meter");
    private volatile boolean closed;

    StallMeter(Listener listener) {
        this.listener = listener;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        long before = System.nanoTime();
        while (!closed) {
            LockSupport.parkNanos(this, EVERY_NANOS);
            long now = System.nanoTime();
            observe(before, now);
            before = now;
        }
    }

    /** The thread ran at {@code before} and next at {@code now}. */
    void observe(long before, long now) {
        long late = now - (before + EVERY_NANOS);
        if (late > LEAST_STALL_NANOS) {
            listener.stalled(before + EVERY_NANOS, late);
        }
    }
}
