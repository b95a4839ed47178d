package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import io.firedrill.scenario.Objective;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * C7, stale read: the age of a copy at delivery, from the invocation of its first send in the other region. How old it may be is said by
 * the objective {@code anomalies.C7}, a time: the class counts the deliveries of copies that were older. Without one there is nothing
 * to count; the ages stand with the class either way, of every delivery from a mirrored log.
 */
final class StaleRead implements AnomalyFold {
    private static final int DIGITS = 3;

    /** Figures are of microseconds: of an age and its bar each may be half of one off, and an end a whole one. */
    private static final long ROUNDING = 2000;

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
        if (ages.oldest < 0) {
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
     * the clock need not be the one that was certainly the oldest, nor the one that may have been; then it is told as a range. Where not
     * all stalls are known no bar is, and nothing is certain to be within the limit.
     */
    static FigureCheck.Measured oldest(Map<String, Double> figures, Duration limit, Doubts doubts) {
        FigureCheck.Measured known = oldest(figures, limit);
        return doubts.ofStalls().isEmpty()
                ? known
                : new FigureCheck.Measured(
                        known.text(),
                        known.bar(),
                        known.least(),
                        Double.POSITIVE_INFINITY,
                        "nothing says when every process of ours stood still, so nobody knows how wide the error bar is");
    }

    /** As the other, where all stalls are known. */
    static FigureCheck.Measured oldest(Map<String, Double> figures, Duration limit) {
        double certain = figures.getOrDefault("certainMillis", 0.0);
        double possible = figures.getOrDefault("possibleMillis", 0.0);
        FigureCheck.Measured own = FigureCheck.Measured.time(
                figures.getOrDefault("maxMillis", 0.0), figures.getOrDefault("maxPlusMinusMillis", 0.0), limit);
        long least = Math.round(certain * 1e6);
        long most = Math.round(possible * 1e6);
        return Math.abs(own.least() - least) <= ROUNDING && Math.abs(own.most() - most) <= ROUNDING
                ? new FigureCheck.Measured(own.text(), own.bar(), least, most, own.doubt())
                : new FigureCheck.Measured(
                        "[" + Limits.measured(certain, limit) + " .. " + Limits.measured(possible, limit) + "]",
                        "",
                        least,
                        most,
                        "the limit lies between what the oldest copy certainly was and what it may have been");
    }

    private static final class Ages {
        private final Dossier dossier;
        /** Null until there is a copy: of most logs nobody reads any. */
        private @Nullable Histogram histogram;

        private final Occurrences older = new Occurrences();
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
            if (later.histogram != null) {
                histogram().add(later.histogram);
            }
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
            histogram().recordValue(age);
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

        private Histogram histogram() {
            Histogram known = histogram;
            if (known == null) {
                known = new Histogram(DIGITS);
                histogram = known;
            }
            return known;
        }

        Map<String, Double> figures() {
            Histogram all = histogram();
            return Map.of(
                    "deliveries", (double) all.getTotalCount(),
                    "p50Millis", Millis.of(all.getValueAtPercentile(50)),
                    "p99Millis", Millis.of(all.getValueAtPercentile(99)),
                    "maxMillis", Millis.of(oldest),
                    "maxPlusMinusMillis", Millis.of(oldestBar),
                    "certainMillis", Math.floor(certain / 1e3) / 1e3,
                    "possibleMillis", Math.ceil(possible / 1e3) / 1e3);
        }
    }
}
