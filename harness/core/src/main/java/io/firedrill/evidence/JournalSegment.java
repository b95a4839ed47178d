package io.firedrill.evidence;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * One segment that is being written: a memory-mapped file. What was stored in it belongs to the operating system and survives
 * the end of this process by any signal. Not thread-safe.
 *
 * <pre>
 * header | length:1 crc:4 payload | length:1 crc:4 payload | ... | 0 0 0 0
 *          ^ stored last, so that an entry whose length is not zero is whole
 * </pre>
 */
final class JournalSegment {

    /** Length and checksum before a payload. */
    static final int OVERHEAD = 5;

    private static final int ZEROS = 1 << 16;

    private final Path file;
    private final MappedByteBuffer map;
    private final CRC32C crc = new CRC32C();
    private final FactEncoder encoder = new FactEncoder();
    private int position;
    private long facts;

    private JournalSegment(Path file, MappedByteBuffer map, int position) {
        this.file = file;
        this.map = map;
        this.position = position;
    }

    /**
     * Makes the file with all its bytes, so that a full disk is an exception here and not a crash at a later store. It gets its
     * name when it is ready.
     *
     * @throws IOException when the disk is full or the folder cannot be written
     */
    static JournalSegment create(Path file, JournalHeader header, int bytes) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(ZEROS);
            for (int written = 0; written < bytes; ) {
                zeros.clear().limit(Math.min(ZEROS, bytes - written));
                written += channel.write(zeros, written);
            }
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
            byte[] head = header.encode();
            map.put(0, head);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return new JournalSegment(file, map, head.length);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    FactEncoder encoder() {
        return encoder;
    }

    long facts() {
        return facts;
    }

    /** Room for one more entry and the terminator. */
    boolean hasRoom() {
        return map.capacity() - position >= 2 * (OVERHEAD + FactEncoder.MAX_PAYLOAD);
    }

    /** Appends the fact that the encoder holds. */
    void append() {
        store();
        facts++;
    }

    /** Appends the last entry. */
    void terminate(boolean continued) {
        encoder.terminator(continued, facts);
        store();
    }

    private void store() {
        int size = encoder.size();
        crc.reset();
        crc.update(encoder.buffer(), 0, size);
        int start = position;
        map.putInt(start + 1, Integer.reverseBytes((int) crc.getValue()));
        map.put(start + OVERHEAD, encoder.buffer(), 0, size);
        VarHandle.releaseFence();
        map.put(start, (byte) size);
        position = start + OVERHEAD + size;
    }

    /** Cuts the file after the last entry. Nothing may be appended any more. */
    void truncate() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(position);
        }
    }
}
