package io.firedrill.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of JSON lines that only grows. Each append is one write of whole lines, so a reader, or a crash, finds at most
 * the last line cut short.
 */
final class FactFile implements AutoCloseable {
    private final FileChannel channel;

    private FactFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens the file for appending and creates it when absent; its folder must exist. */
    static FactFile open(Path file) {
        try {
            return new FactFile(FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + file + " for appending", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    void append(CharSequence lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
