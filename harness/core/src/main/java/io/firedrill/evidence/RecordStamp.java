package io.firedrill.evidence;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a record's value says about the record (MEASURES.md, 1). Layout, version 1, big-endian, {@value #BYTES} bytes:
 *
 * <pre>
 *  0 magic "FDRL"   4 version u8   5 zero u8    6 worker u16    8 origin region u16   10 producer u16
 * 12 session i32   16 sequence i64             24 key hash i64  32 intended i64       40 CRC32C i32
 * </pre>
 *
 * The rest of the value is {@link #fillPayload payload}. The checksum covers the key, then name and value of each header, then
 * the value without the checksum itself. Headers whose name begins with {@code __} belong to a replicator and count nowhere.
 *
 * @param worker as in {@link RecordId}
 * @param producer as in {@link RecordId}
 * @param session as in {@link RecordId}
 * @param sequence as in {@link RecordId}
 * @param keyHash {@link #keyHash} of the key it was sent with
 * @param origin index of the region it was sent to
 * @param intended monotonic nanoseconds at which the schedule wanted it sent
 * @param intact the checksum holds
 */
public record RecordStamp(
        int worker, int producer, int session, long sequence, long keyHash, int origin, long intended, boolean intact) {

    /** Length of the stamp, the least size of a value. */
    public static final int BYTES = 44;

    /** Name of the header that says {@link RecordId} in plain text. */
    public static final String ID_HEADER = "firedrill-id";

    private static final int MAGIC = 0x4644_524C;
    private static final int VERSION = 1;
    private static final int MAX_U16 = 0xFFFF;
    private static final int CHECKSUM_AT = 40;
    private static final byte[] ID_HEADER_BYTES = ID_HEADER.getBytes(StandardCharsets.UTF_8);
    private static final String REPLICATORS_OWN = "__";

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    /**
     * How to read a header of type {@code H}; keeps this package free of Kafka's types.
     *
     * @param name of a header
     * @param value of a header, may be null
     */
    public record HeaderAccess<H>(Function<H, String> name, Function<H, byte @Nullable []> value) {}

    /** This record's identity. */
    public RecordId id() {
        return new RecordId(worker, producer, session, sequence);
    }

    /**
     * Writes stamp, payload and checksum over the whole of {@code value}.
     *
     * @param value to fill, at least {@link #BYTES} long
     * @param idHeader value of the record's only header, {@link #ID_HEADER}, as {@link #idHeader} makes it
     * @throws IllegalArgumentException when the value is too short or an index does not fit 16 bits
     */
    public static void write(
            byte[] value,
            byte[] key,
            byte[] idHeader,
            int worker,
            int producer,
            int session,
            long sequence,
            long keyHash,
            int origin,
            long intended) {
        if (value.length < BYTES) {
            throw new IllegalArgumentException(
                    "a stamped value needs at least " + BYTES + " bytes, found " + value.length);
        }
        if (((worker | origin | producer) & ~MAX_U16) != 0) {
            throw new IllegalArgumentException("worker " + worker + ", origin " + origin + " and producer " + producer
                    + " must lie between 0 and " + MAX_U16);
        }
        INT.set(value, 0, MAGIC);
        SHORT.set(value, 4, (short) (VERSION << 8));
        SHORT.set(value, 6, (short) worker);
        SHORT.set(value, 8, (short) origin);
        SHORT.set(value, 10, (short) producer);
        INT.set(value, 12, session);
        LONG.set(value, 16, sequence);
        LONG.set(value, 24, keyHash);
        LONG.set(value, 32, intended);
        fillPayload(value, worker, producer, session, sequence);
        CRC32C crc = new CRC32C();
        crc.update(key);
        crc.update(ID_HEADER_BYTES);
        crc.update(idHeader);
        INT.set(value, CHECKSUM_AT, checksumOfValue(crc, value));
    }

    /**
     * Reads the stamp of a record.
     *
     * @return null when the value is not one of ours: absent, too short, or without magic and known version
     */
    public static <H> @Nullable RecordStamp read(
            byte @Nullable [] key, Iterable<H> headers, HeaderAccess<H> access, byte @Nullable [] value) {
        if (value == null
                || value.length < BYTES
                || (int) INT.get(value, 0) != MAGIC
                || (short) SHORT.get(value, 4) != (short) (VERSION << 8)) {
            return null;
        }
        int checksum = checksumOfValue(overKeyAndHeaders(key, headers, access), value);
        return new RecordStamp(
                (short) SHORT.get(value, 6) & MAX_U16,
                (short) SHORT.get(value, 10) & MAX_U16,
                (int) INT.get(value, 12),
                (long) LONG.get(value, 16),
                (long) LONG.get(value, 24),
                (short) SHORT.get(value, 8) & MAX_U16,
                (long) LONG.get(value, 32),
                checksum == (int) INT.get(value, CHECKSUM_AT));
    }

    /**
     * CRC32C over key, headers and the whole value, the same for every faithful copy of a record and, but for chance, for
     * nothing else. Works on records that are not ours as well.
     */
    public static <H> int digest(
            byte @Nullable [] key, Iterable<H> headers, HeaderAccess<H> access, byte @Nullable [] value) {
        CRC32C crc = overKeyAndHeaders(key, headers, access);
        if (value != null) {
            crc.update(value);
        }
        return (int) crc.getValue();
    }

    /** Bytes of key, value and headers (name and value), as the evidence counts a record's size. */
    public static <H> int serializedBytes(
            byte @Nullable [] key, Iterable<H> headers, HeaderAccess<H> access, byte @Nullable [] value) {
        int bytes = length(key) + length(value);
        for (H header : headers) {
            bytes += nameBytes(access.name().apply(header)).length
                    + length(access.value().apply(header));
        }
        return bytes;
    }

    /** 64-bit FNV-1a of the key's bytes; 0 for a record without a key. */
    public static long keyHash(byte @Nullable [] key) {
        if (key == null) {
            return 0;
        }
        long hash = 0xCBF29CE484222325L;
        for (byte b : key) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return hash;
    }

    /** Value of the header {@link #ID_HEADER}: {@link RecordId#toString} in ASCII. */
    public static byte[] idHeader(int worker, int producer, int session, long sequence) {
        byte[] digits = new byte[digits(worker) + digits(producer) + digits(session) + digits(sequence) + 3];
        int at = writeBackwards(digits, digits.length, sequence);
        digits[--at] = '.';
        at = writeBackwards(digits, at, session);
        digits[--at] = '.';
        at = writeBackwards(digits, at, producer);
        digits[--at] = '.';
        writeBackwards(digits, at, worker);
        return digits;
    }

    /** Fills {@code value} after the stamp with the bytes that belong to the record's identity, and to no other. */
    public static void fillPayload(byte[] value, int worker, int producer, int session, long sequence) {
        long state = mix(((long) worker << 48) ^ ((long) producer << 32) ^ session) ^ sequence;
        int at = BYTES;
        for (; at <= value.length - Long.BYTES; at += Long.BYTES) {
            state += 0x9E3779B97F4A7C15L;
            LONG.set(value, at, mix(state));
        }
        long last = mix(state + 0x9E3779B97F4A7C15L);
        for (; at < value.length; at++) {
            value[at] = (byte) last;
            last >>>= Byte.SIZE;
        }
    }

    private static int checksumOfValue(CRC32C crc, byte[] value) {
        crc.update(value, 0, CHECKSUM_AT);
        crc.update(value, BYTES, value.length - BYTES);
        return (int) crc.getValue();
    }

    private static <H> CRC32C overKeyAndHeaders(byte @Nullable [] key, Iterable<H> headers, HeaderAccess<H> access) {
        CRC32C crc = new CRC32C();
        if (key != null) {
            crc.update(key);
        }
        for (H header : headers) {
            String name = access.name().apply(header);
            if (name.startsWith(REPLICATORS_OWN)) {
                continue;
            }
            crc.update(nameBytes(name));
            byte[] value = access.value().apply(header);
            if (value != null) {
                crc.update(value);
            }
        }
        return crc;
    }

    private static byte[] nameBytes(String name) {
        return ID_HEADER.equals(name) ? ID_HEADER_BYTES : name.getBytes(StandardCharsets.UTF_8);
    }

    /** Finalizer of SplitMix64 (Steele, Lea, Flood 2014): a bijection that spreads every bit. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static int writeBackwards(byte[] to, int end, long number) {
        int at = end;
        long rest = number;
        do {
            to[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        return at;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
    }
}
