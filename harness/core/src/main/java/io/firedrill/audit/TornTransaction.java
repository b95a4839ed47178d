package io.firedrill.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * R8, torn transaction: a strict subset of a transaction, or an aborted one, visible in a mirrored topic. In records that are visible.
 *
 * <p>Looked at twice: below the failover snapshot of each transition into the mirror's region, which is what the services there began
 * with, and at the end, which is what stays. Visible is what a reader of committed records sees. A transaction is aborted when it
 * cannot have been committed: its abort was asked for, or it was left open; also when its commit was not confirmed and no record of it
 * is in its native log, read whole. Of one whose log was lost since, nobody knows, and nothing is counted. Of every other one all records have to be visible, or none.
 */
final class TornTransaction implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.R8;
    }

    @Override
    public Answer find(Dossier dossier) {
        if (dossier.facts().transactions().none()) {
            return new Answer.Unasked("no service grouped its sends into transactions");
        }
        List<Flow> flows = Flow.of(dossier);
        if (flows.isEmpty()) {
            return new Answer.Unasked("nothing was mirrored");
        }
        Torn torn = new Torn(dossier);
        for (Flow flow : flows) {
            Optional<String> unscanned = flow.unscanned(dossier);
            if (unscanned.isPresent()) {
                return new Answer.Unsettled(unscanned.get());
            }
            torn.look(flow, dossier.scanned(flow.to(), flow.mirror()).present(), "at the end");
            for (TransitionFacts transition : dossier.story().transitions()) {
                if (dossier.region(transition.to()) == flow.to()
                        && transition.snapshot().isPresent()) {
                    torn.look(
                            flow,
                            dossier.below(
                                    flow.to(),
                                    dossier.facts().lineage(flow.topic()),
                                    transition.snapshot().get()),
                            "below the snapshot of " + transition.name());
                }
            }
        }
        return torn.finding();
    }

    private static final class Torn {
        private final Dossier dossier;
        private final RefSet records = new RefSet();
        private final Map<Long, String> what = new HashMap<>();

        Torn(Dossier dossier) {
            this.dossier = dossier;
        }

        Finding finding() {
            return Finding.of(records, ref -> dossier.describe(ref) + ", " + what.getOrDefault(ref, ""));
        }

        void look(Flow flow, RefSet visible, String when) {
            for (Transaction transaction : dossier.facts().transactions().all()) {
                if (transaction.sends.region == flow.from()) {
                    look(flow, transaction, visible, when);
                }
            }
        }

        private void look(Flow flow, Transaction transaction, RefSet visible, String when) {
            Sends sends = transaction.sends;
            List<Long> seen = new ArrayList<>();
            int members = 0;
            boolean committed = transaction.fate() == Transaction.Fate.COMMITTED;
            for (int row = transaction.first; row < transaction.end(); row++) {
                if (!sends.known(row) || sends.topic(row) != flow.topic()) {
                    continue;
                }
                long ref = sends.ref(row);
                members++;
                // An unconfirmed commit shows in the native log, if it took place.
                committed |= transaction.fate() == Transaction.Fate.UNKNOWN
                        && dossier.scanned(flow.from(), flow.topic()).contains(ref);
                if (visible.contains(ref) && flow.carried(dossier, ref)) {
                    seen.add(ref);
                }
            }
            if (!committed && transaction.fate() == Transaction.Fate.UNKNOWN) {
                // Its log is not what it was, so nobody knows.
                return;
            }
            if (!seen.isEmpty() && (!committed || seen.size() < members)) {
                String text = committed
                        ? seen.size() + " of the " + members + " records of " + transaction.text()
                        : "of " + transaction.text();
                for (long ref : seen) {
                    if (records.add(ref)) {
                        what.put(
                                ref,
                                text + ", visible in "
                                        + dossier.catalogue().regions().get(flow.to()) + " " + when);
                    }
                }
            }
        }
    }
}
