package io.firedrill.evidence;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;

/**
 * A segment as it lies on disk, single entries or sealed. Hands its entries out in order and says where and why it had to stop.
 */
final class SegmentFile {

    /** Takes an entry's payload: {@code data[from]} to {@code data[to - 1]}. */
    interface Entries {
        void entry(byte[] data, int from, int to) throws FactDecoder.Unreadable;
    }

    private static final int BUFFER = 1 << 13;
    private static final int USUAL_RATIO = 16;

    private final JournalHeader header;
    private final byte[] data;
    private final boolean inflated;
    private final Optional<String> inflating;

    private SegmentFile(JournalHeader header, byte[] data, boolean inflated, Optional<String> inflating) {
        this.header = header;
        this.data = data;
        this.inflated = inflated;
        this.inflating = inflating;
    }

    /** @throws IOException with a sentence when the file cannot be read or does not begin with a readable header */
    static SegmentFile open(Path file) throws IOException {
        byte[] stored = Files.readAllBytes(file);
        if (!file.toString().endsWith(".gz")) {
            return new SegmentFile(JournalHeader.decode(stored), stored, false, Optional.empty());
        }
        byte[] data = new byte[inflatedSize(stored)];
        int size = 0;
        Optional<String> problem = Optional.empty();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            for (int read = 0; read >= 0; read = in.read(data, size, Math.min(BUFFER, data.length - size))) {
                size += read;
                // One more byte than is there, so that the end is seen.
                data = size == data.length ? Arrays.copyOf(data, size + (size >> 1) + BUFFER) : data;
            }
        } catch (IOException e) {
            problem = Optional.of("its compression is damaged after " + size + " bytes");
        }
        data = size == data.length ? data : Arrays.copyOf(data, size);
        try {
            return new SegmentFile(JournalHeader.decode(data), data, true, problem);
        } catch (IOException e) {
            throw problem.isPresent() ? new IOException(problem.get(), e) : e;
        }
    }

    /** A gzip file's last four bytes say how large it was; they may be damaged, so that they are a guess. */
    private static int inflatedSize(byte[] stored) {
        if (stored.length < Integer.BYTES) {
            return BUFFER;
        }
        long size = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt(stored.length - Integer.BYTES)
                & 0xFFFFFFFFL;
        return (int) Math.min(size, stored.length * (long) USUAL_RATIO) + 1;
    }

    JournalHeader header() {
        return header;
    }

    /** Bytes of the file's plain form. */
    int size() {
        return data.length;
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
        while (at < data.length && data[at] != 0) {
            int from = at + JournalSegment.OVERHEAD;
            int to = from + (data[at] & 0xFF);
            if (to > data.length) {
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
        int torn = Math.min(data.length, at + JournalSegment.OVERHEAD + FactEncoder.MAX_PAYLOAD);
        for (int i = torn; i < data.length; i++) {
            if (data[i] != 0) {
                return Optional.of("entries after byte " + at + " have lost their place");
            }
        }
        return Optional.empty();
    }

    private Optional<String> blocks(Entries entries) {
        int at = header.length();
        while (at + 8 <= data.length) {
            int length = fixed(at);
            int from = at + 8;
            if (length == 0) {
                return from == data.length
                        ? Optional.empty()
                        : Optional.of("bytes follow its last block, at byte " + from);
            }
            if (length < 0 || length > data.length - from) {
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
