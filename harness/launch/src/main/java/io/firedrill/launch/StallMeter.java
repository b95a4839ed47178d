package io.firedrill.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Notes when this process did not run although it wanted to: a garbage collection, a host without free processors, a
 * stopped process. A drill's report needs it to tell a slow cluster from a slow machine. Every process of a drill has one,
 * the harness too.
 *
 * <p>A thread wakes every 20 ms; a wake-up that comes more than 50 ms late is a line of a {@link StallFile}.
 */
public final class StallMeter implements AutoCloseable {
    /** System property: the file to append to. Absent: no metering. */
    public static final String FILE = "firedrill.stalls.file";
    /** System property: what the process is called, as fault receipts call it. */
    public static final String PROCESS = "firedrill.stalls.process";
    /** System property: {@link StallFile#HARNESS} or {@link StallFile#KAFKA}. */
    public static final String OF = "firedrill.stalls.of";

    static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    static final long THRESHOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final StallFile file;
    private final LongSupplier collecting;
    private long due;
    private long collectedMillis;
    private volatile boolean closed;

    /** @param collecting milliseconds that this process has spent in garbage collections so far */
    StallMeter(StallFile file, LongSupplier collecting, long now) {
        this.file = file;
        this.collecting = collecting;
        this.due = now + PERIOD_NANOS;
    }

    /**
     * Meters this process until it ends or the meter is closed.
     *
     * @param file appended to; its folder must exist
     * @throws UncheckedIOException the file can't be written
     */
    public static StallMeter start(Path file, String process, String of) {
        StallMeter meter = new StallMeter(StallFile.open(file, process, of), new Collections(), System.nanoTime());
        Thread thread = new Thread(meter::run, "firedrill-stall-meter");
        thread.setDaemon(true);
        thread.start();
        return meter;
    }

    static void startIfAsked() {
        String file = System.getProperty(FILE);
        if (file != null) {
            start(Path.of(file), System.getProperty(PROCESS, ""), System.getProperty(OF, StallFile.HARNESS));
        }
    }

    /** Ends the metering; the file is complete when this returns. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        file.close();
    }

    private void run() {
        try {
            while (!closed) {
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    LockSupport.parkNanos(wait);
                }
                wokeAt(System.nanoTime());
            }
        } catch (IOException e) {
            System.err.println("firedrill: the stall meter ends, its file cannot be written: " + e);
        }
    }

    /** Judges one wake-up. An early one (parking may end early) changes nothing. */
    synchronized void wokeAt(long now) throws IOException {
        long late = now - due;
        if (late < 0 || closed) {
            return;
        }
        long collected = collecting.getAsLong();
        if (late > THRESHOLD_NANOS) {
            file.note(due, late, collected - collectedMillis);
        }
        collectedMillis = collected;
        due = now + PERIOD_NANOS;
    }

    /** Asks for the collectors on the meter's own thread: loading what is behind them costs a start some milliseconds. */
    private static final class Collections implements LongSupplier {
        private List<GarbageCollectorMXBean> beans = List.of();

        @Override
        public long getAsLong() {
            if (beans.isEmpty()) {
                beans = ManagementFactory.getGarbageCollectorMXBeans();
            }
            return beans.stream()
                    .mapToLong(bean -> Math.max(0, bean.getCollectionTime()))
                    .sum();
        }
    }
}
