package io.firedrill.evidence;

import io.firedrill.evidence.DeltaState.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns a fact into the payload of one entry. After each call {@link #buffer} holds it in the first {@link #size} bytes. Not
 * thread-safe; one encoder serves one segment. docs/evidence-format.md describes the bytes.
 */
final class FactEncoder implements FactSink {

    /** No payload is longer. */
    static final int MAX_PAYLOAD = 250;

    private static final int MAX_TEXT = 160;

    private final DeltaState state = new DeltaState();
    private final Map<String, Integer> texts = new HashMap<>();
    private final byte[] buffer = new byte[MAX_PAYLOAD];
    private int size;

    byte[] buffer() {
        return buffer;
    }

    int size() {
        return size;
    }

    @Override
    public void sent(
            int worker,
            int producer,
            int session,
            long sequence,
            long keyHash,
            int topic,
            int bytes,
            long intended,
            long invoked) {
        begin(FactType.SENT);
        int stream = stream(worker, producer, session);
        next(DeltaState.streamsSlot(Kind.SENT_SEQUENCE, stream), sequence);
        key(keyHash);
        index(topic);
        delta(DeltaState.slot(Kind.SENT_BYTES, stream, topic, 0), bytes);
        int last = DeltaState.streamsSlot(Kind.SENT_INTENDED, stream);
        int step = DeltaState.streamsSlot(Kind.SENT_INTENDED_STEP, stream);
        long before = state.baseline(last);
        signed(intended - before - state.baseline(step));
        state.baseline(step, intended - before);
        state.baseline(last, intended);
        signed(invoked - intended);
        state.time = invoked;
    }

    @Override
    public void acked(
            int worker, int producer, int session, long sequence, int topic, int partition, long offset, long at) {
        begin(FactType.ACKED);
        outcome(worker, producer, session, sequence);
        index(topic);
        index(partition);
        next(DeltaState.slot(Kind.ACKED_OFFSET, topic, partition, 0), offset);
        time(at);
    }

    @Override
    public void failed(int worker, int producer, int session, long sequence, long at, String error) {
        begin(FactType.FAILED);
        outcome(worker, producer, session, sequence);
        time(at);
        text(error);
    }

    @Override
    public void unknown(int worker, int producer, int session, long sequence, long at, String error) {
        begin(FactType.UNKNOWN);
        outcome(worker, producer, session, sequence);
        time(at);
        text(error);
    }

    @Override
    public void delivered(
            int group,
            int instance,
            int topic,
            int partition,
            long offset,
            int worker,
            int producer,
            int session,
            long sequence,
            long at,
            boolean intact) {
        begin(FactType.DELIVERED);
        index(group);
        number((instance & 0xFFFFFFFFL) << 1 | (intact ? 0 : 1));
        index(topic);
        index(partition);
        next(DeltaState.slot(Kind.DELIVERED_OFFSET, topic, partition, group), offset);
        int stream = stream(worker, producer, session);
        delta(DeltaState.slot(Kind.DELIVERED_SEQUENCE, stream, (long) topic << 32 | partition, group), sequence);
        time(at);
    }

    @Override
    public void deliveredForeign(int group, int instance, int topic, int partition, long offset, long at) {
        begin(FactType.DELIVERED_FOREIGN);
        index(group);
        index(instance);
        index(topic);
        index(partition);
        next(DeltaState.slot(Kind.DELIVERED_OFFSET, topic, partition, group), offset);
        time(at);
    }

    @Override
    public void committed(int group, int topic, int partition, long offset, long at) {
        begin(FactType.COMMITTED);
        index(group);
        index(topic);
        index(partition);
        delta(DeltaState.slot(Kind.POSITION, topic, partition, group), offset);
        time(at);
    }

    @Override
    public void assigned(int group, int instance, int topic, int partition, long position, long at) {
        begin(FactType.ASSIGNED);
        assignment(group, instance, topic, partition, position, at);
    }

    @Override
    public void revoked(int group, int instance, int topic, int partition, long position, long at) {
        begin(FactType.REVOKED);
        assignment(group, instance, topic, partition, position, at);
    }

    private void assignment(int group, int instance, int topic, int partition, long position, long at) {
        index(group);
        index(instance);
        index(topic);
        index(partition);
        delta(DeltaState.slot(Kind.POSITION, topic, partition, group), position);
        time(at);
    }

    @Override
    public void scanned(
            int topic,
            int partition,
            long offset,
            int worker,
            int producer,
            int session,
            long sequence,
            long keyHash,
            long timestamp,
            int bytes,
            int digest,
            boolean intact) {
        begin(FactType.SCANNED);
        index(topic);
        number((partition & 0xFFFFFFFFL) << 1 | (intact ? 0 : 1));
        next(DeltaState.slot(Kind.SCANNED_OFFSET, topic, partition, 0), offset);
        int stream = stream(worker, producer, session);
        delta(DeltaState.slot(Kind.SCANNED_SEQUENCE, stream, topic, partition), sequence);
        key(keyHash);
        delta(DeltaState.slot(Kind.SCANNED_TIMESTAMP, topic, partition, 0), timestamp);
        delta(DeltaState.slot(Kind.SCANNED_BYTES, topic, stream, 0), bytes);
        fixed(digest, 4);
    }

    @Override
    public void scannedForeign(int topic, int partition, long offset, long timestamp, int bytes) {
        begin(FactType.SCANNED_FOREIGN);
        index(topic);
        index(partition);
        next(DeltaState.slot(Kind.SCANNED_OFFSET, topic, partition, 0), offset);
        delta(DeltaState.slot(Kind.SCANNED_TIMESTAMP, topic, partition, 0), timestamp);
        index(bytes);
    }

    @Override
    public void scanComplete(int topic, int partition, long start, long end, long at) {
        begin(FactType.SCAN_COMPLETE);
        index(topic);
        index(partition);
        number(start);
        number(end);
        time(at);
    }

    @Override
    public void canary(int path, boolean success, long invoked, long finished) {
        begin(FactType.CANARY);
        number((path & 0xFFFFFFFFL) << 1 | (success ? 1 : 0));
        time(invoked);
        time(finished);
    }

    @Override
    public void stalled(long from, long nanos) {
        begin(FactType.STALLED);
        time(from);
        number(nanos);
    }

    @Override
    public void resent(int worker, int producer, int session, long sequence, long at) {
        begin(FactType.RESENT);
        int stream = stream(worker, producer, session);
        delta(DeltaState.streamsSlot(Kind.RESENT_SEQUENCE, stream), sequence);
        time(at);
    }

    @Override
    public void sought(int group, int instance, int topic, int partition, long position, long at) {
        begin(FactType.SOUGHT);
        assignment(group, instance, topic, partition, position, at);
    }

    @Override
    public void processed(int group, int instance, int topic, int partition, long offset, long at) {
        begin(FactType.PROCESSED);
        assignment(group, instance, topic, partition, offset, at);
    }

    @Override
    public void topicId(int topic, long mostSignificant, long leastSignificant, long at) {
        begin(FactType.TOPIC_ID);
        index(topic);
        fixed(mostSignificant, 8);
        fixed(leastSignificant, 8);
        time(at);
    }

    @Override
    public void transactionBegun(int worker, int producer, int session, long first, long at) {
        begin(FactType.TRANSACTION_BEGUN);
        transaction(worker, producer, session, first);
        time(at);
    }

    @Override
    public void transactionEnding(
            int worker, int producer, int session, long first, long records, boolean commit, long at) {
        begin(FactType.TRANSACTION_ENDING);
        transaction(worker, producer, session, first);
        number(records << 1 | (commit ? 1 : 0));
        time(at);
    }

    @Override
    public void transactionEnded(int worker, int producer, int session, long first, boolean confirmed, long at) {
        begin(FactType.TRANSACTION_ENDED);
        transaction(worker, producer, session, first);
        number(confirmed ? 1 : 0);
        time(at);
    }

    private void transaction(int worker, int producer, int session, long first) {
        int stream = stream(worker, producer, session);
        delta(DeltaState.streamsSlot(Kind.TRANSACTION, stream), first);
    }

    @Override
    public void rowWritten(int store, int worker, int producer, int session, long sequence, long at) {
        begin(FactType.ROW_WRITTEN);
        row(store, worker, producer, session, sequence);
        time(at);
    }

    @Override
    public void rowCopied(int store, int worker, int producer, int session, long sequence, long at) {
        begin(FactType.ROW_COPIED);
        row(store, worker, producer, session, sequence);
        time(at);
    }

    @Override
    public void rowRefused(int store, int worker, int producer, int session, long sequence, long at) {
        begin(FactType.ROW_REFUSED);
        row(store, worker, producer, session, sequence);
        time(at);
    }

    @Override
    public void storePromoted(int store, long at) {
        begin(FactType.STORE_PROMOTED);
        index(store);
        time(at);
    }

    @Override
    public void rowScanned(int store, int worker, int producer, int session, long sequence) {
        begin(FactType.ROW_SCANNED);
        row(store, worker, producer, session, sequence);
    }

    private void row(int store, int worker, int producer, int session, long sequence) {
        index(store);
        int stream = stream(worker, producer, session);
        next(DeltaState.slot(Kind.ROW, store, stream, 0), sequence);
    }

    @Override
    public void storeScanned(int store, long rows, long at) {
        begin(FactType.STORE_SCANNED);
        index(store);
        number(rows);
        time(at);
    }

    /** The last entry of a segment: whether the journal goes on, and how many facts this segment holds. */
    void terminator(boolean continued, long facts) {
        begin(continued ? FactType.CONTINUED : FactType.CLOSED);
        number(facts);
    }

    private void outcome(int worker, int producer, int session, long sequence) {
        int stream = stream(worker, producer, session);
        next(DeltaState.streamsSlot(Kind.OUTCOME_SEQUENCE, stream), sequence);
    }

    private void begin(int type) {
        size = 0;
        buffer[size++] = (byte) type;
    }

    private int stream(int worker, int producer, int session) {
        int slot = state.streamSlot(worker, producer, session);
        if (state.streamIs(slot, worker, producer, session)) {
            number(slot + 1L);
        } else {
            number(0);
            index(worker);
            index(producer);
            index(session);
            state.stream(slot, worker, producer, session);
        }
        return slot;
    }

    private void key(long keyHash) {
        int slot = state.keySlot(keyHash);
        if (state.key(slot) == keyHash) {
            number(slot + 1L);
        } else {
            number(0);
            fixed(keyHash, 8);
            state.key(slot, keyHash);
        }
    }

    private void text(String text) {
        Integer known = texts.get(text);
        if (known != null) {
            number(known + 1L);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT) {
            bytes = Arrays.copyOf(bytes, MAX_TEXT);
        }
        number(0);
        number(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        texts.put(text, texts.size());
    }

    private void time(long at) {
        signed(at - state.time);
        state.time = at;
    }

    private void delta(int slot, long value) {
        signed(value - state.baseline(slot));
        state.baseline(slot, value);
    }

    private void next(int slot, long value) {
        signed(value - state.baseline(slot) - 1);
        state.baseline(slot, value);
    }

    private void signed(long value) {
        number((value << 1) ^ (value >> 63));
    }

    /** An int as 32 bits without a sign: a corrupt stamp may hold any number. */
    private void index(int value) {
        number(value & 0xFFFFFFFFL);
    }

    private void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    private void fixed(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            buffer[size++] = (byte) (value >>> (8 * i));
        }
    }
}
