package io.firedrill.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The longest time without an acknowledgement, by native topic and partition. */
final class AckGaps {
    private AckGaps() {}

    /** Within a transition: from its T0 to its end. Nanoseconds by {@code orders/3}. */
    static Map<String, Long> longest(Dossier dossier, TransitionFacts transition) {
        return longest(dossier, transition.t0From(), transition.until());
    }

    /**
     * Gaps that reach into [from, until): between two acknowledgements of a partition, from any region, and from the last one to that
     * end. A partition without any acknowledgement before {@code from} is left out.
     *
     * @return nanoseconds by {@code orders/3}
     */
    static Map<String, Long> longest(Dossier dossier, long from, long until) {
        Map<String, LongColumn> times = new HashMap<>();
        for (Session session : dossier.facts().sends().sessions()) {
            for (Sends sends : session.sends()) {
                for (int row = 0; row < sends.size(); row++) {
                    if (sends.ok(row) && sends.ended(row) < until) {
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
            if (sorted[0] < from) {
                gaps.put(place, longest(sorted, from, until));
            }
        });
        return gaps;
    }

    private static long longest(long[] times, long from, long until) {
        long longest = 0;
        for (int i = 0; i < times.length; i++) {
            long next = i + 1 < times.length ? times[i + 1] : until;
            if (next >= from) {
                longest = Math.max(longest, next - times[i]);
            }
        }
        return longest;
    }
}
