package io.firedrill.audit;

import io.firedrill.evidence.RecordId;
import java.util.AbstractList;

/** Ids that were seen and never sent, in the order in which they were first seen. They lie in {@link Scratch}: a lost journal makes millions. */
final class Phantoms extends AbstractList<RecordId> {
    private final int reader;
    private final LongColumn producers;
    private final LongColumn sessions;
    private final LongColumn sequences;
    private final LongTable numbers;

    /** @param reader whose phantoms these are */
    Phantoms(Scratch scratch, int reader) {
        this.reader = reader;
        producers = new LongColumn(scratch);
        sessions = new LongColumn(scratch);
        sequences = new LongColumn(scratch);
        numbers = new LongTable(scratch);
    }

    /** The id as a phantom's {@link Ref}. */
    long ref(int worker, int producer, int session, long sequence) {
        return Ref.phantom(reader, number(worker, producer, session, sequence));
    }

    /** Adds an id. */
    void number(RecordId id) {
        number(id.worker(), id.producer(), id.session(), id.sequence());
    }

    /** The id's place in this list, which it gets with the first call. */
    int number(int worker, int producer, int session, long sequence) {
        long of = (long) worker << 32 | producer & 0xFFFFFFFFL;
        long hash = LongTable.pair(LongTable.pair(of, session), sequence);
        while (true) {
            int next = producers.size();
            int known = (int) numbers.putIfAbsent(hash, next);
            if (known == next) {
                producers.add(of);
                sessions.add(session);
                sequences.add(sequence);
                return next;
            }
            if (producers.get(known) == of && sessions.get(known) == session && sequences.get(known) == sequence) {
                return known;
            }
            hash++;
        }
    }

    @Override
    public RecordId get(int number) {
        long of = producers.get(number);
        return new RecordId((int) (of >>> 32), (int) of, (int) sessions.get(number), sequences.get(number));
    }

    @Override
    public int size() {
        return producers.size();
    }
}
