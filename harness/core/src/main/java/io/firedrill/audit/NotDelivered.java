package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * C1, unseen: Must, in a log the group reads, position never reached it. C2, skipped: Must, in a log the group reads, never
 * delivered though the group's position passed it.
 *
 * <p>A log the group reads is one of its topics in the region where its service is active at the drill's end. Delivered means
 * to this group, in whichever region. The position is the furthest that a delivery, a commit or an assignment showed. What a group
 * has not come to when the drain did not finish it may still have come to: then C1 is not measured.
 */
final class NotDelivered implements AnomalyFold {
    private final AnomalyClass anomaly;

    private NotDelivered(AnomalyClass anomaly) {
        this.anomaly = anomaly;
    }

    static NotDelivered unseen() {
        return new NotDelivered(AnomalyClass.C1);
    }

    static NotDelivered skipped() {
        return new NotDelivered(AnomalyClass.C2);
    }

    @Override
    public AnomalyClass anomaly() {
        return anomaly;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        if (anomaly == AnomalyClass.C1 && !dossier.story().drained()) {
            return Plan.settled(new Answer.Unsettled(
                    "the drain did not finish, so nobody knows what the groups would still have read"));
        }
        List<Supplier<RefSet>> shards = new ArrayList<>();
        for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
            int region = Reading.regionAtTheEnd(dossier, group);
            if (region < 0) {
                return Plan.settled(new Answer.Unsettled("nobody knows where "
                        + dossier.catalogue().groups().get(group).name() + " read at the end"));
            }
            if (!dossier.completeness().scannedWhole(region)) {
                return Plan.settled(new Answer.Unsettled(dossier.completeness().notScanned(region)));
            }
            for (ScanLog log : dossier.facts().scanLogs()) {
                if (log.region == region
                        && dossier.catalogue().groups().get(group).topics().contains(log.topic)) {
                    int of = group;
                    shards.add(() -> inLog(dossier, of, log));
                }
            }
        }
        String what =
                anomaly == AnomalyClass.C1 ? ", a group never came to it" : ", a group went past it without reading it";
        return Plan.records(shards, ref -> dossier.describe(ref) + what);
    }

    private RefSet inLog(Dossier dossier, int group, ScanLog log) {
        RefSet found = new RefSet();
        GroupLog read = dossier.facts().knownGroupLog(log.region, group, log.topic, log.partition);
        long reached = read == null ? -1 : reached(dossier, read);
        Copies delivered = dossier.holdings().deliveredTo(group);
        for (int row = 0; row < log.refs.size(); row++) {
            long ref = log.refs.get(row);
            boolean passed = log.offsets.get(row) < reached;
            if (passed == (anomaly == AnomalyClass.C2)
                    && !Ref.phantom(ref)
                    && !delivered.contains(ref)
                    && must(dossier, ref)) {
                found.add(ref);
            }
        }
        return found;
    }

    /** Of logs that began anew only deliveries since then tell how far the group came; offsets of the old ones do not. */
    private static long reached(Dossier dossier, GroupLog read) {
        long since = dossier.logLoss().renewed(read.region, read.topic);
        if (since == Long.MIN_VALUE) {
            return read.reached();
        }
        long reached = -1;
        for (int row = 0; row < read.refs.size(); row++) {
            if (read.times.get(row) >= since
                    && !dossier.logLoss().acknowledgedBefore(read.refs.get(row), read.region, since)) {
                reached = Math.max(reached, read.offsets.get(row) + 1);
            }
        }
        return reached;
    }

    private static boolean must(Dossier dossier, long ref) {
        return dossier.facts().sends().session(ref).sends().stream()
                .anyMatch(sends -> sends.known(Ref.sequence(ref)) && dossier.must(sends, Ref.sequence(ref)));
    }
}
