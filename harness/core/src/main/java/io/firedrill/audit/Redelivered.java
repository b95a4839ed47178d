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
    public Plan<?> plan(Dossier dossier) {
        return Plan.records(
                Shards.each(
                        dossier.groups(),
                        group -> dossier.holdings().deliveredTo(group).repeated()),
                ref -> dossier.describe(ref) + ", delivered again: "
                        + dossier.redeliveries().text(ref));
    }
}
