package io.firedrill.audit;

import static io.firedrill.audit.ToldFacts.EAST;
import static io.firedrill.audit.ToldFacts.INVOICES;
import static io.firedrill.audit.ToldFacts.MIRROR;
import static io.firedrill.audit.ToldFacts.ORDERS;
import static io.firedrill.audit.ToldFacts.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Facts as folds ask for them: in a fixed order, by place, with the names that people read. */
class FactsTest {
    private final ToldFacts told = new ToldFacts(ToldFacts.catalogue(
            List.of(new Catalogue.Producer("order-service-0", "order-service", ORDERS, 10, 100)),
            List.of(
                    new Catalogue.Group("billing", "billing", List.of(0, 1, 2)),
                    new Catalogue.Group("audit", "nobody", List.of(INVOICES)))));
    private final Facts facts = told.facts;

    private Scenario scenario() {
        return new SyntheticDrill().scenario();
    }

    private static String place(GroupLog log) {
        return log.group + "/" + log.region + "/" + log.topic + "/" + log.partition;
    }

    @Test
    void logsStandByGroupRegionTopicAndPartitionHoweverTheyCame() {
        int[][] places = {
            {1, 0, 1, 1}, {0, 1, 1, 0}, {0, 0, 2, 0}, {0, 0, 1, 1}, {0, 0, 1, 0}, {1, 0, 0, 3}, {0, 1, 0, 2}
        };
        for (int[] of : places) {
            GroupLog log = facts.groupLog(of[1], of[0], of[2], of[3]);
            assertThat(place(log)).isEqualTo(of[0] + "/" + of[1] + "/" + of[2] + "/" + of[3]);
            assertThat(facts.groupLog(of[1], of[0], of[2], of[3])).isSameAs(log);
            assertThat(facts.knownGroupLog(of[1], of[0], of[2], of[3])).isSameAs(log);
        }
        assertThat(facts.groupLogs())
                .extracting(FactsTest::place)
                .containsExactly("0/0/1/0", "0/0/1/1", "0/0/2/0", "0/1/0/2", "0/1/1/0", "1/0/0/3", "1/0/1/1");
        assertThat(facts.knownGroupLog(0, 0, 1, 2)).isNull();
        assertThat(facts.groupLogs()).hasSize(7);
    }

    @Test
    void aScanWithAGapTellsNothingOfHowManyPartitionsThereAre() {
        assertThat(facts.scannedWithoutGap(EAST, ORDERS)).isEmpty();
        facts.scanLog(EAST, ORDERS, 1);
        assertThat(facts.scannedWithoutGap(EAST, ORDERS)).isEmpty();
        facts.scanLog(EAST, ORDERS, 0);
        assertThat(facts.scannedWithoutGap(EAST, ORDERS)).hasValue(2);
        facts.scanLog(EAST, ORDERS, 3);
        assertThat(facts.scannedWithoutGap(EAST, ORDERS)).isEmpty();
        assertThat(facts.scannedWithoutGap(WEST, ORDERS)).isEmpty();
    }

    @Test
    void scannedLogsStandByRegionTopicAndPartitionHoweverTheyCame() {
        int[][] places = {{1, 0, 0}, {0, 1, 1}, {0, 0, 1}, {0, 1, 0}};
        for (int[] of : places) {
            ScanLog log = facts.scanLog(of[0], of[1], of[2]);
            assertThat(facts.scanLog(of[0], of[1], of[2])).isSameAs(log);
            assertThat(facts.knownScanLog(of[0], of[1], of[2])).isSameAs(log);
        }
        assertThat(facts.scanLogs())
                .extracting(log -> log.region + "/" + log.topic + "/" + log.partition)
                .containsExactly("0/0/1", "0/1/0", "0/1/1", "1/0/0");
        assertThat(facts.knownScanLog(1, 1, 1)).isNull();
        assertThat(facts.scanLogs()).hasSize(4);
    }

    @Test
    void aRecordsNativeLogIsInTheRegionThatItWasSentToAndNoCopy() {
        told.sent(EAST, 0, 7, 100);
        told.scanning(EAST);
        long ref = told.sends(EAST).ref(0);
        assertThat(facts.nativeLog(EAST, ORDERS, ref)).isTrue();
        assertThat(facts.nativeLog(EAST, MIRROR, ref)).isFalse();
        assertThat(facts.nativeLog(WEST, ORDERS, ref)).isFalse();
    }

    @Test
    void aRecordHasTheNamesOfTheCatalogue_orNumbersWhereThatHasNone() {
        told.sent(EAST, 0, 7, 100);
        told.reading(EAST);
        SessionLookup lookup = new SessionLookup(facts.sends());
        assertThat(facts.name(told.sends(EAST).ref(0))).isEqualTo("us-east/order-service-0/1/0");
        assertThat(facts.name(lookup.ref(1, 0, 4, 5))).isEqualTo("us-west/order-service-0/4/5");
        assertThat(facts.name(lookup.ref(2, 0, 4, 5))).isEqualTo("2.0.4.5");
        assertThat(facts.name(lookup.ref(-1, 0, 4, 5))).isEqualTo("-1.0.4.5");
        assertThat(facts.name(lookup.ref(0, 1, 4, 5))).isEqualTo("0.1.4.5");
        assertThat(facts.name(lookup.ref(0, -1, 4, 5))).isEqualTo("0.-1.4.5");
        assertThat(facts.place(WEST, MIRROR, 3, 567)).isEqualTo("us-west us-east.orders/3@567");
        assertThat(facts.lineage(MIRROR)).isEqualTo("orders");
    }

    @Test
    void aPartIsAlteredWhereTheManifestFindsSomethingUnderItsPath() {
        assertThat(facts.altered("journals/")).isFalse();
        facts.altered(List.of(new Manifest.Problem("scans/us-east/00001.fdj", Manifest.Difference.ALTERED, "altered")));
        assertThat(facts.altered("scans/")).isTrue();
        assertThat(facts.altered("scans/us-east/")).isTrue();
        assertThat(facts.altered("scans/us-west/")).isFalse();
        assertThat(facts.altered("journals/")).isFalse();
        facts.altered(List.of(new Manifest.Problem("journals/us-east-1/x", Manifest.Difference.ADDED, "added")));
        assertThat(facts.altered("journals/")).isFalse();
        facts.altered(List.of(new Manifest.Problem("logs/harness-stalls.jsonl", Manifest.Difference.ADDED, "added")));
        assertThat(facts.altered("logs/")).isTrue();
        assertThat(facts.contradictory()).isFalse();
        facts.contradict();
        assertThat(facts.contradictory()).isTrue();
    }

    @Test
    void onlyASegmentThatIsThereCanHaveBeenWrittenAnew() {
        for (Manifest.Difference difference : Manifest.Difference.values()) {
            facts.altered(List.of(new Manifest.Problem("journals/us-east-1/00001.fdj.gz", difference, "")));
            assertThat(facts.writtenAnew("journals/us-east-1/"))
                    .as("%s", difference)
                    .isEqualTo(difference == Manifest.Difference.ALTERED || difference == Manifest.Difference.ADDED);
            assertThat(facts.writtenAnew("journals/us-west-1/")).isFalse();
            facts.altered(List.of(new Manifest.Problem("journals/us-east-1/notes.txt", difference, "")));
            assertThat(facts.writtenAnew("journals/us-east-1/")).isFalse();
        }
    }

    @Test
    void aGroupIsReadWhereItsServiceIsActiveAtTheEnd() {
        told.reading(EAST).delivered(0, 0, ORDERS, 0, 5, EAST, 0, 1, 0, 900, true);
        told.events.add(new TimelineEvent.ServiceSwitched(100, "to-west", "billing", "us-west"));
        assertThat(Reading.regionAtTheEnd(told.dossier(scenario()), 0)).isEqualTo(WEST);
    }

    @Test
    void aGroupOfWhichTheScenarioKnowsNothingIsReadWhereItWasGivenSomethingLast() {
        FactSink east = told.reading(EAST);
        FactSink west = told.reading(WEST);
        assertThat(Reading.regionAtTheEnd(told.dossier(scenario()), 1)).isEqualTo(-1);
        // Of another group, and later than all.
        west.delivered(0, 0, ORDERS, 0, 5, EAST, 0, 1, 0, 900, true);
        west.assigned(1, 0, INVOICES, 3, 0, 950);
        assertThat(Reading.regionAtTheEnd(told.dossier(scenario()), 1)).isEqualTo(-1);
        east.delivered(1, 0, INVOICES, 0, 5, EAST, 0, 1, 0, 100, true);
        assertThat(Reading.regionAtTheEnd(told.dossier(scenario()), 1)).isEqualTo(EAST);
        west.delivered(1, 0, INVOICES, 0, 5, EAST, 0, 1, 0, 100, true);
        assertThat(Reading.regionAtTheEnd(told.dossier(scenario()), 1)).isEqualTo(EAST);
        west.delivered(1, 0, INVOICES, 0, 6, EAST, 0, 1, 0, 101, true);
        assertThat(Reading.regionAtTheEnd(told.dossier(scenario()), 1)).isEqualTo(WEST);
        east.delivered(1, 0, INVOICES, 1, 6, EAST, 0, 1, 0, 102, true);
        assertThat(Reading.regionAtTheEnd(told.dossier(scenario()), 1)).isEqualTo(EAST);
    }

    @Test
    void aGroupThatIsActiveInTheFirstRegionIsReadThere_whereverItWasGivenSomethingLast() {
        told.reading(WEST).delivered(0, 0, ORDERS, 0, 5, EAST, 0, 1, 0, 900, true);
        assertThat(Reading.regionAtTheEnd(told.dossier(scenario()), 0)).isEqualTo(EAST);
    }

    @Test
    void whatAGroupDidIsKeptWhereItDidIt() {
        FactSink reading = told.reading(WEST);
        reading.assigned(0, 3, MIRROR, 2, 10, 100);
        reading.delivered(0, 3, MIRROR, 2, 10, EAST, 0, 1, 0, 101, false);
        reading.deliveredForeign(0, 3, MIRROR, 2, 11, 102);
        reading.processed(0, 3, MIRROR, 2, 12, 103);
        reading.committed(0, MIRROR, 2, 12, 104);
        reading.sought(0, 3, MIRROR, 2, 5, 105);
        reading.delivered(0, 3, MIRROR, 2, 5, EAST, 0, 1, 1, 106, true);
        reading.revoked(0, 3, MIRROR, 2, 40, 107);
        assertThat(facts.groupLogs()).hasSize(1);
        GroupLog log = facts.knownGroupLog(WEST, 0, MIRROR, 2);
        assertThat(log).isNotNull();
        assertThat(log.startPositions.get(0)).isEqualTo(10);
        assertThat(log.offsets.get(0)).isEqualTo(10);
        assertThat(log.times.get(1)).isEqualTo(106);
        assertThat(log.corrupt.get(0)).isZero();
        assertThat(log.corrupt.size()).isEqualTo(1);
        assertThat(log.foreign.get(0)).isEqualTo(11);
        assertThat(log.processedTimes.get(0)).isEqualTo(103);
        assertThat(log.commitOffsets.get(0)).isEqualTo(12);
        assertThat(log.setbackTimes.size()).isZero();
        assertThat(log.handovers.get(1)).isEqualTo(107);
        assertThat(log.reached()).isEqualTo(40);
    }

    @Test
    void whatAScanFoundIsKeptWhereItFoundIt() {
        FactSink scanning = told.scanning(EAST);
        scanning.scanned(ORDERS, 1, 7, EAST, 0, 1, 0, 9, 1234, 100, 55, false);
        scanning.scannedForeign(ORDERS, 1, 8, 1234, 100);
        scanning.scanComplete(ORDERS, 1, 3, 9, 900);
        ScanLog log = facts.knownScanLog(EAST, ORDERS, 1);
        assertThat(log).isNotNull();
        assertThat(log.offsets.get(0)).isEqualTo(7);
        assertThat(log.timestamps.get(0)).isEqualTo(1234);
        assertThat(log.digests.get(0)).isEqualTo(55);
        assertThat(log.corrupt.size()).isEqualTo(1);
        assertThat(log.foreign.get(0)).isEqualTo(8);
        assertThat(log.complete()).isTrue();
        assertThat(log.start()).isEqualTo(3);
    }

    @Test
    void aGroupReadsATopicWhenItReadsAnyOfItsLineage() {
        assertThat(Reading.reads(facts, 0, ORDERS)).isTrue();
        assertThat(Reading.reads(facts, 0, INVOICES)).isFalse();
        assertThat(Reading.reads(facts, 1, INVOICES)).isTrue();
        assertThat(Reading.reads(facts, 1, ORDERS)).isFalse();
    }

    @Test
    void aRegionsLogHoldsItsAcknowledgedAndItsRecoveredRecords() {
        told.sent(EAST, 0, 7, 100);
        told.sent(EAST, 1, 7, 101);
        told.sent(EAST, 2, 7, 102);
        told.sent(EAST, 4, 7, 104);
        told.sent(EAST, 5, 7, 105);
        told.acked(EAST, 0, 2, 50, 110);
        told.acked(EAST, 4, 1, 60, 111);
        told.sending(EAST).failed(EAST, 0, 1, 5, 112, "E");
        told.sent(WEST, 0, 7, 100);
        told.acked(WEST, 0, 2, 70, 110);
        // Sequence 1 is in a log, 2 in none, 5 never left the client.
        told.scanning(EAST).scanned(ORDERS, 3, 9, EAST, 0, 1, 1, 7, 0, 100, 3, true);
        Dossier dossier = told.dossier(scenario());
        List<String> found = new ArrayList<>();
        SourceLog.forEach(
                dossier,
                EAST,
                (sends, row, partition, offset) ->
                        found.add(sends.region + ": " + row + " " + partition + "@" + offset));
        assertThat(found).containsExactly("0: 0 2@50", "0: 1 3@9", "0: 4 1@60");
    }

    @Test
    void aRecoveredRecordThatOnlyADeliveryShowsHasNoPlaceInItsLog() {
        told.sent(EAST, 0, 7, 100);
        told.sent(EAST, 1, 7, 100);
        told.acked(EAST, 1, 2, 50, 110);
        told.reading(WEST).delivered(0, 0, MIRROR, 0, 5, EAST, 0, 1, 0, 900, true);
        Dossier dossier = told.dossier(scenario());
        assertThat(dossier.must(told.sends(EAST), 0)).isTrue();
        List<Integer> rows = new ArrayList<>();
        SourceLog.forEach(dossier, EAST, (sends, row, partition, offset) -> rows.add(row));
        assertThat(rows).containsExactly(1);
    }

    @Test
    void ofPlacesThatClaimOneOffsetTheRefTellsWhichStandsFirst() {
        SourceLog.Place last = new SourceLog.Place();
        assertThat(last.known()).isFalse();
        assertThat(last.isBefore(9, 9)).isFalse();
        assertThat(last.isAfter(-9, -9)).isFalse();
        last.last(5, 20);
        last.last(4, 99);
        last.last(5, 10);
        assertThat(last.known()).isTrue();
        assertThat(last.isBefore(5, 20)).isFalse();
        assertThat(last.isAfter(5, 20)).isFalse();
        assertThat(last.isBefore(5, 21)).isTrue();
        assertThat(last.isAfter(5, 19)).isTrue();
        assertThat(last.isBefore(6, 0)).isTrue();
        assertThat(last.isAfter(6, 0)).isFalse();
        assertThat(last.isAfter(4, 99)).isTrue();
        assertThat(last.isBefore(4, 99)).isFalse();
        last.last(6, 1);
        assertThat(last.isAfter(5, 99)).isTrue();

        SourceLog.Place first = new SourceLog.Place();
        first.first(5, 20);
        first.first(6, 1);
        first.first(5, 30);
        assertThat(first.isAfter(5, 19)).isTrue();
        assertThat(first.isBefore(5, 21)).isTrue();
        first.first(5, 10);
        assertThat(first.isAfter(5, 9)).isTrue();
        assertThat(first.isAfter(5, 10)).isFalse();
        first.first(4, 99);
        assertThat(first.isBefore(5, 0)).isTrue();
    }
}
