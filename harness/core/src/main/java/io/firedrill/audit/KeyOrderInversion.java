package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * C5, key-order inversion: first deliveries of a key, sequence below the running maximum. To each group, in whichever region, in the
 * order of time; sequences compare within one session only. The record that came behind a later one of its key counts.
 */
final class KeyOrderInversion implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.C5;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        List<Supplier<RefSet>> shards = new ArrayList<>();
        for (int group : dossier.groups()) {
            shards.addAll(
                    Shards.each(dossier.facts().sends().sessions(), session -> inSession(dossier, group, session)));
        }
        return Plan.records(shards, ref -> dossier.describe(ref) + ", first delivered behind a later one of its key");
    }

    /** From the last sequence to the first: inverted is what came later than the earliest of those behind it. */
    private static RefSet inSession(Dossier dossier, int group, Session session) {
        RefSet inverted = new RefSet();
        RefTimes deliveries = dossier.holdings().firstDeliveries(group);
        LongTable earliest = new LongTable(dossier.scratch());
        int rows = session.sends().stream().mapToInt(Sends::size).max().orElse(0);
        for (int sequence = rows - 1; sequence >= 0; sequence--) {
            long at = deliveries.get(Ref.of(session.index, sequence));
            if (at == RefTimes.NEVER) {
                continue;
            }
            long key = session.keyHash(sequence);
            long later = earliest.get(key, RefTimes.NEVER);
            if (later < at) {
                inverted.add(Ref.of(session.index, sequence));
            }
            earliest.put(key, Math.min(later, at));
        }
        earliest.giveBack();
        return inverted;
    }
}
