package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;

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
            if (!dossier.completeness().scannedWhole(flow.to())) {
                return new Answer.Unsettled(dossier.completeness().notScanned(flow.to()));
            }
            Missing found = dossier.missing(flow);
            missing.addAll(anomaly == AnomalyClass.R1 ? found.tail() : found.holes());
        }
        String what = anomaly == AnomalyClass.R1
                ? ", not in the target, and nothing later either"
                : ", not in the target, though later ones are";
        return Finding.of(missing, ref -> dossier.describe(ref) + what);
    }

    /** What one flow did not bring to its target. */
    record Missing(RefSet tail, RefSet holes) {

        /** Asked through {@link Dossier#missing}, which looks once. */
        static Missing of(Dossier dossier, Flow flow) {
            Copies scanned = dossier.holdings().scanned(flow.to(), flow.mirror());
            Copies delivered = dossier.holdings().delivered(flow.to(), flow.mirror());
            ByPartition<SourceLog.Place> lastThere = new ByPartition<>(partition -> new SourceLog.Place());
            RefSet missing = new RefSet();
            SourceLog.forEach(dossier, flow.from(), (sends, row, partition, offset) -> {
                if (sends.topic(row) == flow.topic()) {
                    long ref = sends.ref(row);
                    if (scanned.contains(ref) || delivered.contains(ref)) {
                        lastThere.of(partition).last(offset, ref);
                    } else {
                        missing.add(ref);
                    }
                }
            });
            Missing found = new Missing(new RefSet(), new RefSet());
            if (missing.size() > 0) {
                SourceLog.forEach(dossier, flow.from(), (sends, row, partition, offset) -> {
                    long ref = sends.ref(row);
                    if (missing.contains(ref)) {
                        boolean tail = !lastThere.of(partition).isAfter(offset, ref);
                        (tail ? found.tail : found.holes).add(ref);
                    }
                });
            }
            return found;
        }
    }
}
