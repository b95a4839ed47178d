package io.firedrill.audit;

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
            ByPartition<SourceLog.Place> lastThere = new ByPartition<>(partition -> new SourceLog.Place());
            SourceLog.forEach(dossier, flow.from(), (sends, row, partition, offset) -> {
                if (sends.topic(row) == flow.topic() && there(dossier, flow, sends.ref(row))) {
                    lastThere.of(partition).last(offset, sends.ref(row));
                }
            });
            SourceLog.forEach(dossier, flow.from(), (sends, row, partition, offset) -> {
                long ref = sends.ref(row);
                if (sends.topic(row) == flow.topic() && !there(dossier, flow, ref)) {
                    boolean tail = !lastThere.of(partition).isAfter(offset, ref);
                    if (tail == (anomaly == AnomalyClass.R1)) {
                        missing.add(ref);
                    }
                }
            });
        }
        String what = anomaly == AnomalyClass.R1
                ? ", not in the target, and nothing later either"
                : ", not in the target, though later ones are";
        return Finding.of(missing, ref -> dossier.describe(ref) + what);
    }

    private static boolean there(Dossier dossier, Flow flow, long ref) {
        return dossier.scanned(flow.to(), flow.mirror()).contains(ref)
                || dossier.delivered(flow.to(), flow.mirror()).contains(ref);
    }
}
