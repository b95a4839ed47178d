package io.firedrill.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The longest time without an acknowledgement, by native topic and partition, within a transition. */
final class AckGaps {
    private AckGaps() {}

    /**
     * Gaps that reach into [T0, the transition's end): between two acknowledgements of a partition, from any region, and from the
     * last one to that end. A partition without any acknowledgement before T0 is left out.
     *
     * @return nanoseconds by {@code orders/3}
     */
    static Map<String, Long> longest(Dossier dossier, TransitionFacts transition) {
        Map<String, LongColumn> times = new HashMap<>();
        for (Session session : dossier.facts().sends().sessions()) {
            for (Sends sends : session.sends()) {
                for (int row = 0; row < sends.size(); row++) {
                    if (sends.ok(row) && sends.ended(row) < transition.until()) {
                        String place = dossier.catalogue()
                                        .topics()
                                        .get(sends.topic(row))
                                        .name() + "/" + sends.partition(row);
                        times.computeIfAbsent(place, p -> new LongColumn()).add(sends.ended(row));
                    }
                }
            }
        }
        Map<String, Long> gaps = new TreeMap<>();
        times.forEach((place, column) -> {
            long[] sorted = column.sorted();
            if (sorted[0] < transition.t0From()) {
                gaps.put(place, longest(sorted, transition));
            }
        });
        return gaps;
    }

    private static long longest(long[] times, TransitionFacts transition) {
        long longest = 0;
        for (int i = 0; i < times.length; i++) {
            long next = i + 1 < times.length ? times[i + 1] : transition.until();
            if (next >= transition.t0From()) {
                longest = Math.max(longest, next - times[i]);
            }
        }
        return longest;
    }
}
