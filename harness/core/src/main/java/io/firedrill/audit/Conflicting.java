package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;

/**
 * X2, conflict: a write with at least one conflicting peer, as {@link WriteConflicts} finds them.
 */
final class Conflicting implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.X2;
    }

    @Override
    public Answer find(Dossier dossier) {
        if (!dossier.ownership().declared()) {
            return new Answer.Unsettled("ownership of the keys was never declared");
        }
        RefSet writes = dossier.conflicts().writes();
        return Finding.of(
                writes, ref -> dossier.describe(ref) + ", a write of its key in another region knew nothing of it");
    }
}
