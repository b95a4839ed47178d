package io.firedrill.audit;

import java.util.Comparator;
import java.util.List;

/** Time in which a process of ours stood still. */
final class Stalls {
    private Stalls() {}

    /** How much of [from, to] at least one process stood still, nanoseconds. */
    static long within(List<Stall> stalls, long from, long to) {
        long covered = 0;
        long until = from;
        for (Stall stall :
                stalls.stream().sorted(Comparator.comparingLong(Stall::from)).toList()) {
            long start = Math.max(stall.from(), until);
            long end = Math.min(stall.to(), to);
            if (end > start) {
                covered += end - start;
                until = end;
            }
        }
        return covered;
    }

    /** The longest single stall that overlaps [from, to], nanoseconds. */
    static long longest(List<Stall> stalls, long from, long to) {
        return stalls.stream()
                .filter(stall -> stall.from() < to && stall.to() > from)
                .mapToLong(Stall::nanos)
                .max()
                .orElse(0);
    }
}
