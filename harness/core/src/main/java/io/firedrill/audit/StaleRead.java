package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import io.firedrill.scenario.Objective;
import java.util.ArrayList;
import java.util.List;
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
    public Answer find(Dossier dossier) {
        Ages ages = new Ages(dossier);
        dossier.facts().groupLogs().forEach(ages::in);
        if (ages.histogram.getTotalCount() == 0) {
            return new Answer.Unasked("no group read a copy");
        }
        return ages.limit == Long.MAX_VALUE
                ? new Answer.Unasked(
                        "no objective says how old a copy may be: its figures say how old copies were at delivery",
                        ages.figures())
                : new Finding(new RefSet(), ages.older, ages.examples, ref -> "", ages.figures());
    }

    private static final class Ages {
        private final Dossier dossier;
        private final Histogram histogram = new Histogram(DIGITS);
        private final List<String> examples = new ArrayList<>();
        private final long limit;
        private long older;
        private long oldest = -1;
        private long oldestDelivered;

        Ages(Dossier dossier) {
            this.dossier = dossier;
            Optional<Objective.Limit> given = Limits.of(dossier.story().scenario(), AnomalyClass.C7.objective());
            this.limit = given.isPresent() && given.get() instanceof Objective.Limit.Time time
                    ? time.atMost().toNanos()
                    : Long.MAX_VALUE;
        }

        void in(GroupLog log) {
            for (int row = 0; row < log.refs.size(); row++) {
                long ref = log.refs.get(row);
                if (Ref.phantom(ref) || dossier.facts().nativeLog(log.region, log.topic, ref)) {
                    continue;
                }
                long delivered = log.times.get(row);
                long age = Math.max(
                        0, delivered - dossier.facts().sends().session(ref).firstInvoked(Ref.sequence(ref)));
                histogram.recordValue(age);
                if (age > oldest) {
                    oldest = age;
                    oldestDelivered = delivered;
                }
                if (age > limit) {
                    older(log, ref, age);
                }
            }
        }

        private void older(GroupLog log, long ref, long age) {
            older++;
            if (examples.size() < Finding.EXAMPLES) {
                examples.add(dossier.describe(ref) + ", " + Millis.of(age) + " ms old when "
                        + dossier.catalogue().groups().get(log.group).name() + " was given it in "
                        + dossier.catalogue().regions().get(log.region));
            }
        }

        /** What stood still between the write and the delivery, and what is not known of two regions' clocks, may be part of an age. */
        private long plusMinus() {
            return dossier.stalls().widen(oldestDelivered - oldest, oldestDelivered)
                    + dossier.story().clockBound();
        }

        Map<String, Double> figures() {
            return Map.of(
                    "deliveries", (double) histogram.getTotalCount(),
                    "p50Millis", Millis.of(histogram.getValueAtPercentile(50)),
                    "p99Millis", Millis.of(histogram.getValueAtPercentile(99)),
                    "maxMillis", Millis.of(oldest),
                    "maxPlusMinusMillis", Millis.of(plusMinus()));
        }
    }
}
