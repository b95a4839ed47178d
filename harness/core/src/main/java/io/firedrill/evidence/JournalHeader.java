package io.firedrill.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/**
 * The first bytes of every segment of a journal.
 *
 * @param version of the format
 * @param sealed whether blocks follow (sealed after the run) or single entries (as written)
 * @param segment number from 1
 * @param region whose facts these are
 * @param incarnation which start of the region's worker; 0 for a scan
 * @param capacity bytes that the segment's file was made with, so that a file cut off from outside is told from a killed writer
 */
record JournalHeader(int version, boolean sealed, int segment, String region, int incarnation, int capacity) {

    /** What is written. Version 1 is the same with fewer kinds of facts, and is read as well. */
    static final int VERSION = 2;

    private static final int OLDEST = 1;

    private static final byte[] MAGIC = "FDRLJRNL".getBytes(StandardCharsets.US_ASCII);
    private static final int FIXED = MAGIC.length + 2 + 2 + 4 + 4 + 4 + 2 + 4;

    /** The same segment, sealed. */
    JournalHeader seal() {
        return new JournalHeader(version, true, segment, region, incarnation, capacity);
    }

    /** Bytes of a segment's file that this header takes. */
    int length() {
        return FIXED + region.getBytes(StandardCharsets.UTF_8).length;
    }

    byte[] encode() {
        byte[] name = region.getBytes(StandardCharsets.UTF_8);
        if (name.length > 0xFFFF) {
            throw new IllegalArgumentException("region name of " + name.length + " bytes; at most 65535");
        }
        ByteBuffer bytes = ByteBuffer.allocate(FIXED + name.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putShort((short) version).putShort((short) (sealed ? 1 : 0));
        bytes.putInt(segment)
                .putInt(incarnation)
                .putInt(capacity)
                .putShort((short) name.length)
                .put(name);
        bytes.putInt(checksum(bytes.array(), bytes.position()));
        return bytes.array();
    }

    /** The version of a whole header, if it is later than any that can be read. */
    static OptionalInt laterVersion(byte[] data) {
        ByteBuffer bytes = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        if (data.length < FIXED || !Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return OptionalInt.empty();
        }
        int version = bytes.getShort(MAGIC.length) & 0xFFFF;
        int end = FIXED - 4 + (bytes.getShort(FIXED - 6) & 0xFFFF);
        boolean whole = data.length >= end + 4 && bytes.getInt(end) == checksum(data, end);
        return version > VERSION && whole ? OptionalInt.of(version) : OptionalInt.empty();
    }

    /** @throws IOException with a sentence when {@code data} does not begin with a header of a version that can be read */
    static JournalHeader decode(byte[] data) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        if (data.length < FIXED) {
            throw new IOException("only " + data.length + " bytes, shorter than a header");
        }
        for (byte expected : MAGIC) {
            if (bytes.get() != expected) {
                throw new IOException("not a segment of a journal (it does not begin with FDRLJRNL)");
            }
        }
        int version = bytes.getShort() & 0xFFFF;
        if (version < OLDEST || version > VERSION) {
            throw new IOException(
                    "format version " + version + "; this Firedrill reads versions " + OLDEST + " to " + VERSION);
        }
        int flags = bytes.getShort();
        int segment = bytes.getInt();
        int incarnation = bytes.getInt();
        int capacity = bytes.getInt();
        int length = bytes.getShort() & 0xFFFF;
        if (data.length < FIXED + length) {
            throw new IOException("header is cut");
        }
        byte[] name = new byte[length];
        bytes.get(name);
        int expected = checksum(data, bytes.position());
        if (bytes.getInt() != expected) {
            throw new IOException("header is damaged (its checksum differs)");
        }
        return new JournalHeader(
                version, (flags & 1) != 0, segment, new String(name, StandardCharsets.UTF_8), incarnation, capacity);
    }

    private static int checksum(byte[] data, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, length);
        return (int) crc.getValue();
    }
}
