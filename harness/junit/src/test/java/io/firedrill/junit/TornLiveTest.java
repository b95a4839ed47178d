package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result;
import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.RecordId;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A real drill with transactions, a store and a way back; what the audit says of them is counted again by plain sets of ids. */
@MoreDrills
@Firedrill(scenario = "src/test/resources/scenarios/torn.yaml")
class TornLiveTest {

    private record Visible(Set<RecordId> ids, Set<RecordId> below) {}

    /** What us-west's topics of a lineage hold at the end, and of that what stood below the failover snapshot. */
    private static Visible visible(RunFolder folder, String region, String lineage) {
        Catalogue catalogue = PlainFacts.catalogue(folder);
        Map<String, List<Long>> ends = TimelineReader.read(folder.timeline())
                .all(TimelineEvent.SnapshotTaken.class)
                .findFirst()
                .orElseThrow()
                .endOffsets();
        Visible visible = new Visible(new HashSet<>(), new HashSet<>());
        JournalReader.read(folder.scan(region), new FactSink() {
            @Override
            public void scanned(
                    int topic,
                    int partition,
                    long offset,
                    int worker,
                    int producer,
                    int session,
                    long sequence,
                    long keyHash,
                    long timestamp,
                    int bytes,
                    int digest,
                    boolean intact) {
                Catalogue.Topic of = catalogue.topics().get(topic);
                if (of.lineage().equals(lineage)) {
                    RecordId id = new RecordId(worker, producer, session, sequence);
                    visible.ids().add(id);
                    if (ends.containsKey(of.name())
                            && offset < ends.get(of.name()).get(partition)) {
                        visible.below().add(id);
                    }
                }
            }
        });
        return visible;
    }

    /** Of a region's transactions, as its worker noted them: which records they have and whether their abort was asked for and confirmed. */
    private record Transaction(Set<RecordId> records, boolean aborted, boolean committed) {}

    private static List<Transaction> transactions(RunFolder folder, String region) {
        Map<RecordId, Transaction> byFirst = new HashMap<>();
        Map<RecordId, Boolean> asked = new HashMap<>();
        Map<RecordId, Set<RecordId>> records = new HashMap<>();
        JournalReader.read(folder.journal(region, 1), new FactSink() {
            @Override
            public void transactionEnding(
                    int worker, int producer, int session, long first, long count, boolean commit, long at) {
                Set<RecordId> ids = new HashSet<>();
                for (long sequence = first; sequence < first + count; sequence++) {
                    ids.add(new RecordId(worker, producer, session, sequence));
                }
                RecordId transaction = new RecordId(worker, producer, session, first);
                records.put(transaction, ids);
                asked.put(transaction, commit);
            }

            @Override
            public void transactionEnded(
                    int worker, int producer, int session, long first, boolean confirmed, long at) {
                RecordId transaction = new RecordId(worker, producer, session, first);
                boolean commit = asked.getOrDefault(transaction, false);
                byFirst.put(
                        transaction,
                        new Transaction(
                                records.getOrDefault(transaction, Set.of()),
                                confirmed && !commit,
                                confirmed && commit));
            }
        });
        return List.copyOf(byFirst.values());
    }

    /** @param looks what the other region held at the end and, if it took over, below the failover snapshot */
    private static void collect(
            List<Transaction> transactions, List<Set<RecordId>> looks, Set<RecordId> aborted, Set<RecordId> torn) {
        for (Transaction transaction : transactions) {
            for (Set<RecordId> look : looks) {
                Set<RecordId> seen = new HashSet<>(transaction.records());
                seen.retainAll(look);
                if (transaction.aborted()) {
                    aborted.addAll(seen);
                } else if (transaction.committed()
                        && seen.size() < transaction.records().size()) {
                    torn.addAll(seen);
                }
            }
        }
    }

    @Test
    void abortedRecordsInTheMirrorAreThoseThatPlainSetsFind(Result result, RunFolder folder) {
        Visible west = visible(folder, "us-west", "orders");
        Visible east = visible(folder, "us-east", "orders");
        Set<RecordId> aborted = new HashSet<>();
        Set<RecordId> torn = new HashSet<>();
        collect(transactions(folder, "us-east"), List.of(west.ids(), west.below()), aborted, torn);
        collect(transactions(folder, "us-west"), List.of(east.ids()), aborted, torn);
        Result.Anomaly found = result.anomalies().get("R8");

        assertThat(aborted).isNotEmpty();
        assertThat(found.count()).isNotNull();
        // No class before R8 takes an aborted record; of a torn transaction one may be in R7, where it then counts. And
        // of the transactions
        // that were under way when the worker was killed the journal alone does not know the end.
        assertThat(found.count()).isBetween((long) aborted.size(), aborted.size() + torn.size() + 10L);
    }

    @Test
    void noAbortedRecordIsInItsOwnLogOrLost(Result result) {
        assertThat(result.anomalies().get("P2").count()).isZero();
        assertThat(result.anomalies().get("P1").count()).isZero();
        assertThat(result.sends()).isNotNull();
        assertThat(result.sends().failed()).isPositive();
    }

    @Test
    void rowsWithoutEventAreThoseThatPlainSetsFind(Result result, RunFolder folder) {
        Set<RecordId> rows = new HashSet<>();
        JournalReader.read(folder.scan("us-west"), new FactSink() {
            @Override
            public void rowScanned(int store, int worker, int producer, int session, long sequence) {
                rows.add(new RecordId(worker, producer, session, sequence));
            }
        });
        Visible west = visible(folder, "us-west", "payments");
        Set<RecordId> events = new HashSet<>(west.below());
        west.ids().stream().filter(id -> id.worker() == 1).forEach(events::add);
        Set<RecordId> rowsAlone = new HashSet<>(rows);
        rowsAlone.removeAll(events);
        Set<RecordId> eventsAlone = new HashSet<>(events);
        eventsAlone.removeAll(rows);
        Result.Anomaly found = result.anomalies().get("X6");

        assertThat(rowsAlone).as("MirrorMaker stood still, the store did not").isNotEmpty();
        assertThat(found.count()).isEqualTo(rowsAlone.size() + (long) eventsAlone.size());
        assertThat(found.figures()).containsEntry("rowsWithoutEvent", (double) rowsAlone.size());
    }

    @Test
    void theWayBackProtectsAgainAndGivesDivergenceADirection(Result result) {
        assertThat(result.rto()).isNotNull();
        assertThat(result.rto().protectedMillis())
                .isNotNull()
                .isGreaterThan(result.rto().serviceMillis());
        assertThat(result.anomalies().get("X4").count()).isNotNull();
    }

    @Test
    void itMeetsItsObjectives(Result result) {
        assertThat(result.troubles()).isEmpty();
        FiredrillAssertions.assertThat(result).passed();
    }
}
