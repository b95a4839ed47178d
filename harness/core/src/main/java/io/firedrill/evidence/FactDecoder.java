package io.firedrill.evidence;

import io.firedrill.evidence.DeltaState.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link FactEncoder} wrote, entry by entry and in the same order, into a sink. One decoder serves one segment.
 */
final class FactDecoder {

    /** What an entry was. */
    enum Entry {
        FACT,
        CONTINUED,
        CLOSED
    }

    /** The payload is no fact of this format's version. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final DeltaState state = new DeltaState();
    private final List<String> texts = new ArrayList<>();
    private final FactSink sink;
    private final long offset;
    private byte[] data = new byte[0];
    private int at;
    private int end;
    private long announced;

    /** @param offset to add to every time */
    FactDecoder(FactSink sink, long offset) {
        this.sink = sink;
        this.offset = offset;
        state.time = offset;
    }

    /** How many facts the segment's terminator says that it holds; read after {@code CONTINUED} or {@code CLOSED}. */
    long announced() {
        return announced;
    }

    Entry decode(byte[] source, int from, int to) throws Unreadable {
        data = source;
        at = from;
        end = to;
        int type = octet();
        Entry entry = Entry.FACT;
        switch (type) {
            case FactType.SENT -> sent();
            case FactType.ACKED -> acked();
            case FactType.FAILED, FactType.UNKNOWN -> error(type);
            case FactType.DELIVERED -> delivered();
            case FactType.DELIVERED_FOREIGN -> deliveredForeign();
            case FactType.COMMITTED -> committed();
            case FactType.ASSIGNED, FactType.REVOKED, FactType.SOUGHT, FactType.PROCESSED -> assignment(type);
            case FactType.SCANNED -> scanned();
            case FactType.SCANNED_FOREIGN -> scannedForeign();
            case FactType.SCAN_COMPLETE -> sink.scanComplete(index(), index(), number(), number(), time());
            case FactType.CANARY -> canary();
            case FactType.STALLED -> sink.stalled(time(), number());
            case FactType.RESENT -> resent();
            case FactType.TOPIC_ID -> sink.topicId(index(), fixed(8), fixed(8), time());
            case FactType.TRANSACTION_BEGUN, FactType.TRANSACTION_ENDING, FactType.TRANSACTION_ENDED ->
                transaction(type);
            case FactType.ROW_WRITTEN, FactType.ROW_COPIED, FactType.ROW_REFUSED, FactType.ROW_SCANNED -> row(type);
            case FactType.STORE_PROMOTED -> sink.storePromoted(index(), time());
            case FactType.STORE_SCANNED -> sink.storeScanned(index(), number(), time());
            case FactType.CONTINUED, FactType.CLOSED -> {
                announced = number();
                entry = type == FactType.CLOSED ? Entry.CLOSED : Entry.CONTINUED;
            }
            default -> throw new Unreadable("entry of unknown type " + type);
        }
        if (at != end) {
            throw new Unreadable("entry of type " + type + " is " + (end - at) + " bytes longer than expected");
        }
        return entry;
    }

    private void sent() throws Unreadable {
        int stream = stream();
        long sequence = next(DeltaState.streamsSlot(Kind.SENT_SEQUENCE, stream));
        long keyHash = key();
        int topic = index();
        int bytes = (int) delta(DeltaState.slot(Kind.SENT_BYTES, stream, topic, 0));
        int last = DeltaState.streamsSlot(Kind.SENT_INTENDED, stream);
        int step = DeltaState.streamsSlot(Kind.SENT_INTENDED_STEP, stream);
        long before = state.baseline(last);
        long intended = signed() + before + state.baseline(step);
        state.baseline(step, intended - before);
        state.baseline(last, intended);
        long due = intended + offset;
        long invoked = signed() + due;
        state.time = invoked;
        sink.sent(
                state.worker(stream),
                state.producer(stream),
                state.session(stream),
                sequence,
                keyHash,
                topic,
                bytes,
                due,
                invoked);
    }

    private void acked() throws Unreadable {
        int stream = stream();
        long sequence = next(DeltaState.streamsSlot(Kind.OUTCOME_SEQUENCE, stream));
        int topic = index();
        int partition = index();
        long offset = next(DeltaState.slot(Kind.ACKED_OFFSET, topic, partition, 0));
        sink.acked(
                state.worker(stream),
                state.producer(stream),
                state.session(stream),
                sequence,
                topic,
                partition,
                offset,
                time());
    }

    private void error(int type) throws Unreadable {
        int stream = stream();
        long sequence = next(DeltaState.streamsSlot(Kind.OUTCOME_SEQUENCE, stream));
        long time = time();
        String error = text();
        if (type == FactType.FAILED) {
            sink.failed(state.worker(stream), state.producer(stream), state.session(stream), sequence, time, error);
        } else {
            sink.unknown(state.worker(stream), state.producer(stream), state.session(stream), sequence, time, error);
        }
    }

    private void delivered() throws Unreadable {
        int group = index();
        long instance = number();
        int topic = index();
        int partition = index();
        long offset = next(DeltaState.slot(Kind.DELIVERED_OFFSET, topic, partition, group));
        int stream = stream();
        long sequence = delta(DeltaState.slot(Kind.DELIVERED_SEQUENCE, stream, (long) topic << 32 | partition, group));
        sink.delivered(
                group,
                (int) (instance >>> 1),
                topic,
                partition,
                offset,
                state.worker(stream),
                state.producer(stream),
                state.session(stream),
                sequence,
                time(),
                (instance & 1) == 0);
    }

    private void deliveredForeign() throws Unreadable {
        int group = index();
        int instance = index();
        int topic = index();
        int partition = index();
        long offset = next(DeltaState.slot(Kind.DELIVERED_OFFSET, topic, partition, group));
        sink.deliveredForeign(group, instance, topic, partition, offset, time());
    }

    private void committed() throws Unreadable {
        int group = index();
        int topic = index();
        int partition = index();
        long offset = delta(DeltaState.slot(Kind.POSITION, topic, partition, group));
        sink.committed(group, topic, partition, offset, time());
    }

    private void assignment(int type) throws Unreadable {
        int group = index();
        int instance = index();
        int topic = index();
        int partition = index();
        long position = delta(DeltaState.slot(Kind.POSITION, topic, partition, group));
        long time = time();
        switch (type) {
            case FactType.ASSIGNED -> sink.assigned(group, instance, topic, partition, position, time);
            case FactType.REVOKED -> sink.revoked(group, instance, topic, partition, position, time);
            case FactType.SOUGHT -> sink.sought(group, instance, topic, partition, position, time);
            default -> sink.processed(group, instance, topic, partition, position, time);
        }
    }

    private void resent() throws Unreadable {
        int stream = stream();
        long sequence = delta(DeltaState.streamsSlot(Kind.RESENT_SEQUENCE, stream));
        sink.resent(state.worker(stream), state.producer(stream), state.session(stream), sequence, time());
    }

    private void transaction(int type) throws Unreadable {
        int stream = stream();
        int worker = state.worker(stream);
        int producer = state.producer(stream);
        int session = state.session(stream);
        long first = delta(DeltaState.streamsSlot(Kind.TRANSACTION, stream));
        if (type == FactType.TRANSACTION_BEGUN) {
            sink.transactionBegun(worker, producer, session, first, time());
            return;
        }
        long word = number();
        if (type == FactType.TRANSACTION_ENDING) {
            sink.transactionEnding(worker, producer, session, first, word >>> 1, (word & 1) != 0, time());
        } else {
            sink.transactionEnded(worker, producer, session, first, word != 0, time());
        }
    }

    private void row(int type) throws Unreadable {
        int store = index();
        int stream = stream();
        int worker = state.worker(stream);
        int producer = state.producer(stream);
        int session = state.session(stream);
        long sequence = next(DeltaState.slot(Kind.ROW, store, stream, 0));
        switch (type) {
            case FactType.ROW_WRITTEN -> sink.rowWritten(store, worker, producer, session, sequence, time());
            case FactType.ROW_COPIED -> sink.rowCopied(store, worker, producer, session, sequence, time());
            case FactType.ROW_REFUSED -> sink.rowRefused(store, worker, producer, session, sequence, time());
            default -> sink.rowScanned(store, worker, producer, session, sequence);
        }
    }

    private void scanned() throws Unreadable {
        int topic = index();
        long partitionAndFlaw = number();
        int partition = (int) (partitionAndFlaw >>> 1);
        long offset = next(DeltaState.slot(Kind.SCANNED_OFFSET, topic, partition, 0));
        int stream = stream();
        long sequence = delta(DeltaState.slot(Kind.SCANNED_SEQUENCE, stream, topic, partition));
        long keyHash = key();
        long timestamp = delta(DeltaState.slot(Kind.SCANNED_TIMESTAMP, topic, partition, 0));
        int bytes = (int) delta(DeltaState.slot(Kind.SCANNED_BYTES, topic, stream, 0));
        int digest = (int) fixed(4);
        sink.scanned(
                topic,
                partition,
                offset,
                state.worker(stream),
                state.producer(stream),
                state.session(stream),
                sequence,
                keyHash,
                timestamp,
                bytes,
                digest,
                (partitionAndFlaw & 1) == 0);
    }

    private void scannedForeign() throws Unreadable {
        int topic = index();
        int partition = index();
        long offset = next(DeltaState.slot(Kind.SCANNED_OFFSET, topic, partition, 0));
        long timestamp = delta(DeltaState.slot(Kind.SCANNED_TIMESTAMP, topic, partition, 0));
        sink.scannedForeign(topic, partition, offset, timestamp, index());
    }

    private void canary() throws Unreadable {
        long pathAndSuccess = number();
        long invoked = time();
        sink.canary((int) (pathAndSuccess >>> 1), (pathAndSuccess & 1) != 0, invoked, time());
    }

    private int stream() throws Unreadable {
        long reference = number();
        if (reference != 0) {
            return (int) (reference - 1) & 0xFF;
        }
        int worker = index();
        int producer = index();
        int session = index();
        int slot = state.streamSlot(worker, producer, session);
        state.stream(slot, worker, producer, session);
        return slot;
    }

    private long key() throws Unreadable {
        long reference = number();
        if (reference != 0) {
            return state.key((int) (reference - 1));
        }
        long keyHash = fixed(8);
        state.key(state.keySlot(keyHash), keyHash);
        return keyHash;
    }

    private String text() throws Unreadable {
        long reference = number();
        if (reference != 0) {
            if (reference > texts.size()) {
                throw new Unreadable("reference to a text that was never written");
            }
            return texts.get((int) reference - 1);
        }
        int length = index();
        if (length < 0 || length > end - at) {
            throw new Unreadable("text runs past its entry");
        }
        String text = new String(data, at, length, StandardCharsets.UTF_8);
        at += length;
        texts.add(text);
        return text;
    }

    private long time() throws Unreadable {
        state.time += signed();
        return state.time;
    }

    private long delta(int slot) throws Unreadable {
        long value = signed() + state.baseline(slot);
        state.baseline(slot, value);
        return value;
    }

    private long next(int slot) throws Unreadable {
        long value = signed() + state.baseline(slot) + 1;
        state.baseline(slot, value);
        return value;
    }

    private int index() throws Unreadable {
        long value = number();
        if (value < 0 || value > 0xFFFFFFFFL) {
            throw new Unreadable("number " + value + " where an index was expected");
        }
        return (int) value;
    }

    private long signed() throws Unreadable {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    private long number() throws Unreadable {
        // Most are differences that fit into a byte.
        if (at < end && data[at] >= 0) {
            return data[at++];
        }
        return longNumber();
    }

    private long longNumber() throws Unreadable {
        long value = 0;
        int from = at;
        for (int shift = 0; shift < 64; shift += 7) {
            if (from >= end) {
                throw new Unreadable("entry ends in the middle of a field");
            }
            byte octet = data[from++];
            value |= (long) (octet & 0x7F) << shift;
            if (octet >= 0) {
                at = from;
                return value;
            }
        }
        throw new Unreadable("number longer than ten bytes");
    }

    private long fixed(int bytes) throws Unreadable {
        if (bytes == Integer.BYTES && at + Integer.BYTES <= end) {
            at += Integer.BYTES;
            return (int) INT.get(data, at - Integer.BYTES) & 0xFFFFFFFFL;
        }
        if (bytes == Long.BYTES && at + Long.BYTES <= end) {
            at += Long.BYTES;
            return (long) LONG.get(data, at - Long.BYTES);
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) octet() << (8 * i);
        }
        return value;
    }

    private int octet() throws Unreadable {
        if (at >= end) {
            throw new Unreadable("entry ends in the middle of a field");
        }
        return data[at++] & 0xFF;
    }
}
