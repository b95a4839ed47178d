package io.firedrill.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;

/**
 * Seals a journal whose writer is gone: each segment becomes a gzip file of blocks, each block with one checksum instead of one
 * for each entry. What the reader finds is the same before and after, and the bytes are the same each time.
 */
public final class JournalCompressor {

    private static final int BLOCK = 1 << 16;

    private JournalCompressor() {}

    /**
     * Seals every segment of the journal. A damaged segment is left exactly as it is. Safe to repeat, and to interrupt at any
     * moment: a segment is replaced only by a complete one.
     *
     * @throws IOException when a file cannot be read or written; the segments that were not reached are untouched
     */
    public static void seal(Path folder) throws IOException {
        for (Path file : JournalReader.segments(folder).values()) {
            String name = file.getFileName().toString();
            if (name.endsWith(".gz")) {
                continue;
            }
            Path sealed = file.resolveSibling(name + ".gz");
            Path unfinished = file.resolveSibling(name + ".gz.new");
            if (sealOrClearUp(file, unfinished)) {
                Files.move(unfinished, sealed, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                Files.delete(file);
            } else {
                Files.deleteIfExists(unfinished);
            }
        }
    }

    /** Half a segment must not take room from what else has to be written. */
    private static boolean sealOrClearUp(Path file, Path target) throws IOException {
        try {
            return seal(file, target);
        } catch (IOException e) {
            Files.deleteIfExists(target);
            throw e;
        }
    }

    /** Whether the segment was whole. */
    private static boolean seal(Path file, Path target) throws IOException {
        SegmentFile segment;
        try {
            segment = SegmentFile.open(file);
        } catch (IOException unreadable) {
            // Damaged evidence stays as it was found; the reader names what is wrong with it.
            return false;
        }
        Blocks blocks = new Blocks();
        // Decoding as well proves that the sealed form will be readable.
        FactDecoder decoder = new FactDecoder(new FactSink() {}, 0);
        Optional<String> problem = segment.read((data, from, to) -> {
            decoder.decode(data, from, to);
            blocks.entry(data, from, to);
        });
        boolean ended = segment.size() >= segment.header().capacity() || blocks.terminated;
        if (problem.isPresent() || !ended) {
            return false;
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(target), BLOCK)) {
            out.write(segment.header().seal().encode());
            blocks.finish().writeTo(out);
        }
        return true;
    }

    /** Collects entries into blocks. */
    private static final class Blocks {
        private final ByteArrayOutputStream whole = new ByteArrayOutputStream(1 << 20);
        private final ByteArrayOutputStream block = new ByteArrayOutputStream(BLOCK + 256);
        private boolean terminated;

        void entry(byte[] data, int from, int to) {
            block.write(to - from);
            block.write(data, from, to - from);
            terminated = data[from] == FactType.CONTINUED || data[from] == FactType.CLOSED;
            if (block.size() >= BLOCK) {
                flush();
            }
        }

        private void flush() {
            byte[] bytes = block.toByteArray();
            CRC32C crc = new CRC32C();
            crc.update(bytes);
            head(bytes.length, (int) crc.getValue());
            whole.writeBytes(bytes);
            block.reset();
        }

        ByteArrayOutputStream finish() {
            if (block.size() > 0) {
                flush();
            }
            head(0, 0);
            return whole;
        }

        private void head(int length, int checksum) {
            whole.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(length)
                    .putInt(checksum)
                    .array());
        }
    }
}
