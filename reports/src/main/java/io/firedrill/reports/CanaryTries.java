package io.firedrill.reports;

import io.firedrill.audit.Result.Fault;
import io.firedrill.audit.Result.Lift;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineEvent.CanaryStarted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What canaries saw of each fault on the wires that it touched: in the ten seconds before it was applied, while it held, and in the ten
 * seconds after it was proved to be gone. Tries that were under way at one of these moments are not counted. A fold over journals
 * whose size depends on the number of faults and wires alone.
 */
public final class CanaryTries {

    /** What is looked at before a fault and after it. */
    static final long AROUND_SECONDS = 10;

    /** Tries of one canary. */
    public record Tries(long count, long answered, @Nullable Double medianMillis) {}

    /** Those of one wire. */
    public record Row(String wire, Tries before, Tries held, Tries after) {}

    /** A stretch of monotonic nanoseconds, and the tries that lie in it whole. */
    private static final class Stretch {
        private final long from;
        private final long to;
        private final Histogram answered = new Histogram(2);
        private long count;

        Stretch(long from, long to) {
            this.from = from;
            this.to = to;
        }

        void took(boolean success, long invoked, long finished) {
            if (invoked >= from && finished < to) {
                count++;
                if (success) {
                    answered.recordValue(Math.max(0, finished - invoked));
                }
            }
        }

        Tries tries() {
            long answers = answered.getTotalCount();
            return new Tries(count, answers, answers == 0 ? null : answered.getValueAtPercentile(50) / 1e6);
        }
    }

    /** One wire that a fault touched. */
    private record Watched(String wire, Stretch before, Stretch held, Stretch after) {
        void took(boolean success, long invoked, long finished) {
            before.took(success, invoked, finished);
            held.took(success, invoked, finished);
            after.took(success, invoked, finished);
        }

        Row row() {
            return new Row(wire, before.tries(), held.tries(), after.tries());
        }
    }

    private final Map<Integer, List<Watched>> byPath = new HashMap<>();
    private final Map<Fault, List<Watched>> byFault = new LinkedHashMap<>();

    /**
     * @param lasts whether a fault goes on until it is lifted; otherwise it is over when it was applied
     * @param zero the drill's zero, monotonic nanoseconds
     */
    CanaryTries(List<Fault> faults, List<TimelineEvent> events, Predicate<FaultReceipt> lasts, long zero) {
        List<CanaryStarted> canaries = events.stream()
                .filter(CanaryStarted.class::isInstance)
                .map(CanaryStarted.class::cast)
                .toList();
        for (Fault fault : faults) {
            for (CanaryStarted canary : canaries) {
                if (touched(fault.receipt(), canary)) {
                    Watched watched = watched(fault, canary.wire(), lasts.test(fault.receipt()), zero);
                    byPath.computeIfAbsent(canary.path(), path -> new ArrayList<>())
                            .add(watched);
                    byFault.computeIfAbsent(fault, same -> new ArrayList<>()).add(watched);
                }
            }
        }
    }

    /** A receipt names wires, with more behind the name, or brokers. */
    private static boolean touched(FaultReceipt receipt, CanaryStarted canary) {
        String broker = canary.region() + " broker " + canary.broker();
        return receipt.touched().stream()
                .anyMatch(text -> begins(text, canary.wire()) || (canary.broker() > 0 && begins(text, broker)));
    }

    private static boolean begins(String text, String name) {
        return text.startsWith(name)
                && (text.length() == name.length() || " ,".indexOf(text.charAt(name.length())) >= 0);
    }

    /** When the last of it was proved to be gone; never, where that was not proved. */
    private static long provedGone(Lift lift, long zero) {
        Double proved = lift.provedMillis();
        return proved == null || !lift.clean() ? Long.MAX_VALUE : nanos(zero, proved);
    }

    private static Watched watched(Fault fault, String wire, boolean lasts, long zero) {
        FaultReceipt receipt = fault.receipt();
        long around = TimeUnit.SECONDS.toNanos(AROUND_SECONDS);
        Lift lift = fault.lift();
        long takenBack = Long.MAX_VALUE;
        long gone = Long.MAX_VALUE;
        if (lift != null) {
            takenBack = nanos(zero, lift.takenBackMillis());
            gone = provedGone(lift, zero);
        } else if (!lasts) {
            takenBack = receipt.appliedTo();
            gone = receipt.appliedTo();
        }
        return new Watched(
                wire,
                new Stretch(receipt.appliedFrom() - around, receipt.appliedFrom()),
                new Stretch(receipt.effectTo(), takenBack),
                new Stretch(gone, gone == Long.MAX_VALUE ? gone : gone + around));
    }

    private static long nanos(long zero, double millis) {
        return zero + Math.round(millis * 1e6);
    }

    /** Takes a try of the journals. */
    void took(int path, boolean success, long invoked, long finished) {
        byPath.getOrDefault(path, List.of()).forEach(watched -> watched.took(success, invoked, finished));
    }

    /** Of the wires that a fault touched and canaries watched, by name. */
    public List<Row> of(Fault fault) {
        return byFault.getOrDefault(fault, List.of()).stream()
                .map(Watched::row)
                .sorted(Comparator.comparing(Row::wire))
                .toList();
    }
}
