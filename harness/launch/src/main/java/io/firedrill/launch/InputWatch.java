package io.firedrill.launch;

import java.io.IOException;
import java.io.InputStream;

/** Ends the process when a stream ends. The other end of the stream is held by the harness for as long as it lives. */
final class InputWatch {
    private InputWatch() {}

    /**
     * Reads {@code input} in a daemon thread and halts the JVM with {@code exitCode} when it ends or breaks. Halting skips
     * shutdown hooks on purpose: an orderly shutdown of a broker may wait for other brokers that are gone as well.
     */
    static void haltAtEnd(InputStream input, int exitCode) {
        Thread thread = new Thread(() -> drainThenHalt(input, exitCode), "firedrill-input-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private static void drainThenHalt(InputStream input, int exitCode) {
        byte[] ignored = new byte[64];
        try {
            while (input.read(ignored) >= 0) {
                // Nothing is ever said on this stream; only its end means something.
            }
        } catch (IOException e) {
            System.err.println("firedrill: standard input broke (" + e.getMessage() + "), ending");
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
