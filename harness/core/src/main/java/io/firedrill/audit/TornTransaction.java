package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

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
    public Plan<?> plan(Dossier dossier) {
        if (dossier.facts().transactions().none()) {
            return Plan.settled(new Answer.Unasked("no service grouped its sends into transactions"));
        }
        List<Flow> flows = Flow.of(dossier);
        if (flows.isEmpty()) {
            return Plan.settled(new Answer.Unasked("nothing was mirrored"));
        }
        Optional<String> unscanned = Flow.unscanned(dossier, flows);
        if (unscanned.isPresent()) {
            return Plan.settled(new Answer.Unsettled(unscanned.get()));
        }
        List<Look> looks = new ArrayList<>();
        for (Flow flow : flows) {
            looks.add(new Look(
                    flow, dossier.holdings().scanned(flow.to(), flow.mirror()).present(), "at the end"));
            for (TransitionFacts transition : dossier.story().transitions()) {
                if (dossier.region(transition.to()) == flow.to()
                        && transition.snapshot().isPresent()) {
                    Optional<String> unlike =
                            dossier.logLoss().lessThanAt(transition.snapshot().get(), flow.to(), flow.mirror());
                    if (unlike.isPresent()) {
                        return Plan.settled(new Answer.Unsettled(unlike.get()));
                    }
                    looks.add(new Look(
                            flow,
                            dossier.holdings()
                                    .below(
                                            flow.to(),
                                            dossier.facts().lineage(flow.topic()),
                                            transition.snapshot().get()),
                            "below the snapshot of " + transition.name()));
                }
            }
        }
        Torn torn = new Torn(dossier, looks);
        return Plan.records(Shards.each(looks, torn::at), ref -> dossier.describe(ref) + ", " + torn.text(ref));
    }

    /** One look at a mirror. */
    private record Look(Flow flow, RefSet visible, String when) {}

    private record Torn(Dossier dossier, List<Look> looks) {

        RefSet at(Look look) {
            RefSet records = new RefSet();
            for (Transaction transaction : dossier.facts().transactions().all()) {
                if (tears(look, transaction).isPresent()) {
                    visible(look, transaction, records::add);
                }
            }
            return records;
        }

        /** What is the matter with a record, by the first look that saw it. */
        String text(long ref) {
            for (Look look : looks) {
                for (Transaction transaction : dossier.facts().transactions().all()) {
                    Optional<String> torn = transaction.has(ref) ? tears(look, transaction) : Optional.empty();
                    if (torn.isPresent() && sees(look, transaction.sends, Ref.sequence(ref))) {
                        return torn.get() + ", visible in "
                                + dossier.catalogue().regions().get(look.flow().to()) + " " + look.when();
                    }
                }
            }
            return "";
        }

        /** How the transaction is torn there, or empty. */
        private Optional<String> tears(Look look, Transaction transaction) {
            Flow flow = look.flow();
            Sends sends = transaction.sends;
            if (sends.region != flow.from()) {
                return Optional.empty();
            }
            boolean unconfirmed = transaction.fate() == Transaction.Fate.UNKNOWN;
            boolean committed = transaction.fate() == Transaction.Fate.COMMITTED;
            int members = 0;
            for (int row = transaction.first; row < transaction.end(); row++) {
                if (sends.known(row) && sends.topic(row) == flow.topic()) {
                    members++;
                    // An unconfirmed commit shows in the native log, if it took place.
                    committed |= unconfirmed
                            && dossier.holdings()
                                    .scanned(flow.from(), flow.topic())
                                    .contains(sends.ref(row));
                }
            }
            if (!committed && unconfirmed) {
                // Its log is not what it was, so nobody knows.
                return Optional.empty();
            }
            int seen = visible(look, transaction, ref -> {});
            if (seen == 0 || committed && seen == members) {
                return Optional.empty();
            }
            return Optional.of(
                    committed
                            ? seen + " of the " + members + " records of " + transaction.text()
                            : "of " + transaction.text());
        }

        /** How many of its records are visible there, each handed out. */
        private int visible(Look look, Transaction transaction, LongConsumer each) {
            int seen = 0;
            for (int row = transaction.first; row < transaction.end(); row++) {
                if (sees(look, transaction.sends, row)) {
                    seen++;
                    each.accept(transaction.sends.ref(row));
                }
            }
            return seen;
        }

        private boolean sees(Look look, Sends sends, int row) {
            long ref = sends.ref(row);
            return sends.known(row)
                    && sends.topic(row) == look.flow().topic()
                    && look.visible().contains(ref)
                    && look.flow().carried(dossier, ref);
        }
    }
}
