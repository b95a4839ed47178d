package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;

/**
 * R3, replication-duplicate: more copies in the mirrored topic than in the native one. A record that the source lost counts as
 * one copy there, so that its only copy is no duplicate. Of a record that the source took before its log began anew nobody knows how
 * often it stood there, and nothing is counted.
 */
final class ReplicationDuplicate implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.R3;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        return Plan.ofFlows(
                dossier, flow -> in(dossier, flow), ref -> dossier.describe(ref) + ", copied more than once");
    }

    private static RefSet in(Dossier dossier, Flow flow) {
        RefSet repeated = new RefSet();
        long renewed = dossier.logLoss().renewed(flow.from(), flow.topic());
        Copies source = dossier.holdings().scanned(flow.from(), flow.topic());
        Copies target = dossier.holdings().scanned(flow.to(), flow.mirror());
        target.repeated().forEach(ref -> {
            if (flow.carried(dossier, ref)
                    && target.count(ref) > Math.max(1, source.count(ref))
                    && !takenBefore(dossier, ref, flow.from(), renewed)) {
                repeated.add(ref);
            }
        });
        return repeated;
    }

    private static boolean takenBefore(Dossier dossier, long ref, int region, long moment) {
        Sends sends = dossier.facts().sends().session(ref).known(region);
        int row = Ref.sequence(ref);
        return sends != null && sends.known(row) && dossier.acknowledged(sends, row) < moment;
    }
}
