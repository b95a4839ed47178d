package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;

/**
 * P1, lost-acked: in Must of a region, absent from that region's own final native log. One that retention or compaction removed is
 * excluded when a copy was observed in another region. A region that was not scanned whole hides its losses, which makes the drill
 * INCONCLUSIVE elsewhere.
 */
final class LostAcked implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.P1;
    }

    @Override
    public Answer find(Dossier dossier) {
        RefSet lost = new RefSet();
        boolean copiesWouldShow = dossier.completeness().allScannedWhole()
                && dossier.completeness().journalsWhole();
        boolean any = false;
        for (Session session : dossier.facts().sends().sessions()) {
            for (Sends sends : session.sends()) {
                if (dossier.completeness().scannedWhole(sends.region)) {
                    any = true;
                    lost(dossier, sends, copiesWouldShow, lost);
                }
            }
        }
        boolean nothingSent = dossier.facts().sends().sessions().isEmpty();
        return any || nothingSent
                ? Finding.of(
                        lost, ref -> dossier.describe(ref) + ", absent from that log at the end" + cause(dossier, ref))
                : new Answer.Unsettled("no region was scanned whole");
    }

    /** What is known of why: that the log begins behind it, or is compacted. */
    private static String cause(Dossier dossier, long ref) {
        boolean retention = dossier.facts().sends().session(ref).sends().stream()
                .anyMatch(sends ->
                        sends.known(Ref.sequence(ref)) && dossier.logLoss().removable(sends, Ref.sequence(ref)));
        return retention ? ": retention or compaction, and no copy of it was seen anywhere else" : "";
    }

    /**
     * @param copiesWouldShow if there was one elsewhere; in evidence that is not whole a record that retention or compaction may have
     *     removed is not counted
     */
    private static void lost(Dossier dossier, Sends sends, boolean copiesWouldShow, RefSet lost) {
        for (int row = 0; row < sends.size(); row++) {
            if (!sends.known(row) || !dossier.must(sends, row)) {
                continue;
            }
            long ref = sends.ref(row);
            boolean there =
                    dossier.holdings().scanned(sends.region, sends.topic(row)).contains(ref);
            if (!there
                    && partitionRead(dossier, sends, row)
                    && !(dossier.logLoss().removable(sends, row)
                            && (!copiesWouldShow || dossier.holdings().observedOutside(sends.region, ref)))) {
                lost.add(ref);
            }
        }
    }

    /** What a partition held that was not read, nobody knows. */
    private static boolean partitionRead(Dossier dossier, Sends sends, int row) {
        if (!sends.ok(row)) {
            return true;
        }
        ScanLog log = dossier.facts().knownScanLog(sends.region, sends.ackTopic(row), sends.partition(row));
        return log != null && log.complete();
    }
}
