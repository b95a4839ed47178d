package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.List;

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
    public Plan<?> plan(Dossier dossier) {
        List<Flow> flows = Flow.of(dossier);
        for (Flow flow : flows) {
            if (!dossier.completeness().scannedWhole(flow.to())) {
                return Plan.settled(new Answer.Unsettled(dossier.completeness().notScanned(flow.to())));
            }
        }
        flows.forEach(dossier::missing);
        String what = anomaly == AnomalyClass.R1
                ? ", not in the target, and nothing later either"
                : ", not in the target, though later ones are";
        return Plan.records(
                Shards.each(
                        flows,
                        flow -> anomaly == AnomalyClass.R1
                                ? dossier.missing(flow).tail()
                                : dossier.missing(flow).holes()),
                ref -> dossier.describe(ref) + what);
    }

    /** What one flow did not bring to its target. */
    record Missing(RefSet tail, RefSet holes) {

        /** Asked through {@link Dossier#missing}, which looks once. */
        static Missing of(Dossier dossier, Flow flow) {
            List<Sends> sent = dossier.facts().sends().all().stream()
                    .filter(sends -> sends.region == flow.from())
                    .toList();
            Copied copied = Shards.begin(
                            dossier.crew(),
                            Shards.sends(
                                    dossier, sent, (sends, from, to) -> new Copied(dossier, flow, sends, from, to)),
                            new Copied(),
                            Copied::with)
                    .get();
            Missing found = new Missing(new RefSet(), new RefSet());
            copied.missing.forEach(ref -> {
                Sends sends = dossier.facts().sends().session(ref).known(flow.from());
                Position position = sends == null ? null : dossier.nativePosition(sends, Ref.sequence(ref));
                if (position != null) {
                    boolean tail = !copied.lastThere.of(position.partition()).isAfter(position.offset(), ref);
                    (tail ? found.tail : found.holes).add(ref);
                }
            });
            return found;
        }
    }

    /** Of some sends: those that the target has not, and of each source partition the last that it has. */
    private static final class Copied {
        private final RefSet missing = new RefSet();
        private final ByPartition<SourceLog.Place> lastThere = new ByPartition<>(partition -> new SourceLog.Place());

        Copied() {}

        Copied(Dossier dossier, Flow flow, Sends of, int from, int to) {
            Copies scanned = dossier.holdings().scanned(flow.to(), flow.mirror());
            Copies delivered = dossier.holdings().delivered(flow.to(), flow.mirror());
            SourceLog.forEach(dossier, of, from, to, (sends, row, partition, offset) -> {
                if (sends.topic(row) == flow.topic()) {
                    long ref = sends.ref(row);
                    if (scanned.contains(ref) || delivered.contains(ref)) {
                        lastThere.of(partition).last(offset, ref);
                    } else {
                        missing.add(ref);
                    }
                }
            });
        }

        Copied with(Copied later) {
            missing.addAll(later.missing);
            later.lastThere.forEach(
                    (partition, place) -> lastThere.of(partition).last(place));
            return this;
        }
    }
}
