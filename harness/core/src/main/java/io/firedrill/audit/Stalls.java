package io.firedrill.audit;

import io.firedrill.evidence.StallLog;
import io.firedrill.evidence.TimelineEvent.FaultApplied;
import io.firedrill.evidence.TimelineEvent.FaultLifted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Time in which a process stood still, and what of it widens figures (MEASURES.md, 1).
 *
 * <p>A stall of what measures (worker, proxy server, harness) widens, whatever caused it. A broker or MirrorMaker is what is
 * measured: its own garbage collection is Kafka's behaviour and widens nothing; the rest of its stall is a machine without a free
 * processor, and widens. A stall that a fault ordered is the fault.
 */
final class Stalls {
    /** Shorter ones are not noted, and what one held up comes to pass within such a time after it. */
    private static final long UNNOTICED_NANOS = 50_000_000L;

    private final List<Stall> widening = new ArrayList<>();
    private final List<Stall> collections = new ArrayList<>();

    /** By widening stall: when it began, and the latest end of it and those before. */
    private final long[] starts;

    private final long[] ends;

    /** @param noted by workers that are no children of the harness, in their journals */
    Stalls(List<StallLog> logs, List<Stall> noted, Story story) {
        widening.addAll(noted);
        for (StallLog log : logs) {
            for (StallLog.Entry stall : log.stalls()) {
                if (!ordered(log.process(), stall.from(), story)) {
                    add(log, stall);
                }
            }
        }
        widening.sort(Comparator.comparingLong(Stall::from).thenComparing(Stall::process));
        starts = widening.stream().mapToLong(Stall::from).toArray();
        ends = widening.stream().mapToLong(Stall::to).toArray();
        Arrays.parallelPrefix(ends, Math::max);
    }

    private void add(StallLog log, StallLog.Entry stall) {
        long own = log.measured() ? stall.collecting() : 0;
        if (own > 0) {
            collections.add(new Stall(log.process(), log.measured(), stall.from(), own));
        }
        if (stall.nanos() > own) {
            widening.add(new Stall(log.process(), log.measured(), stall.from(), stall.nanos() - own));
        }
    }

    /** Whether a fault that touched the process was on when it stood still. */
    private static boolean ordered(String process, long at, Story story) {
        return story.timeline()
                .all(FaultApplied.class)
                .filter(applied -> applied.receipt().touched().stream().anyMatch(touched -> names(touched, process)))
                .anyMatch(applied -> applied.receipt().appliedFrom() <= at && at <= over(applied, story));
    }

    /** What was chosen by its role is followed by that: {@code us-east broker 2, the leader of orders/0}. */
    private static boolean names(String touched, String process) {
        return touched.equals(process) || touched.startsWith(process + ", ");
    }

    /** Nobody lifts a fault that does not last, as a restart: it is over once it happened. */
    private static long over(FaultApplied fault, Story story) {
        return story.lifted(fault)
                .map(FaultLifted::takenBackAt)
                .orElse(
                        story.lasts(fault.receipt())
                                ? Long.MAX_VALUE
                                : fault.receipt().appliedTo());
    }

    /**
     * By how much a figure measured over [from, to] is widened: the length of the union of all stalls that overlap it, each whole, as
     * what a process did when it ran again bears the later time.
     *
     * @return nanoseconds
     */
    long widen(long from, long to) {
        int end = Sorted.upTo(starts, to);
        int begin = Sorted.upTo(ends, from - UNNOTICED_NANOS - 1);
        return begin < end ? union(overlapping(widening.subList(begin, end), from, to)) : 0;
    }

    /** As {@link #widen}, of what measures only: worker, proxy server, harness. */
    long ofWhatMeasures(long from, long to) {
        return union(overlapping(from, to).stream()
                .filter(stall -> !stall.measured())
                .toList());
    }

    private static long union(List<Stall> stalls) {
        long covered = 0;
        long until = Long.MIN_VALUE;
        for (Stall stall : stalls) {
            long start = Math.max(stall.from(), until);
            if (stall.to() > start) {
                covered += stall.to() - start;
                until = stall.to();
            }
        }
        return covered;
    }

    private List<Stall> overlapping(long from, long to) {
        return overlapping(widening, from, to);
    }

    private static List<Stall> overlapping(List<Stall> stalls, long from, long to) {
        return stalls.stream()
                .filter(stall -> stall.from() <= to && stall.to() >= from - UNNOTICED_NANOS)
                .toList();
    }

    /** For people: who stood still within [from, to], and for how long. Empty when nobody did. */
    List<String> sentences(String what, long from, long to) {
        List<String> sentences = new ArrayList<>();
        if (widen(from, to) > 0) {
            sentences.add(
                    what + ": processes stood still (no free processor, or a garbage collection of the harness's own), "
                            + millis(widen(from, to)) + " in all, which the error bar holds: "
                            + byProcess(overlapping(from, to)));
        }
        List<Stall> own = overlapping(collections, from, to);
        if (!own.isEmpty()) {
            sentences.add(
                    what + ": garbage collections of Kafka's own processes, which are part of what was measured and"
                            + " widen nothing: " + byProcess(own));
        }
        return sentences;
    }

    private static String byProcess(List<Stall> stalls) {
        Map<String, Long> total = new TreeMap<>();
        stalls.forEach(stall -> total.merge(stall.process(), stall.nanos(), Long::sum));
        return total.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> entry.getKey() + " " + millis(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String millis(long nanos) {
        return Math.round(nanos / 1e6) + " ms";
    }
}
