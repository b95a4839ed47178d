package io.firedrill.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Room for the columns of one audit: on the heap until a budget is used up, then in memory-mapped files. A file loses its name as
 * soon as it is open, so that nothing is left behind however this process ends. Thread-safe.
 */
final class Scratch {

    /** Everything on the heap. */
    static final Scratch HEAP = new Scratch(Long.MAX_VALUE, Path.of(""));

    private static final long HEAP_BYTES = 32L << 20;
    private static final int REGION_BYTES = 32 << 20;
    private static final int ZEROS = 1 << 20;

    /**
     * Some bytes. Seven more behind them belong to it, so that eight can be read and written at the last of them.
     *
     * @param buffer little-endian
     * @param at where they begin in it
     * @param bytes how many, with those behind them
     */
    record Room(ByteBuffer buffer, int at, int bytes) {

        /** Now it holds zeros. */
        Room cleared() {
            for (int i = 0; i < bytes; i += Long.BYTES) {
                buffer.putLong(at + i, 0);
            }
            return this;
        }
    }

    private final long heapBytes;
    private final Path folder;
    private final Map<Integer, ArrayDeque<Room>> free = new HashMap<>();
    private long onHeap;
    private long inFiles;
    private @Nullable ByteBuffer region;

    /**
     * @param heapBytes budget on the heap
     * @param folder for what goes beyond it
     */
    Scratch(long heapBytes, Path folder) {
        this.heapBytes = heapBytes;
        this.folder = folder;
    }

    /** Small audits stay on the heap; large ones go to the folder for temporary files. */
    static Scratch ofThisMachine() {
        return new Scratch(HEAP_BYTES, Path.of(System.getProperty("java.io.tmpdir", ".")));
    }

    /**
     * Takes room; what it holds is not defined.
     *
     * @throws UncheckedIOException when there is no room for a file
     */
    synchronized Room room(int least) {
        int bytes = (least + 2 * Long.BYTES - 2) / Long.BYTES * Long.BYTES;
        ArrayDeque<Room> back = free.get(bytes);
        Room again = back == null ? null : back.poll();
        if (again != null) {
            return again;
        }
        if (onHeap + bytes <= heapBytes) {
            onHeap += bytes;
            return new Room(ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN), 0, bytes);
        }
        ByteBuffer current = region;
        if (current == null || current.remaining() < bytes) {
            current = map(Math.max(bytes, REGION_BYTES));
            region = current;
        }
        int at = current.position();
        current.position(at + bytes);
        return new Room(current, at, bytes);
    }

    /** Gives room back. Nobody may use it any more. */
    synchronized void giveBack(Room room) {
        free.computeIfAbsent(room.bytes(), b -> new ArrayDeque<>()).push(room);
    }

    /** Bytes of the files that were made. */
    synchronized long inFiles() {
        return inFiles;
    }

    /** The file gets all its bytes before it is mapped: a full disk is an exception here and not a crash at a later store. */
    private ByteBuffer map(int bytes) {
        Path file = folder.resolve("firedrill-audit-" + UUID.randomUUID());
        try (FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
            ByteBuffer zeros = ByteBuffer.allocate(ZEROS);
            for (long written = 0; written < bytes; ) {
                zeros.clear().limit((int) Math.min(ZEROS, bytes - written));
                written += channel.write(zeros, written);
            }
            inFiles += bytes;
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no room for the audit's columns in " + folder + " after " + (inFiles >> 20)
                            + " MiB; -Djava.io.tmpdir names another folder",
                    e);
        }
    }
}
