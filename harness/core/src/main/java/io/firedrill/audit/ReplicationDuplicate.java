package io.firedrill.audit;

/**
 * R3, replication-duplicate: more copies in the mirrored topic than in the native one. A record that the source lost counts as
 * one copy there, so that its only copy is no duplicate.
 */
final class ReplicationDuplicate implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.R3;
    }

    @Override
    public Answer find(Dossier dossier) {
        RefSet repeated = new RefSet();
        for (Flow flow : Flow.of(dossier)) {
            Copies source = dossier.scanned(flow.from(), flow.topic());
            Copies target = dossier.scanned(flow.to(), flow.mirror());
            target.repeated().forEach(ref -> {
                if (flow.carried(dossier, ref) && target.count(ref) > Math.max(1, source.count(ref))) {
                    repeated.add(ref);
                }
            });
        }
        return Finding.of(repeated, ref -> dossier.describe(ref) + ", copied more than once");
    }
}
