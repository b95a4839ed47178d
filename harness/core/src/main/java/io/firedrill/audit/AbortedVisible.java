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
    public Plan<?> plan(Dossier dossier) {
        return Plan.records(
                Shards.eachSend(dossier, dossier.facts().sends().inOrder(), (sends, row, visible) -> {
                    if (sends.failed(row)
                            && dossier.holdings()
                                    .scanned(sends.region, sends.topic(row))
                                    .contains(sends.ref(row))) {
                        visible.add(sends.ref(row));
                    }
                }),
                ref -> dossier.describe(ref) + ", reported as failed");
    }
}
