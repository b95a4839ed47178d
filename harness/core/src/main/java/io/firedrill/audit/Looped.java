package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.List;

/**
 * R6, loop: a record re-entered the region it came from. Under a policy that renames copies: a record that was sent to a region stands
 * in a mirrored topic there, though it was never sent to the region that topic is copied from. Where copies keep the name: replication
 * runs both ways, the other region has the record, and its own log holds it more than once.
 */
final class Looped implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.R6;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        List<Flow> flows = Flow.of(dossier);
        for (Flow flow : flows) {
            if (!dossier.completeness().scannedWhole(flow.to())) {
                return Plan.settled(new Answer.Unsettled(dossier.completeness().notScanned(flow.to())));
            }
        }
        return Plan.records(
                Shards.each(flows, flow -> by(dossier, flows, flow)),
                ref -> dossier.describe(ref) + ", copied back into the region it came from");
    }

    private static RefSet by(Dossier dossier, List<Flow> flows, Flow flow) {
        boolean renamed = flow.mirror() != flow.topic();
        boolean both = flows.stream()
                .anyMatch(back -> back.from() == flow.to()
                        && back.to() == flow.from()
                        && back.topic() == flow.mirror()
                        && back.mirror() == flow.topic());
        RefSet looped = new RefSet();
        Copies there = dossier.holdings().scanned(flow.to(), flow.mirror());
        there.present().forEach(ref -> {
            if (cameFrom(dossier, flow, ref) && (renamed || both && repeated(dossier, flow, there, ref))) {
                looped.add(ref);
            }
        });
        return looped;
    }

    private static boolean cameFrom(Dossier dossier, Flow flow, long ref) {
        Session session = dossier.facts().sends().session(ref);
        int sequence = Ref.sequence(ref);
        return session.sentTo(flow.to(), sequence) && !session.sentTo(flow.from(), sequence);
    }

    private static boolean repeated(Dossier dossier, Flow flow, Copies there, long ref) {
        return there.count(ref) > 1
                && dossier.holdings().scanned(flow.from(), flow.topic()).contains(ref);
    }
}
