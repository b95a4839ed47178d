package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.Map;

/**
 * C4, offset-regression: a group's position went back within one assignment without a seek. A member that has delivered an offset and
 * delivers the same or a lower one, with no assignment, revocation or seek between (a seek is written down as a new start). Each
 * time counts, not each record: what is delivered again by it is C3 as well.
 */
final class OffsetRegression implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.C4;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        return new Plan<>(
                Shards.each(dossier.facts().groupLogs(), log -> in(dossier, log)),
                Occurrences::new,
                Occurrences::with,
                setbacks -> setbacks.finding(Map.of()));
    }

    private static Occurrences in(Dossier dossier, GroupLog log) {
        Occurrences setbacks = new Occurrences();
        for (int i = 0; i < log.setbackTimes.size(); i++) {
            int row = i;
            setbacks.add(() -> dossier.catalogue().groups().get(log.group).name() + " went back to "
                    + dossier.facts().place(log.region, log.topic, log.partition, log.setbackOffsets.get(row))
                    + dossier.story().moment(log.setbackTimes.get(row)));
        }
        return setbacks;
    }
}
