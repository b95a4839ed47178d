package io.firedrill.evidence;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/**
 * Appends events to {@code timeline.jsonl}, one JSON object a line. Each line is handed to the operating system whole before the
 * call returns, so that it survives the end of this process. Thread-safe.
 */
public final class TimelineWriter implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    // Not a channel: that would be closed when a thread that is interrupted writes to it.
    private final RandomAccessFile out;

    /** @throws IOException when the file exists (a timeline is written once) or cannot be made */
    public TimelineWriter(Path file) throws IOException {
        out = new RandomAccessFile(Files.createFile(file).toFile(), "rw");
    }

    /** @throws UncheckedIOException when the line could not be written; then nothing of it is in the file */
    public synchronized void append(TimelineEvent event) {
        String line = JSON.writerFor(TimelineEvent.class).writeValueAsString(event) + "\n";
        try {
            write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the timeline could not be written: " + e.getMessage(), e);
        }
    }

    private void write(byte[] line) throws IOException {
        long end = out.getFilePointer();
        try {
            out.write(line);
        } catch (IOException e) {
            // A full disk takes the first half of a line: the next one must not stand behind it.
            try {
                out.setLength(end);
            } catch (IOException next) {
                e.addSuppressed(next);
            }
            throw e;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
