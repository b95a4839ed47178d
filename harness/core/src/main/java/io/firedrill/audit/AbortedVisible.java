package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;

/**
 * P2, aborted-visible: {@code failed}, so never handed to the network or in a transaction that can't have been committed, and yet in a
 * native log read as committed.
 */
final class AbortedVisible implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.P2;
    }

    @Override
    public Answer find(Dossier dossier) {
        RefSet visible = new RefSet();
        for (Session session : dossier.facts().sends().sessions()) {
            for (Sends sends : session.sends()) {
                for (int row = 0; row < sends.size(); row++) {
                    if (sends.failed(row)
                            && dossier.holdings()
                                    .scanned(sends.region, sends.topic(row))
                                    .contains(sends.ref(row))) {
                        visible.add(sends.ref(row));
                    }
                }
            }
        }
        return Finding.of(visible, ref -> dossier.describe(ref) + ", reported as failed");
    }
}
