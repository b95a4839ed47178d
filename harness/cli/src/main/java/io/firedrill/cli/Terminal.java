package io.firedrill.cli;

import io.firedrill.drill.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Progress for people. On a terminal the live line is drawn over again; elsewhere it becomes a plain line now and then, so
 * that a log shows that something goes on.
 *
 * <p>Thread-safe.
 */
final class Terminal implements Progress {

    /** How much is said. */
    enum Mode {
        LIVE,
        PLAIN,
        /** Only what is to worry about. */
        QUIET
    }

    private static final long PLAIN_EVERY = TimeUnit.SECONDS.toNanos(15);

    private final PrintStream err;
    private final Mode mode;
    private final int columns;
    private final LongSupplier nanoTime;
    private final long start;
    private long lastLine;
    private String drawn = "";

    /**
     * @param columns width of a live line; used in that mode only
     * @param nanoTime monotonic clock
     */
    Terminal(PrintStream err, Mode mode, int columns, LongSupplier nanoTime) {
        this.err = err;
        this.mode = mode;
        this.columns = columns;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.lastLine = start;
    }

    @Override
    public synchronized void event(String text) {
        if (mode != Mode.QUIET) {
            line(text);
        }
    }

    @Override
    public synchronized void warn(String text) {
        line("warning: " + text);
    }

    @Override
    public synchronized void live(String text) {
        if (mode == Mode.LIVE) {
            drawn = cut(stamped(text));
            err.print("\r" + drawn + "\u001b[K");
            err.flush();
        } else if (mode == Mode.PLAIN && nanoTime.getAsLong() - lastLine >= PLAIN_EVERY) {
            line(text);
        }
    }

    /** Takes the live line away; what is printed next starts on an empty line. */
    synchronized void clear() {
        if (!drawn.isEmpty()) {
            err.print("\r\u001b[K");
            err.flush();
            drawn = "";
        }
    }

    private void line(String text) {
        String below = drawn;
        clear();
        err.println(stamped(text));
        lastLine = nanoTime.getAsLong();
        if (!below.isEmpty()) {
            drawn = below;
            err.print(below);
        }
        err.flush();
    }

    private String stamped(String text) {
        return String.format(Locale.ROOT, "[%6.1f s] %s", (nanoTime.getAsLong() - start) / 1e9, text);
    }

    // One column stays free: a full line would wrap, and the next one would be drawn below it.
    private String cut(String text) {
        return text.length() < columns ? text : text.substring(0, Math.max(0, columns - 1));
    }
}
