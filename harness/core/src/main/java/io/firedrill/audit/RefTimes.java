package io.firedrill.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A time for each record, the earliest that was put in. */
final class RefTimes {
    /** No time. */
    static final long NEVER = Long.MAX_VALUE;

    private final List<long[]> sessions = new ArrayList<>();

    void put(long ref, long at) {
        int session = Ref.session(ref);
        int sequence = Ref.sequence(ref);
        while (sessions.size() <= session) {
            sessions.add(new long[0]);
        }
        long[] times = sessions.get(session);
        if (sequence >= times.length) {
            int before = times.length;
            times = Arrays.copyOf(times, Math.max(sequence + 1, before + (before >> 1) + 64));
            Arrays.fill(times, before, times.length, NEVER);
            sessions.set(session, times);
        }
        times[sequence] = Math.min(times[sequence], at);
    }

    long get(long ref) {
        int session = Ref.session(ref);
        int sequence = Ref.sequence(ref);
        return session < sessions.size() && sequence < sessions.get(session).length
                ? sessions.get(session)[sequence]
                : NEVER;
    }
}
