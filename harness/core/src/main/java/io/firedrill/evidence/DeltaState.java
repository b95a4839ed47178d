package io.firedrill.evidence;

/**
 * What one segment of a journal remembers of its earlier facts, so that the next can be written as a small difference. The
 * writer's and the reader's states go through the same changes in the same order and so always agree.
 *
 * <p>Every memory is a direct-mapped table: a fact's slot follows from its fields, and a collision only costs a byte or two.
 * Nothing allocates per fact.
 */
final class DeltaState {

    /** What a baseline is about; part of its slot by its number, so new ones stand last. */
    enum Kind {
        SENT_SEQUENCE,
        SENT_INTENDED,
        SENT_INTENDED_STEP,
        SENT_BYTES,
        OUTCOME_SEQUENCE,
        ACKED_OFFSET,
        DELIVERED_OFFSET,
        DELIVERED_SEQUENCE,
        POSITION,
        SCANNED_OFFSET,
        SCANNED_SEQUENCE,
        SCANNED_TIMESTAMP,
        SCANNED_BYTES,
        RESENT_SEQUENCE,
        TRANSACTION,
        ROW
    }

    private static final int TABLE_BITS = 13;
    private static final int STREAM_BITS = 8;

    /** By kind and stream: the slots that follow from these two alone, which are asked for with every send. */
    private static final int[] OF_STREAMS = new int[Kind.values().length << STREAM_BITS];

    static {
        for (Kind kind : Kind.values()) {
            for (int stream = 0; stream < 1 << STREAM_BITS; stream++) {
                OF_STREAMS[kind.ordinal() << STREAM_BITS | stream] = slot(kind, stream, 0, 0);
            }
        }
    }

    private final long[] baselines = new long[1 << TABLE_BITS];
    private final long[] keys = new long[1 << TABLE_BITS];
    private final int[] workers = new int[1 << STREAM_BITS];
    private final int[] producers = new int[1 << STREAM_BITS];
    private final int[] sessions = new int[1 << STREAM_BITS];

    /** Time of the fact before, monotonic nanoseconds. */
    long time;

    /** Slot of the baseline of {@code kind} that these fields share. */
    static int slot(Kind kind, long a, long b, long c) {
        long mixed = (kind.ordinal() + 1L) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ a) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 29) ^ b) * 0x94D049BB133111EBL;
        mixed = (mixed ^ (mixed >>> 31) ^ c) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> (64 - TABLE_BITS));
    }

    /** {@code slot(kind, stream, 0, 0)}. */
    static int streamsSlot(Kind kind, int stream) {
        return OF_STREAMS[kind.ordinal() << STREAM_BITS | stream];
    }

    long baseline(int slot) {
        return baselines[slot];
    }

    void baseline(int slot, long value) {
        baselines[slot] = value;
    }

    /** Slot in which a key's hash is remembered. */
    int keySlot(long keyHash) {
        return (int) ((keyHash * 0x9E3779B97F4A7C15L) >>> (64 - TABLE_BITS));
    }

    long key(int slot) {
        return keys[slot & ((1 << TABLE_BITS) - 1)];
    }

    void key(int slot, long keyHash) {
        keys[slot] = keyHash;
    }

    /** Slot in which a producer's session is remembered. */
    int streamSlot(int worker, int producer, int session) {
        long mixed = ((long) worker * 31 + producer) * 0x9E3779B97F4A7C15L + session;
        return (int) ((mixed * 0x94D049BB133111EBL) >>> (64 - STREAM_BITS));
    }

    boolean streamIs(int slot, int worker, int producer, int session) {
        return workers[slot] == worker && producers[slot] == producer && sessions[slot] == session;
    }

    void stream(int slot, int worker, int producer, int session) {
        workers[slot] = worker;
        producers[slot] = producer;
        sessions[slot] = session;
    }

    int worker(int slot) {
        return workers[slot & ((1 << STREAM_BITS) - 1)];
    }

    int producer(int slot) {
        return producers[slot & ((1 << STREAM_BITS) - 1)];
    }

    int session(int slot) {
        return sessions[slot & ((1 << STREAM_BITS) - 1)];
    }
}
