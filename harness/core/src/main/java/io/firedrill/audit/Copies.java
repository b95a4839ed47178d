package io.firedrill.audit;

import java.util.HashMap;
import java.util.Map;

/** Which records a set of log entries or deliveries shows, and how often. */
final class Copies {
    private final RefSet present = new RefSet();
    private final Map<Long, Integer> repeated = new HashMap<>();
    private long further;

    void add(long ref) {
        if (!Ref.phantom(ref) && !present.add(ref)) {
            repeated.merge(ref, 2, (count, two) -> count + 1);
            further++;
        }
    }

    boolean contains(long ref) {
        return present.contains(ref);
    }

    RefSet present() {
        return present;
    }

    /** Records with more than one copy, and how many. */
    Map<Long, Integer> repeated() {
        return repeated;
    }

    int count(long ref) {
        return repeated.getOrDefault(ref, present.contains(ref) ? 1 : 0);
    }

    /** Copies beyond the first of each record. */
    long further() {
        return further;
    }
}
