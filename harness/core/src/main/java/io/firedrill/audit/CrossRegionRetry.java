package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.List;

/**
 * X5, cross-region retry: one id native in one region and native or mirrored beside it in the other. A record that a service handed to
 * two regions under one id, of which one region's native log holds it, and another copy came of the other attempt: in that region's
 * native log, or mirrored from there beside the first.
 */
final class CrossRegionRetry implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.X5;
    }

    @Override
    public Answer find(Dossier dossier) {
        RefSet twice = new RefSet();
        List<Flow> flows = Flow.of(dossier);
        for (Session session : dossier.facts().sends().sessions()) {
            for (Sends one : session.sends()) {
                for (Sends other : session.sends()) {
                    if (one != other) {
                        for (int region : new int[] {one.region, other.region}) {
                            if (!dossier.completeness().scannedWhole(region)) {
                                return new Answer.Unsettled(
                                        dossier.completeness().notScanned(region));
                            }
                        }
                        attempts(dossier, flows, one, other, twice);
                    }
                }
            }
        }
        return Finding.of(twice, ref -> dossier.describe(ref) + ", written in another region as well");
    }

    private static void attempts(Dossier dossier, List<Flow> flows, Sends one, Sends other, RefSet twice) {
        for (int row = 0; row < one.size(); row++) {
            if (!one.known(row) || !other.known(row)) {
                continue;
            }
            long ref = one.ref(row);
            boolean here =
                    dossier.holdings().scanned(one.region, one.topic(row)).contains(ref);
            boolean there =
                    dossier.holdings().scanned(other.region, other.topic(row)).contains(ref);
            if (here && (there || mirroredFrom(dossier, flows, other, one.region, row))) {
                twice.add(ref);
            }
        }
    }

    private static boolean mirroredFrom(Dossier dossier, List<Flow> flows, Sends source, int region, int row) {
        return flows.stream()
                .anyMatch(flow -> flow.from() == source.region
                        && flow.to() == region
                        && flow.topic() == source.topic(row)
                        && flow.mirror() != flow.topic()
                        && dossier.holdings().scanned(region, flow.mirror()).contains(source.ref(row)));
    }
}
