package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;

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
    public Answer find(Dossier dossier) {
        RefSet looped = new RefSet();
        for (Flow flow : Flow.of(dossier)) {
            if (!dossier.completeness().scannedWhole(flow.to())) {
                return new Answer.Unsettled(dossier.completeness().notScanned(flow.to()));
            }
            boolean renamed = flow.mirror() != flow.topic();
            boolean both = Flow.of(dossier).stream()
                    .anyMatch(back -> back.from() == flow.to()
                            && back.to() == flow.from()
                            && back.topic() == flow.mirror()
                            && back.mirror() == flow.topic());
            Copies there = dossier.holdings().scanned(flow.to(), flow.mirror());
            there.present().forEach(ref -> {
                if (cameFrom(dossier, flow, ref) && (renamed || both && repeated(dossier, flow, there, ref))) {
                    looped.add(ref);
                }
            });
        }
        return Finding.of(looped, ref -> dossier.describe(ref) + ", copied back into the region it came from");
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
