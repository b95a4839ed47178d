package io.firedrill.evidence;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A segment as it lies on disk, single entries or sealed. Hands its entries out in order and says where and why it had to stop.
 */
final class SegmentFile {

    /** Takes an entry's payload: {@code data[from]} to {@code data[to - 1]}. */
    interface Entries {
        void entry(byte[] data, int from, int to) throws FactDecoder.Unreadable;
    }

    /** Bytes that are inflated at once: each time costs a call of native code. */
    private static final int BUFFER = 1 << 16;

    private static final int USUAL_RATIO = 4;

    /** No header is longer: its region has at most 65,535 bytes. */
    private static final int MOST_HEADER = 1 << 17;

    private final JournalHeader header;
    private final byte[] data;
    private final int size;
    private final boolean inflated;
    private final Optional<String> inflating;

    private SegmentFile(JournalHeader header, byte[] data, int size, boolean inflated, Optional<String> inflating) {
        this.header = header;
        this.data = data;
        this.size = size;
        this.inflated = inflated;
        this.inflating = inflating;
    }

    /** @throws IOException with a sentence when the file cannot be read or does not begin with a readable header */
    static SegmentFile open(Path file) throws IOException {
        return open(file, new byte[0]);
    }

    /** @param spare is used for what the file holds if it is large enough; of an earlier segment, which is not read any more */
    static SegmentFile open(Path file, byte[] spare) throws IOException {
        if (!file.toString().endsWith(".gz")) {
            byte[] stored = Files.readAllBytes(file);
            return new SegmentFile(JournalHeader.decode(stored), stored, stored.length, false, Optional.empty());
        }
        long guess = Math.min(Integer.MAX_VALUE >> 1, USUAL_RATIO * Files.size(file) + BUFFER);
        byte[] data = spare.length >= guess ? spare : new byte[(int) guess];
        int size = 0;
        Optional<String> problem = Optional.empty();
        try (InputStream stored = Files.newInputStream(file);
                GZIPInputStream in = new GZIPInputStream(stored, BUFFER)) {
            for (int read = 0; read >= 0; read = in.read(data, size, Math.min(BUFFER, data.length - size))) {
                size += read;
                // One more byte than is there, so that the end is seen.
                data = size == data.length ? Arrays.copyOf(data, size + (size >> 1) + BUFFER) : data;
            }
        } catch (ZipException | EOFException e) {
            problem = Optional.of("its compression is damaged after " + size + " bytes");
        }
        try {
            JournalHeader header = JournalHeader.decode(Arrays.copyOf(data, Math.min(size, MOST_HEADER)));
            return new SegmentFile(header, data, size, true, problem);
        } catch (IOException e) {
            throw problem.isPresent() ? new IOException(problem.get(), e) : e;
        }
    }

    /** What the plain form of a segment begins with, its header at least if there is one. */
    static byte[] head(Path file) throws IOException {
        try (InputStream stored = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(stored) : stored) {
            return in.readNBytes(MOST_HEADER);
        }
    }

    /** For the next segment, when this one is not read any more. */
    byte[] spare() {
        return data;
    }

    JournalHeader header() {
        return header;
    }

    /** Bytes of the file's plain form. */
    int size() {
        return size;
    }

    /**
     * Hands out every entry up to the first that cannot be trusted.
     *
     * @return why it stopped early; empty at the end of what was written
     */
    Optional<String> read(Entries entries) {
        Optional<String> problem = header.sealed() ? blocks(entries) : entries(entries);
        if (problem.isEmpty() && header.sealed() != inflated) {
            return Optional.of("its name does not fit its contents (sealed or not)");
        }
        return inflating.isPresent() ? inflating : problem;
    }

    private Optional<String> entries(Entries entries) {
        int at = header.length();
        while (at < size && data[at] != 0) {
            int from = at + JournalSegment.OVERHEAD;
            int to = from + (data[at] & 0xFF);
            if (to > size) {
                return Optional.of("cut in the middle of the entry at byte " + at);
            }
            if (checksum(from, to) != fixed(at + 1)) {
                return Optional.of("the checksum of the entry at byte " + at + " differs");
            }
            try {
                entries.entry(data, from, to);
            } catch (FactDecoder.Unreadable e) {
                return Optional.of("the entry at byte " + at + " is unreadable: " + e.getMessage());
            }
            at = to;
        }
        // A writer killed while it stored an entry leaves the bytes of that one entry; anything further was once an
        // entry.
        int torn = Math.min(size, at + JournalSegment.OVERHEAD + FactEncoder.MAX_PAYLOAD);
        for (int i = torn; i < size; i++) {
            if (data[i] != 0) {
                return Optional.of("entries after byte " + at + " have lost their place");
            }
        }
        return Optional.empty();
    }

    private Optional<String> blocks(Entries entries) {
        int at = header.length();
        while (at + 8 <= size) {
            int length = fixed(at);
            int from = at + 8;
            if (length == 0) {
                return from == size ? Optional.empty() : Optional.of("bytes follow its last block, at byte " + from);
            }
            if (length < 0 || length > size - from) {
                return Optional.of("cut in the middle of the block at byte " + at);
            }
            if (checksum(from, from + length) != fixed(at + 4)) {
                return Optional.of("the checksum of the block at byte " + at + " differs");
            }
            try {
                block(from, from + length, entries);
            } catch (FactDecoder.Unreadable e) {
                return Optional.of("the block at byte " + at + " is unreadable: " + e.getMessage());
            }
            at = from + length;
        }
        return Optional.of("its last block is missing");
    }

    private void block(int from, int end, Entries entries) throws FactDecoder.Unreadable {
        int at = from;
        while (at < end) {
            int to = at + 1 + (data[at] & 0xFF);
            if (to > end) {
                throw new FactDecoder.Unreadable("an entry runs past it");
            }
            entries.entry(data, at + 1, to);
            at = to;
        }
    }

    private int checksum(int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(data, from, to - from);
        return (int) crc.getValue();
    }

    private int fixed(int at) {
        return (data[at] & 0xFF)
                | (data[at + 1] & 0xFF) << 8
                | (data[at + 2] & 0xFF) << 16
                | (data[at + 3] & 0xFF) << 24;
    }
}
