package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;

/** P4, log-duplicate: further copies of one id in one native topic. A record counts once; {@code duplicates.log} counts the copies. */
final class LogDuplicate implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.P4;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        Facts facts = dossier.facts();
        return Plan.records(
                Shards.each(dossier.topicsOfRegions(), of -> {
                    RefSet repeated = new RefSet();
                    dossier.holdings()
                            .scanned(of.region(), of.topic())
                            .repeated()
                            .forEach(ref -> {
                                if (facts.nativeLog(of.region(), of.topic(), ref)) {
                                    repeated.add(ref);
                                }
                            });
                    return repeated;
                }),
                ref -> dossier.describe(ref) + ", in that topic more than once");
    }
}
