package io.firedrill.audit;

import java.util.List;

/**
 * R1, tail-unreplicated: missing at the target, no later one of its source partition there. R2, replication-hole: missing at the
 * target though a later one of its source partition is there.
 *
 * <p>Of the final scans: what the target holds after healing and draining. (What it held at the failover is the RPO.) A copy that
 * was delivered at the target and expired since was there. Without a whole scan of the target, neither is measured.
 */
final class Unreplicated implements AnomalyFold {
    private final AnomalyClass anomaly;

    private Unreplicated(AnomalyClass anomaly) {
        this.anomaly = anomaly;
    }

    static Unreplicated tail() {
        return new Unreplicated(AnomalyClass.R1);
    }

    static Unreplicated holes() {
        return new Unreplicated(AnomalyClass.R2);
    }

    @Override
    public AnomalyClass anomaly() {
        return anomaly;
    }

    @Override
    public Answer find(Dossier dossier) {
        RefSet missing = new RefSet();
        for (Flow flow : Flow.of(dossier)) {
            if (!dossier.scannedWhole(flow.to())) {
                return new Answer.Unsettled(dossier.notScanned(flow.to()));
            }
            SourceLog source = SourceLog.of(dossier, flow.from(), flow.topic(), entry -> true);
            source.partitions().values().forEach(entries -> missing(dossier, flow, entries, missing));
        }
        String what = anomaly == AnomalyClass.R1
                ? ", not in the target, and nothing later either"
                : ", not in the target, though later ones are";
        return Finding.of(missing, ref -> dossier.describe(ref) + what);
    }

    private void missing(Dossier dossier, Flow flow, List<SourceLog.Entry> entries, RefSet missing) {
        int lastThere = -1;
        for (int i = 0; i < entries.size(); i++) {
            if (there(dossier, flow, entries.get(i).ref())) {
                lastThere = i;
            }
        }
        for (int i = 0; i < entries.size(); i++) {
            long ref = entries.get(i).ref();
            boolean tail = i > lastThere;
            if (tail == (anomaly == AnomalyClass.R1) && !there(dossier, flow, ref)) {
                missing.add(ref);
            }
        }
    }

    private static boolean there(Dossier dossier, Flow flow, long ref) {
        return dossier.scanned(flow.to(), flow.mirror()).contains(ref)
                || dossier.delivered(flow.to(), flow.mirror()).contains(ref);
    }
}
