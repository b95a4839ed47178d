package io.firedrill.audit;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * C7, stale read: the age of a copy at delivery, from its writing in the other region. It is a time and no number of records, so
 * the class has no count; its ages stand with it, of every delivery from a mirrored log.
 */
final class StaleRead implements AnomalyFold {
    private static final int DIGITS = 3;

    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.C7;
    }

    @Override
    public Answer find(Dossier dossier) {
        Histogram ages = new Histogram(DIGITS);
        for (GroupLog log : dossier.facts().groupLogs()) {
            for (int row = 0; row < log.refs.size(); row++) {
                long ref = log.refs.get(row);
                if (Ref.phantom(ref) || dossier.facts().nativeLog(log.region, log.topic, ref)) {
                    continue;
                }
                long written = dossier.facts().sends().session(ref).firstInvoked(Ref.sequence(ref));
                ages.recordValue(Math.max(0, log.times.get(row) - written));
            }
        }
        if (ages.getTotalCount() == 0) {
            return new Answer.Unasked("no group read a copy");
        }
        return new Answer.Unasked(
                "it is an age and no number of records: its figures say how old copies were at delivery",
                Map.of(
                        "deliveries", (double) ages.getTotalCount(),
                        "p50Millis", Millis.of(ages.getValueAtPercentile(50)),
                        "p99Millis", Millis.of(ages.getValueAtPercentile(99)),
                        "maxMillis", Millis.of(ages.getMaxValue())));
    }
}
