package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent.SnapshotTaken;
import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * X6, row without event, event without row: a service's store and its topic disagree in the region that took over. In records.
 *
 * <p>Of the records of the service that were sent before its store became the primary there: a row is what that store holds (a primary
 * takes no copies, so it holds at the end what it held then), an event is a copy in the lineage below the failover snapshot. Of those that
 * were sent to that region since: the row, and the event in its native log at the end. The figures tell the two kinds apart. A row whose
 * record was never handed to a client counts as one without event.
 */
final class StoreDisagreement implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.X6;
    }

    @Override
    public Answer find(Dossier dossier) {
        List<Catalogue.Store> stores = dossier.catalogue().stores();
        if (stores.isEmpty()) {
            return new Answer.Unasked("no service keeps a store beside its topic");
        }
        Disagreements found = new Disagreements(dossier);
        boolean asked = false;
        for (TransitionFacts transition : dossier.story().transitions()) {
            int to = dossier.region(transition.to());
            for (int store = 0; store < stores.size(); store++) {
                StoreRows rows = dossier.facts().knownStore(to, store);
                long promoted = promoted(rows, transition);
                if (promoted == Long.MAX_VALUE) {
                    continue;
                }
                if (transition.snapshot().isEmpty()) {
                    return new Answer.Unsettled("no failover snapshot was taken");
                }
                if (!dossier.completeness().scannedWhole(to)) {
                    return new Answer.Unsettled(dossier.completeness().notScanned(to));
                }
                if (!rows.whole()) {
                    return new Answer.Unsettled("the store of "
                            + stores.get(store).service() + " in " + transition.to() + " was not read whole");
                }
                asked = true;
                found.compare(
                        stores.get(store),
                        rows,
                        to,
                        promoted,
                        transition.snapshot().get());
            }
        }
        return asked ? found.finding() : new Answer.Unasked("no transition made another region's store the primary");
    }

    /** When it became the primary in this transition; {@link Long#MAX_VALUE}: it did not. */
    private static long promoted(StoreRows rows, TransitionFacts transition) {
        long first = Long.MAX_VALUE;
        for (int row = 0; row < rows.promotions.size(); row++) {
            long at = rows.promotions.get(row);
            if (at >= transition.t0From() && at < transition.until()) {
                first = Math.min(first, at);
            }
        }
        return first;
    }

    /** Of one store in one region: the records that no comparison before found. */
    private record Comparison(String service, int region, RefSet rowsAlone, RefSet eventsAlone) {

        Optional<String> text(Dossier dossier, long ref) {
            String store = service + " in " + dossier.catalogue().regions().get(region);
            if (rowsAlone.contains(ref)) {
                return Optional.of("a row of " + store + ", and no event");
            }
            return eventsAlone.contains(ref)
                    ? Optional.of("no row of " + store + ", though its event is there")
                    : Optional.empty();
        }
    }

    private static final class Disagreements {
        private final Dossier dossier;
        private final RefSet records = new RefSet();
        private final List<Comparison> comparisons = new ArrayList<>();
        private final List<String> unsent = new ArrayList<>();
        private long unsentRows;

        Disagreements(Dossier dossier) {
            this.dossier = dossier;
        }

        Finding finding() {
            return new Finding(records, unsentRows, unsent, ref -> dossier.describe(ref) + ", " + text(ref))
                    .with(Map.of(
                            "rowsWithoutEvent", (double) (sum(Comparison::rowsAlone) + unsentRows),
                            "eventsWithoutRow", (double) sum(Comparison::eventsAlone)));
        }

        private long sum(Function<Comparison, RefSet> kind) {
            return comparisons.stream().map(kind).mapToLong(RefSet::size).sum();
        }

        /** What is the matter with a record, by the comparison that found it. */
        private String text(long ref) {
            return comparisons.stream()
                    .flatMap(comparison -> comparison.text(dossier, ref).stream())
                    .findFirst()
                    .orElse("");
        }

        void compare(Catalogue.Store store, StoreRows rows, int to, long promoted, SnapshotTaken snapshot) {
            Comparison comparison = new Comparison(store.service(), to, new RefSet(), new RefSet());
            comparisons.add(comparison);
            for (Session session : dossier.facts().sends().sessions()) {
                if (!store.producers().contains(session.producer)) {
                    continue;
                }
                for (Sends sends : session.sends()) {
                    for (int row = 0; row < sends.size(); row++) {
                        boolean before = sends.invoked(row) < promoted;
                        if (sends.known(row) && (before || sends.region == to)) {
                            long ref = sends.ref(row);
                            boolean event = before
                                    ? copied(to, sends.topic(row), ref, snapshot)
                                    : dossier.holdings()
                                            .scanned(to, sends.topic(row))
                                            .contains(ref);
                            boolean stored = rows.rows.contains(ref);
                            if (stored != event && records.add(ref)) {
                                (stored ? comparison.rowsAlone() : comparison.eventsAlone()).add(ref);
                            }
                        }
                    }
                }
            }
            if (rows.unsentRows() > 0) {
                unsentRows += rows.unsentRows();
                unsent.add(rows.unsentRows() + " rows of " + store.service() + " in "
                        + dossier.catalogue().regions().get(to) + " are of records that no client was ever given");
            }
        }

        private boolean copied(int to, int topic, long ref, SnapshotTaken snapshot) {
            return dossier.holdings()
                    .below(to, dossier.facts().lineage(topic), snapshot)
                    .contains(ref);
        }
    }
}
