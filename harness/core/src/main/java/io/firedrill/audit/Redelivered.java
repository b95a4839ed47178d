package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;

/**
 * C3, redelivered: further deliveries to one group. A record counts once; {@code duplicates.delivered} counts the deliveries, and by
 * {@link RedeliveryCauses.Cause} as well, the first that holds of each further delivery.
 */
final class Redelivered implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.C3;
    }

    @Override
    public Answer find(Dossier dossier) {
        RefSet redelivered = new RefSet();
        for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
            redelivered.addAll(dossier.holdings().deliveredTo(group).repeated());
        }
        RedeliveryCauses causes = dossier.redeliveries();
        return Finding.of(redelivered, ref -> dossier.describe(ref) + ", delivered again: " + causes.text(ref));
    }
}
