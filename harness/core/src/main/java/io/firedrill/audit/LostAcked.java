package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.List;

/**
 * P1, lost-acked: in Must of a region, absent from that region's own final native log. One that retention or compaction removed is
 * excluded when a copy was observed in another region. What may be lost on top of the count is the figure {@link Result.Anomaly#MAY}: where the log was
 * not read, where retention may have removed the record and nobody can say whether there was a copy, and sends that stayed open.
 */
final class LostAcked implements AnomalyFold {
    /** Of one send: whether its record was lost from the log of its region. */
    private enum Fate {
        KEPT,
        LOST,
        UNKNOWN
    }

    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.P1;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        List<Sends> all = dossier.facts().sends().inOrder();
        boolean anyScanned =
                all.stream().anyMatch(sends -> dossier.completeness().scannedWhole(sends.region));
        if (!anyScanned && !dossier.facts().sends().sessions().isEmpty()) {
            return Plan.settled(new Answer.Unsettled("no region was scanned whole"));
        }
        boolean copiesWouldShow = dossier.completeness().allScannedWhole()
                && dossier.completeness().journalsWhole();
        return new Plan<>(
                Shards.sends(dossier, all, (sends, from, to) -> look(dossier, sends, from, to, copiesWouldShow)),
                Doubtful::new,
                Doubtful::with,
                found -> found.finding(
                        ref -> dossier.describe(ref) + ", absent from that log at the end" + cause(dossier, ref)));
    }

    private static Doubtful look(Dossier dossier, Sends sends, int from, int to, boolean copiesWouldShow) {
        Doubtful found = new Doubtful();
        for (int row = from; row < to; row++) {
            if (sends.known(row)) {
                Fate fate = fate(dossier, sends, row, copiesWouldShow);
                if (fate == Fate.LOST) {
                    found.certain().add(sends.ref(row));
                } else if (fate == Fate.UNKNOWN) {
                    found.may().add(sends.ref(row));
                }
            }
        }
        return found;
    }

    /** What is known of why: that the log begins behind it, or is compacted. */
    private static String cause(Dossier dossier, long ref) {
        boolean retention = dossier.facts().sends().session(ref).sends().stream()
                .anyMatch(sends ->
                        sends.known(Ref.sequence(ref)) && dossier.logLoss().removable(sends, Ref.sequence(ref)));
        return retention ? ": retention or compaction, and no copy of it was seen anywhere else" : "";
    }

    /**
     * @param copiesWouldShow if there was one elsewhere; in evidence that is not whole nobody knows of a record that retention or compaction
     *     may have removed
     */
    private static Fate fate(Dossier dossier, Sends sends, int row, boolean copiesWouldShow) {
        long ref = sends.ref(row);
        if (dossier.holdings().scanned(sends.region, sends.topic(row)).contains(ref)) {
            return Fate.KEPT;
        }
        boolean must = dossier.must(sends, row);
        if (!must && dossier.standing(sends, row) != Dossier.Standing.OPEN) {
            return Fate.KEPT;
        }
        boolean removable = dossier.logLoss().removable(sends, row);
        if (removable && dossier.holdings().observedOutside(sends.region, ref)) {
            return Fate.KEPT;
        }
        boolean read = dossier.completeness().scannedWhole(sends.region) && partitionRead(dossier, sends, row);
        return must && read && (!removable || copiesWouldShow) ? Fate.LOST : Fate.UNKNOWN;
    }

    /** What a partition held that was not read, nobody knows. A record that was never acknowledged may have been for any of its topic. */
    private static boolean partitionRead(Dossier dossier, Sends sends, int row) {
        if (!sends.ok(row)) {
            List<ScanLog> logs = dossier.facts().scanLogs().stream()
                    .filter(log -> log.region == sends.region && log.topic == sends.topic(row))
                    .toList();
            return !logs.isEmpty() && logs.stream().allMatch(ScanLog::complete);
        }
        ScanLog log = dossier.facts().knownScanLog(sends.region, sends.ackTopic(row), sends.partition(row));
        return log != null && log.complete();
    }
}
