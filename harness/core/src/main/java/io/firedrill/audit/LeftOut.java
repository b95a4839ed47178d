package io.firedrill.audit;

import java.util.HashMap;
import java.util.Map;

/**
 * Sends since T0 that may have been for any partition of their topic: they were never made, or had no answer and a key that nobody ever
 * acknowledged.
 */
final class LeftOut {
    private final Map<Integer, Long> firstUnsent;
    private final Map<Integer, Long> firstUnplaced = new HashMap<>();

    LeftOut(TransitionFacts transition, Schedules schedules) {
        this.firstUnsent = schedules.firstUnsent(transition.t0From());
    }

    /** A send that was made, and of which nobody knows where. */
    void unplaced(int topic, long intended) {
        firstUnplaced.merge(topic, intended, Math::min);
    }

    /** Whether one to the topic was intended, not after {@code intended}. */
    boolean until(int topic, long intended) {
        return firstUnsent.getOrDefault(topic, RefTimes.NEVER) <= intended
                || firstUnplaced.getOrDefault(topic, RefTimes.NEVER) <= intended;
    }
}
