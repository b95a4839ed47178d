package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

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
    public Plan<?> plan(Dossier dossier) {
        List<Supplier<RefSet>> shards = new ArrayList<>();
        List<Flow> flows = Flow.of(dossier);
        for (Session session : dossier.facts().sends().sessions()) {
            for (Sends one : session.sends()) {
                for (Sends other : session.sends()) {
                    if (one != other) {
                        for (int region : new int[] {one.region, other.region}) {
                            if (!dossier.completeness().scannedWhole(region)) {
                                return Plan.settled(new Answer.Unsettled(
                                        dossier.completeness().notScanned(region)));
                            }
                        }
                        shards.addAll(Shards.eachSend(dossier, List.of(one), (sends, row, twice) -> {
                            if (other.known(row) && twice(dossier, flows, sends, other, row)) {
                                twice.add(sends.ref(row));
                            }
                        }));
                    }
                }
            }
        }
        return Plan.records(shards, ref -> dossier.describe(ref) + ", written in another region as well");
    }

    private static boolean twice(Dossier dossier, List<Flow> flows, Sends one, Sends other, int row) {
        long ref = one.ref(row);
        boolean there =
                dossier.holdings().scanned(other.region, other.topic(row)).contains(ref);
        return dossier.holdings().scanned(one.region, one.topic(row)).contains(ref)
                && (there || mirroredFrom(dossier, flows, other, one.region, row));
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
