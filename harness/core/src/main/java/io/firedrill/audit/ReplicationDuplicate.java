package io.firedrill.audit;

import java.util.Optional;

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
    public Optional<Finding> find(Dossier dossier) {
        RefSet repeated = new RefSet();
        for (Flow flow : Flow.of(dossier)) {
            Copies source = dossier.scanned(flow.from(), flow.topic());
            dossier.scanned(flow.to(), flow.mirror()).repeated().forEach((ref, copies) -> {
                boolean replicated = dossier.facts().nativeLog(flow.from(), flow.topic(), ref)
                        && !dossier.facts().nativeLog(flow.to(), flow.mirror(), ref);
                if (replicated && copies > Math.max(1, source.count(ref))) {
                    repeated.add(ref);
                }
            });
        }
        return Optional.of(Finding.of(repeated, ref -> dossier.describe(ref) + ", copied more than once"));
    }
}
