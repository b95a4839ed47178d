package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import io.firedrill.scenario.Objective;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * C7, stale read: the age of a copy at delivery, from the invocation of its first send in the other region. How old it may be is said by
 * the objective {@code anomalies.C7}, a time: the class counts the deliveries of copies that were older. Without one there is nothing
 * to count; the ages stand with the class either way, of every delivery from a mirrored log.
 */
final class StaleRead implements AnomalyFold {
    private static final int DIGITS = 3;

    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.C7;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        Optional<Objective.Limit> given = Limits.of(dossier.story().scenario(), AnomalyClass.C7.objective());
        long limit = given.isPresent() && given.get() instanceof Objective.Limit.Time time
                ? time.atMost().toNanos()
                : Long.MAX_VALUE;
        return new Plan<>(
                Shards.each(dossier.facts().groupLogs(), log -> new Ages(dossier, limit, log)),
                () -> new Ages(dossier, limit),
                Ages::with,
                ages -> answer(ages, limit != Long.MAX_VALUE));
    }

    private static Answer answer(Ages ages, boolean limited) {
        if (ages.histogram.getTotalCount() == 0) {
            return new Answer.Unasked("no group read a copy");
        }
        return limited
                ? ages.older.finding(ages.figures())
                : new Answer.Unasked(
                        "no objective says how old a copy may be: its figures say how old copies were at delivery",
                        ages.figures());
    }

    /**
     * The age of the oldest copy as its figures have it, to be held against the limit. Each age has an error bar of its own, so the oldest by
     * the clock need not be the one that was certainly the oldest, nor the one that may have been.
     */
    static FigureCheck.Measured oldest(Map<String, Double> figures, Duration limit) {
        double millis = figures.getOrDefault("maxMillis", 0.0);
        double bar = figures.getOrDefault("maxPlusMinusMillis", 0.0);
        FigureCheck.Measured own = FigureCheck.Measured.time(millis, bar, limit);
        return new FigureCheck.Measured(
                own.text(),
                own.bar(),
                Math.max(own.least(), Math.round(figures.getOrDefault("certainMillis", 0.0) * 1e6)),
                Math.max(own.most(), Math.round(figures.getOrDefault("possibleMillis", 0.0) * 1e6)),
                own.doubt());
    }

    private static final class Ages {
        private final Dossier dossier;
        private final Histogram histogram = new Histogram(DIGITS);
        private final Counted older = new Counted();
        private final long limit;
        private final long clocks;
        private long oldest = -1;
        private long oldestBar;
        private long certain;
        private long possible;

        Ages(Dossier dossier, long limit) {
            this.dossier = dossier;
            this.limit = limit;
            this.clocks = dossier.story().clockBound();
        }

        Ages(Dossier dossier, long limit, GroupLog log) {
            this(dossier, limit);
            for (int row = 0; row < log.refs.size(); row++) {
                long ref = log.refs.get(row);
                if (!Ref.phantom(ref) && !dossier.facts().nativeLog(log.region, log.topic, ref)) {
                    delivered(log, ref, log.times.get(row));
                }
            }
        }

        Ages with(Ages later) {
            histogram.add(later.histogram);
            older.with(later.older);
            if (later.oldest > oldest) {
                oldest = later.oldest;
                oldestBar = later.oldestBar;
            }
            certain = Math.max(certain, later.certain);
            possible = Math.max(possible, later.possible);
            return this;
        }

        private void delivered(GroupLog log, long ref, long at) {
            long age = Math.max(0, at - dossier.facts().sends().session(ref).firstInvoked(Ref.sequence(ref)));
            // What stood still between the write and the delivery, and what is not known of two regions' clocks, may be
            // part of an age.
            long bar = dossier.stalls().widen(at - age, at) + clocks;
            histogram.recordValue(age);
            if (age > oldest) {
                oldest = age;
                oldestBar = bar;
            }
            certain = Math.max(certain, age - bar);
            possible = Math.max(possible, age + bar);
            if (age > limit) {
                older.add(() -> dossier.describe(ref) + ", " + Millis.of(age) + " ms old when "
                        + dossier.catalogue().groups().get(log.group).name() + " was given it in "
                        + dossier.catalogue().regions().get(log.region));
            }
        }

        Map<String, Double> figures() {
            return Map.of(
                    "deliveries", (double) histogram.getTotalCount(),
                    "p50Millis", Millis.of(histogram.getValueAtPercentile(50)),
                    "p99Millis", Millis.of(histogram.getValueAtPercentile(99)),
                    "maxMillis", Millis.of(oldest),
                    "maxPlusMinusMillis", Millis.of(oldestBar),
                    "certainMillis", Millis.of(certain),
                    "possibleMillis", Millis.of(possible));
        }
    }
}
