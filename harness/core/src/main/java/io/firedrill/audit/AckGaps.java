package io.firedrill.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The longest time without an acknowledgement, by native topic and partition. */
final class AckGaps {
    private AckGaps() {}

    /**
     * @param from when the last acknowledgement before it came; {@code nanos} later came the next, or the end
     * @param pace the longest that the partition went without one in the steady baseline, nanoseconds
     */
    record Gap(long from, long nanos, long pace) {

        private static Gap longer(Gap one, Gap other) {
            return other.nanos > one.nanos ? other : one;
        }
    }

    /** Their lengths, milliseconds. */
    static Map<String, Double> millis(Map<String, Gap> gaps) {
        Map<String, Double> millis = new TreeMap<>();
        gaps.forEach((place, gap) -> millis.put(place, Millis.of(gap.nanos())));
        return millis;
    }

    /**
     * How wide the length of each is as that of an outage, milliseconds: what the partition goes without one when all is well, at least
     * one send interval; the clocks; and the stalls in it.
     */
    static Map<String, Double> bars(Dossier dossier, Map<String, Gap> gaps) {
        long interval = Schedules.interval(dossier.catalogue());
        long clocks = dossier.story().clockBound();
        Map<String, Double> millis = new TreeMap<>();
        gaps.forEach((place, gap) -> millis.put(
                place,
                Millis.of(Math.max(interval, gap.pace())
                        + clocks
                        + dossier.stalls().widen(gap.from(), gap.from() + gap.nanos()))));
        return millis;
    }

    /** Within a transition: from its T0 to its end. By {@code orders/3}. */
    static Map<String, Gap> longest(Dossier dossier, TransitionFacts transition) {
        return longest(dossier, transition.t0From(), transition.until());
    }

    /**
     * Gaps that reach into [from, until): between two acknowledgements of a partition, from any region, and from the last one to that
     * end. A partition without any acknowledgement before {@code from} is left out. One that the topic does not have in the region of a
     * transition has none after its T0: its keys go to others.
     *
     * @return by {@code orders/3}
     */
    static Map<String, Gap> longest(Dossier dossier, long from, long until) {
        List<ByPartition<Times>> topics = IntStream.range(
                        0, dossier.catalogue().topics().size())
                .mapToObj(topic -> new ByPartition<>(
                        partition -> new Times(dossier, from, end(dossier, topic, partition, from, until))))
                .toList();
        for (Sends sends : dossier.facts().sends().all()) {
            for (int row = 0; row < sends.size(); row++) {
                if (sends.ok(row) && sends.ended(row) < until) {
                    topics.get(sends.topic(row)).of(sends.partition(row)).add(sends.ended(row));
                }
            }
        }
        Map<String, Gap> gaps = new TreeMap<>();
        for (int topic = 0; topic < topics.size(); topic++) {
            String name = dossier.catalogue().topics().get(topic).name();
            topics.get(topic).forEach((partition, times) -> {
                if (times.before != Long.MIN_VALUE) {
                    gaps.put(name + "/" + partition, times.longest());
                }
                times.since.giveBack();
                times.steady.giveBack();
            });
        }
        return gaps;
    }

    /** When the topic moved for good to regions without such a partition; {@code until} where it did not. */
    private static long end(Dossier dossier, int topic, int partition, long from, long until) {
        long end = until;
        for (TransitionFacts transition : dossier.story().transitions()) {
            if (transition.t0From() >= from && transition.t0From() < until) {
                boolean lacks = dossier.lacks(dossier.region(transition.to()), topic, partition);
                end = lacks ? Math.min(end, transition.t0From()) : until;
            }
        }
        return end;
    }

    /** Acknowledgements of one partition. */
    private static final class Times {
        private final long from;
        private final long until;

        private final long steadyFrom;
        private final long steadyTo;

        /** The last one before. */
        private long before = Long.MIN_VALUE;

        private final MaxGap since;
        private final MaxGap steady;

        Times(Dossier dossier, long from, long until) {
            this.from = from;
            this.until = until;
            this.steadyFrom = dossier.story().baselineFrom();
            this.steadyTo = dossier.story().zero();
            this.since = new MaxGap(dossier.scratch(), from, until);
            this.steady = new MaxGap(dossier.scratch(), steadyFrom, steadyTo);
        }

        void add(long time) {
            if (time >= steadyFrom && time < steadyTo) {
                steady.add(time);
            }
            if (time < from) {
                before = Math.max(before, time);
            } else if (time < until) {
                since.add(time);
            }
        }

        Gap longest() {
            long pace = steady.widest();
            if (since.last() == Long.MIN_VALUE) {
                return new Gap(before, until >= from ? Math.max(0, until - before) : 0, pace);
            }
            long widest = since.widest();
            return Gap.longer(
                    Gap.longer(
                            new Gap(before, since.first() - before, pace), new Gap(since.widestFrom(), widest, pace)),
                    new Gap(since.last(), until - since.last(), pace));
        }
    }
}
