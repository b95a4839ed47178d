package io.firedrill.audit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongConsumer;

/** A set of records that were sent: a bit each. */
final class RefSet {
    private final List<BitSet> sessions = new ArrayList<>();
    private long size;

    /** Whether the record was not in the set before. */
    boolean add(long ref) {
        int session = Ref.session(ref);
        while (sessions.size() <= session) {
            sessions.add(new BitSet());
        }
        BitSet bits = sessions.get(session);
        int sequence = Ref.sequence(ref);
        if (bits.get(sequence)) {
            return false;
        }
        bits.set(sequence);
        size++;
        return true;
    }

    boolean contains(long ref) {
        int session = Ref.session(ref);
        return session < sessions.size() && sessions.get(session).get(Ref.sequence(ref));
    }

    long size() {
        return size;
    }

    /** In order of session and sequence. */
    void forEach(LongConsumer action) {
        for (int session = 0; session < sessions.size(); session++) {
            int s = session;
            sessions.get(session).stream().forEach(sequence -> action.accept(Ref.of(s, sequence)));
        }
    }
}
