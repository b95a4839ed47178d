package io.firedrill.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Notes when this process did not run although it wanted to: a garbage collection, a host without free processors, a
 * stopped process. A drill's report needs it to tell a slow cluster from a slow machine.
 *
 * <p>A thread wakes every 20 ms; a wake-up that comes more than 50 ms late is written as
 * {@code {"nanos":<start of the stall, System.nanoTime>,"millis":<length>}}.
 */
public final class StallMeter {
    /** System property: the file to append to. Absent: no metering. */
    public static final String FILE = "firedrill.stalls.file";

    static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    static final long THRESHOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final FactFile file;
    private long due;

    StallMeter(FactFile file, long now) {
        this.file = file;
        this.due = now + PERIOD_NANOS;
    }

    static void startIfAsked() {
        String file = System.getProperty(FILE);
        if (file == null) {
            return;
        }
        StallMeter meter = new StallMeter(FactFile.open(Path.of(file)), System.nanoTime());
        Thread thread = new Thread(meter::run, "firedrill-stall-meter");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
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
    void wokeAt(long now) throws IOException {
        long late = now - due;
        if (late < 0) {
            return;
        }
        if (late > THRESHOLD_NANOS) {
            file.append(new JsonLine().put("nanos", due).put("millis", TimeUnit.NANOSECONDS.toMillis(late)) + "\n");
        }
        due = now + PERIOD_NANOS;
    }
}
