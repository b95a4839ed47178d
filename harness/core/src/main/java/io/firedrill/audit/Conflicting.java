package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.List;

/**
 * X2, conflict: a write with at least one conflicting peer, as {@link WriteConflicts} finds them.
 */
final class Conflicting implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.X2;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        if (!dossier.ownership().declared()) {
            return Plan.settled(new Answer.Unsettled("ownership of the keys was never declared"));
        }
        dossier.overlaps();
        return Plan.records(
                Shards.each(List.of(dossier), of -> of.conflicts().writes()),
                ref -> dossier.describe(ref) + ", a write of its key in another region knew nothing of it");
    }
}
