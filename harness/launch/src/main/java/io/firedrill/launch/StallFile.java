package io.firedrill.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The file in which the stalls of one process are noted, JSON lines. The first of each start says whose they are,
 * {@code {"process":"us-east broker 1","of":"kafka"}}; each other one is a stall,
 * {@code {"nanos":<its start, System.nanoTime>,"millis":<length>,"collectingMillis":<of it in garbage collection>}}.
 * Lengths are rounded up.
 */
public final class StallFile implements AutoCloseable {
    /** Part of what measures. */
    public static final String HARNESS = "harness";
    /** Part of what is measured. */
    public static final String KAFKA = "kafka";

    private final FactFile file;

    private StallFile(FactFile file) {
        this.file = file;
    }

    /**
     * Opens the file for appending, and says whose stalls follow.
     *
     * @param path its folder must exist
     * @param process as fault receipts call it
     * @param of {@link #HARNESS} or {@link #KAFKA}
     * @throws UncheckedIOException it can't be written
     */
    public static StallFile open(Path path, String process, String of) {
        FactFile facts = FactFile.open(path);
        try {
            facts.append(new JsonLine().put("process", process).put("of", of) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
        return new StallFile(facts);
    }

    /**
     * Notes a stall.
     *
     * @param from monotonic nanoseconds
     * @param nanos its length
     * @param collecting of it in garbage collections of the process, milliseconds; never more than the length
     */
    public void note(long from, long nanos, long collecting) throws IOException {
        long millis = (nanos + 999_999) / 1_000_000;
        file.append(new JsonLine()
                        .put("nanos", from)
                        .put("millis", millis)
                        .put("collectingMillis", Math.min(millis, collecting))
                + "\n");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
