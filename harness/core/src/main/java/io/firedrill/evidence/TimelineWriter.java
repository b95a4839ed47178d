package io.firedrill.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tools.jackson.databind.json.JsonMapper;

/**
 * Appends events to {@code timeline.jsonl}, one JSON object a line. Each line is handed to the operating system whole before the
 * call returns, so that it survives the end of this process. Thread-safe.
 */
public final class TimelineWriter implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OutputStream out;

    /** @throws IOException when the file exists (a timeline is written once) or cannot be made */
    public TimelineWriter(Path file) throws IOException {
        out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** @throws UncheckedIOException when the line could not be written */
    public synchronized void append(TimelineEvent event) {
        String line = JSON.writerFor(TimelineEvent.class).writeValueAsString(event) + "\n";
        try {
            out.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the timeline could not be written: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
