package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;

/**
 * R4, reordered: first copies at the target in another order than at the source. In the order of the target's offsets, of each
 * source partition: the records that stand behind one which the source has later. A record that the source's log does not hold
 * any more has no order.
 */
final class Reordered implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.R4;
    }

    @Override
    public Answer find(Dossier dossier) {
        RefSet reordered = new RefSet();
        for (Flow flow : Flow.of(dossier)) {
            if (flow.unscanned(dossier).isPresent()) {
                return new Answer.Unsettled(flow.unscanned(dossier).get());
            }
            FirstCopies source = dossier.holdings().firstCopies(flow.from(), flow.topic());
            RefSet copied = new RefSet();
            for (ScanLog log : dossier.facts().scanLogs()) {
                if (log.region == flow.to() && log.topic == flow.mirror()) {
                    inLog(dossier, flow, source, log, copied, reordered);
                }
            }
        }
        return Finding.of(reordered, ref -> dossier.describe(ref) + ", copied behind a later record of its partition");
    }

    private static void inLog(
            Dossier dossier, Flow flow, FirstCopies source, ScanLog log, RefSet copied, RefSet reordered) {
        LongTable highest = new LongTable();
        RowOrder order = log.byOffset();
        for (int rank = 0; rank < order.size(); rank++) {
            long ref = log.refs.get(order.row(rank));
            if (!flow.carried(dossier, ref) || !copied.add(ref)) {
                continue;
            }
            long place = source.place(ref);
            if (place == FirstCopies.NOWHERE) {
                continue;
            }
            int partition = source.partition(place);
            long offset = source.offset(place);
            if (offset < highest.get(partition, -1)) {
                reordered.add(ref);
            } else {
                highest.put(partition, offset);
            }
        }
    }
}
