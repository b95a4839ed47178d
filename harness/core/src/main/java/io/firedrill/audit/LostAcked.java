package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.List;

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
    public Plan<?> plan(Dossier dossier) {
        List<Sends> scanned = dossier.facts().sends().inOrder().stream()
                .filter(sends -> dossier.completeness().scannedWhole(sends.region))
                .toList();
        if (scanned.isEmpty() && !dossier.facts().sends().sessions().isEmpty()) {
            return Plan.settled(new Answer.Unsettled("no region was scanned whole"));
        }
        boolean copiesWouldShow = dossier.completeness().allScannedWhole()
                && dossier.completeness().journalsWhole();
        return Plan.records(
                Shards.eachSend(dossier, scanned, (sends, row, lost) -> {
                    if (lost(dossier, sends, row, copiesWouldShow)) {
                        lost.add(sends.ref(row));
                    }
                }),
                ref -> dossier.describe(ref) + ", absent from that log at the end" + cause(dossier, ref));
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
    private static boolean lost(Dossier dossier, Sends sends, int row, boolean copiesWouldShow) {
        long ref = sends.ref(row);
        return !dossier.holdings().scanned(sends.region, sends.topic(row)).contains(ref)
                && dossier.must(sends, row)
                && partitionRead(dossier, sends, row)
                && !(dossier.logLoss().removable(sends, row)
                        && (!copiesWouldShow || dossier.holdings().observedOutside(sends.region, ref)));
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
