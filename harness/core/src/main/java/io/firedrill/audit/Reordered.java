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
    public Plan<?> plan(Dossier dossier) {
        return Plan.ofFlows(
                dossier,
                flow -> in(dossier, flow),
                ref -> dossier.describe(ref) + ", copied behind a later record of its partition");
    }

    /** Logs of one flow are no shards of their own: of a record that stands in two, the first copy is meant. */
    private static RefSet in(Dossier dossier, Flow flow) {
        RefSet reordered = new RefSet();
        FirstCopies source = dossier.holdings().firstCopies(flow.from(), flow.topic());
        RefSet copied = new RefSet();
        for (ScanLog log : dossier.facts().scanLogs()) {
            if (log.region == flow.to() && log.topic == flow.mirror()) {
                inLog(dossier, flow, source, log, copied, reordered);
            }
        }
        return reordered;
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
