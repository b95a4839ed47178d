package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent.ServiceSwitched;
import io.firedrill.evidence.TimelineEvent.SnapshotTaken;
import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * X6, row without event, event without row: a service's store and its topic disagree in the region that took over. In records.
 *
 * <p>Of the records of the service that other regions were sent before its store became the primary there: a row is what that store held
 * then (what it holds at the end, but for what came later, as copies come to one that was restarted), an event is a copy in the lineage
 * below the failover snapshot. Of those that this region was sent, whenever: the row, and the event in its native log, at the end. The
 * figures tell the two kinds apart. A row whose record was never handed to a client counts as one without event. A store whose service
 * comes back to it, and which was never anything but the primary, took no copies meanwhile; there the service's switch is the moment.
 */
final class StoreDisagreement implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.X6;
    }

    @Override
    public Plan<?> plan(Dossier dossier) {
        List<Catalogue.Store> stores = dossier.catalogue().stores();
        if (stores.isEmpty()) {
            return Plan.settled(new Answer.Unasked("no service keeps a store beside its topic"));
        }
        List<Takeover> takeovers = new ArrayList<>();
        for (TransitionFacts transition : dossier.story().transitions()) {
            int to = dossier.region(transition.to());
            for (int store = 0; store < stores.size(); store++) {
                StoreRows rows = dossier.facts().knownStore(to, store);
                long primary = primary(dossier, stores.get(store).service(), rows, transition);
                if (primary == Long.MAX_VALUE) {
                    continue;
                }
                if (transition.snapshot().isEmpty()) {
                    return Plan.settled(new Answer.Unsettled("no failover snapshot was taken"));
                }
                if (!dossier.completeness().scannedWhole(to)) {
                    return Plan.settled(
                            new Answer.Unsettled(dossier.completeness().notScanned(to)));
                }
                if (!rows.whole()) {
                    return Plan.settled(new Answer.Unsettled("the store of "
                            + stores.get(store).service() + " in " + transition.to() + " was not read whole"));
                }
                Takeover takeover = new Takeover(
                        dossier,
                        stores.get(store),
                        rows,
                        to,
                        primary,
                        transition.snapshot().get());
                Optional<String> unlike = takeover.unlikeThen();
                if (unlike.isPresent()) {
                    return Plan.settled(new Answer.Unsettled(unlike.get()));
                }
                takeovers.add(takeover);
            }
        }
        if (takeovers.isEmpty()) {
            return Plan.settled(new Answer.Unasked("no transition made another region's store the primary"));
        }
        List<Supplier<Disagreements>> shards = new ArrayList<>();
        takeovers.forEach(takeover -> {
            shards.add(takeover::unsent);
            shards.addAll(takeover.shards());
        });
        return new Plan<>(shards, () -> new Disagreements(dossier), Disagreements::with, Disagreements::finding);
    }

    /** When it became the primary in this transition; {@link Long#MAX_VALUE}: it did not. */
    private static long primary(Dossier dossier, String service, StoreRows rows, TransitionFacts transition) {
        long promoted = Long.MAX_VALUE;
        boolean before = false;
        for (int row = 0; row < rows.promotions.size(); row++) {
            long at = rows.promotions.get(row);
            before |= at < transition.t0From();
            if (at >= transition.t0From() && at < transition.until()) {
                promoted = Math.min(promoted, at);
            }
        }
        return promoted == Long.MAX_VALUE && before && left(dossier, service, transition)
                ? switched(dossier, service, transition).orElse(Long.MAX_VALUE)
                : promoted;
    }

    /**
     * Whether an earlier transition switched the service away from where this one goes to. Its store there is the primary still, if its
     * worker went on, and nobody promotes it again.
     */
    private static boolean left(Dossier dossier, String service, TransitionFacts transition) {
        return dossier.story().transitions().stream()
                .filter(earlier -> earlier.t0From() < transition.t0From())
                .anyMatch(earlier -> earlier.from().equals(transition.to())
                        && switched(dossier, service, earlier).isPresent());
    }

    /** As the timeline says it of the service; nothing of one that was sent elsewhere by mistake. */
    private static OptionalLong switched(Dossier dossier, String service, TransitionFacts transition) {
        return dossier.story()
                .timeline()
                .all(ServiceSwitched.class)
                .filter(e ->
                        e.failover().equals(transition.name()) && e.service().equals(service))
                .mapToLong(ServiceSwitched::at)
                .filter(at -> at >= transition.t0From() && at < transition.until())
                .min();
    }

    /** A store that became the primary of its service in another region. */
    private record Takeover(
            Dossier dossier, Catalogue.Store store, StoreRows rows, int to, long primary, SnapshotTaken snapshot) {

        String place() {
            return store.service() + " in " + dossier.catalogue().regions().get(to);
        }

        /** Why the scan does not tell what stood below the snapshot; empty when it does. */
        Optional<String> unlikeThen() {
            Catalogue catalogue = dossier.catalogue();
            Set<String> lineages = store.producers().stream()
                    .map(producer -> dossier.facts()
                            .lineage(catalogue.producers().get(producer).topic()))
                    .collect(Collectors.toSet());
            return IntStream.range(0, catalogue.topics().size())
                    .filter(topic -> lineages.contains(dossier.facts().lineage(topic)))
                    .mapToObj(topic -> dossier.logLoss().lessThanAt(snapshot, to, topic))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        /** Rows of records that were never handed to a client. */
        Disagreements unsent() {
            Disagreements found = new Disagreements(dossier);
            if (rows.unsentRows() > 0) {
                found.unsentRows = rows.unsentRows();
                found.unsent.add(
                        rows.unsentRows() + " rows of " + place() + " are of records that no client was ever given");
            }
            return found;
        }

        List<Supplier<Disagreements>> shards() {
            List<Sends> sent = dossier.facts().sends().inOrder().stream()
                    .filter(sends -> store.producers().contains(sends.session.producer))
                    .toList();
            return Shards.sends(dossier, sent, this::compare);
        }

        private Disagreements compare(Sends sends, int from, int end) {
            Disagreements found = new Disagreements(dossier);
            RefSet rowsAlone = new RefSet();
            RefSet eventsAlone = new RefSet();
            for (int row = from; row < end; row++) {
                boolean own = sends.region == to;
                if (sends.known(row) && (own || sends.invoked(row) < primary && !sentThereToo(sends, row))) {
                    long ref = sends.ref(row);
                    boolean event = copied(sends.topic(row), ref)
                            || own
                                    && dossier.holdings()
                                            .scanned(to, sends.topic(row))
                                            .contains(ref);
                    boolean stored = own ? rows.rows.contains(ref) : rows.heldAt(ref, primary);
                    if (stored != event) {
                        (stored ? rowsAlone : eventsAlone).add(ref);
                    }
                }
            }
            found.add("a row of " + place() + ", and no event", true, rowsAlone);
            found.add("no row of " + place() + ", though its event is there", false, eventsAlone);
            return found;
        }

        /** Then its row there is of that send, whatever became of the other. */
        private boolean sentThereToo(Sends sends, int row) {
            Sends there = sends.session.known(to);
            return there != null && there.known(row);
        }

        private boolean copied(int topic, long ref) {
            return dossier.holdings()
                    .below(to, dossier.facts().lineage(topic), snapshot)
                    .contains(ref);
        }
    }

    /** What is the matter with some records. */
    private record Kind(boolean ofRows, RefSet records) {}

    private static final class Disagreements {
        private final Dossier dossier;
        private final RefSet records = new RefSet();

        /** By the sentence's end that says what it is. */
        private final Map<String, Kind> kinds = new LinkedHashMap<>();

        private final List<String> unsent = new ArrayList<>();
        private long unsentRows;

        Disagreements(Dossier dossier) {
            this.dossier = dossier;
        }

        /** Of a record that was told of before, what was said then. */
        void add(String text, boolean ofRows, RefSet found) {
            Kind kind = kinds.computeIfAbsent(text, t -> new Kind(ofRows, new RefSet()));
            found.forEach(ref -> {
                if (records.add(ref)) {
                    kind.records().add(ref);
                }
            });
        }

        Disagreements with(Disagreements later) {
            later.kinds.forEach((text, kind) -> add(text, kind.ofRows(), kind.records()));
            unsent.addAll(later.unsent);
            unsentRows += later.unsentRows;
            return this;
        }

        Finding finding() {
            return new Finding(records, unsentRows, unsent, ref -> dossier.describe(ref) + ", " + text(ref))
                    .with(Map.of(
                            "rowsWithoutEvent", (double) (records(true) + unsentRows),
                            "eventsWithoutRow", (double) records(false)));
        }

        private long records(boolean ofRows) {
            return kinds.values().stream()
                    .filter(kind -> kind.ofRows() == ofRows)
                    .mapToLong(kind -> kind.records().size())
                    .sum();
        }

        private String text(long ref) {
            return kinds.entrySet().stream()
                    .filter(kind -> kind.getValue().records().contains(ref))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("");
        }
    }
}
