package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.List;

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
    public Answer find(Dossier dossier) {
        long setbacks = 0;
        List<String> examples = new ArrayList<>();
        for (GroupLog log : dossier.facts().groupLogs()) {
            setbacks += log.setbackTimes.size();
            for (int i = 0; i < log.setbackTimes.size() && examples.size() < Finding.EXAMPLES; i++) {
                examples.add(dossier.catalogue().groups().get(log.group).name() + " went back to "
                        + dossier.facts().place(log.region, log.topic, log.partition, log.setbackOffsets.get(i))
                        + dossier.story().moment(log.setbackTimes.get(i)));
            }
        }
        return new Finding(new RefSet(), setbacks, examples, ref -> "");
    }
}
