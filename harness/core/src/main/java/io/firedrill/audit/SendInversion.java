package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;

/**
 * P6, send-inversion: of one session and key, a sequence below the running maximum of the log. In the order of offsets, in each
 * partition of a native topic of each region that was scanned whole; the records that stand behind a later one count.
 */
final class SendInversion implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.P6;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        for (int region = 0; region < dossier.catalogue().regions().size(); region++) {
            if (!dossier.completeness().scannedWhole(region)) {
                return Plan.settled(new Answer.Unsettled(dossier.completeness().notScanned(region)));
            }
        }
        return Plan.records(
                Shards.each(dossier.facts().scanLogs(), log -> inLog(dossier.facts(), log)),
                ref -> dossier.describe(ref) + ", behind a later send of its session and key");
    }

    private static RefSet inLog(Facts facts, ScanLog log) {
        RefSet inverted = new RefSet();
        LongTable highest = new LongTable(facts.scratch());
        RowOrder order = log.byOffset();
        for (int rank = 0; rank < order.size(); rank++) {
            long ref = log.refs.get(order.row(rank));
            Sends sends = Ref.phantom(ref) ? null : facts.sends().session(ref).known(log.region);
            int sequence = Ref.sequence(ref);
            if (sends == null || !facts.nativeLog(log.region, log.topic, ref)) {
                continue;
            }
            long key = LongTable.pair(sends.keyHash(sequence), sends.session.index);
            if (sequence < highest.get(key, -1)) {
                inverted.add(ref);
            } else {
                highest.put(key, sequence);
            }
        }
        highest.giveBack();
        return inverted;
    }
}
