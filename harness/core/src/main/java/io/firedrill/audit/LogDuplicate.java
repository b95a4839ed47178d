package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;

/** P4, log-duplicate: further copies of one id in one native topic. A record counts once; {@code duplicates.log} counts the copies. */
final class LogDuplicate implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.P4;
    }

    @Override
    public Answer find(Dossier dossier) {
        RefSet repeated = new RefSet();
        Facts facts = dossier.facts();
        for (int region = 0; region < facts.catalogue().regions().size(); region++) {
            for (int topic = 0; topic < facts.catalogue().topics().size(); topic++) {
                int r = region;
                int t = topic;
                dossier.holdings().scanned(region, topic).repeated().forEach(ref -> {
                    if (facts.nativeLog(r, t, ref)) {
                        repeated.add(ref);
                    }
                });
            }
        }
        return Finding.of(repeated, ref -> dossier.describe(ref) + ", in that topic more than once");
    }
}
