package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.List;

/**
 * R1, tail-unreplicated: missing at the target, no later one of its source partition there. R2, replication-hole: missing at the
 * target though a later one of its source partition is there.
 *
 * <p>Of the final scans: what the target holds after healing and draining. (What it held at the failover is the RPO.) A copy that
 * was delivered at the target and expired since was there. Without a whole scan of the target, neither is measured.
 *
 * <p>What either may have on top of its count is the figure {@link Result.Anomaly#MAY}: what is missing at the target, or may be since its send
 * stayed open, and of which nobody knows where it stands at the source; and what is a tail, or a hole if it stands before a record that
 * the target has and of which nobody knows that.
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
        return new Plan<>(
                Shards.each(flows, flow -> dossier.missing(flow).of(anomaly)),
                Doubtful::new,
                Doubtful::with,
                found -> found.finding(ref -> dossier.describe(ref) + what));
    }

    /**
     * What one flow did not bring to its target.
     *
     * @param either missing, or may be, and a tail or a hole
     */
    record Missing(RefSet tail, RefSet holes, RefSet either) {

        private Doubtful of(AnomalyClass anomaly) {
            return new Doubtful(anomaly == AnomalyClass.R1 ? tail : holes, either);
        }

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
            Missing found = new Missing(new RefSet(), new RefSet(), copied.placeless);
            long clocks = dossier.story().clockBound();
            copied.missing.forEach(ref -> {
                Sends sends = dossier.facts().sends().session(ref).known(flow.from());
                Position position = sends == null ? null : dossier.nativePosition(sends, Ref.sequence(ref));
                if (sends != null && position != null) {
                    boolean hole = copied.lastThere.of(position.partition()).isAfter(position.offset(), ref);
                    boolean mayBeHole = copied.placelessUntil > sends.invoked(Ref.sequence(ref)) - clocks;
                    (hole ? found.holes : mayBeHole ? found.either : found.tail).add(ref);
                }
            });
            return found;
        }
    }

    /** Of some sends: those that the target has not, and of each source partition the last that it has. */
    private static final class Copied {
        private final RefSet missing = new RefSet();

        /** What the target has not, and that has no place at the source. */
        private final RefSet placeless = new RefSet();

        /** Of what the target has and that has no place at the source, until when the last may have been taken there. */
        private long placelessUntil = Long.MIN_VALUE;

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
            for (int row = from; row < to; row++) {
                if (of.known(row) && !of.ok(row) && of.topic(row) == flow.topic() && placeless(dossier, of, row)) {
                    long ref = of.ref(row);
                    if (scanned.contains(ref) || delivered.contains(ref)) {
                        placelessUntil = Math.max(placelessUntil, dossier.takenBy(of, row));
                    } else {
                        placeless.add(ref);
                    }
                }
            }
        }

        /** Whether a record was or may have been taken by its region, and nobody knows where it stands there. */
        private static boolean placeless(Dossier dossier, Sends of, int row) {
            return dossier.nativePosition(of, row) == null
                    && (dossier.must(of, row) || dossier.standing(of, row) == Dossier.Standing.OPEN);
        }

        Copied with(Copied later) {
            missing.addAll(later.missing);
            placeless.addAll(later.placeless);
            placelessUntil = Math.max(placelessUntil, later.placelessUntil);
            later.lastThere.forEach(
                    (partition, place) -> lastThere.of(partition).last(place));
            return this;
        }
    }
}
