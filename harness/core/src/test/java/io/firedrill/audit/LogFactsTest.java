package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is kept of one partition: by a group that reads it, and by the scan of its log. */
class LogFactsTest {

    private final GroupLog group = new GroupLog(1, 2, 3, 4, Scratch.HEAP);
    private final ScanLog scan = new ScanLog(1, 3, 4, Scratch.HEAP);

    private static List<Long> values(LongColumn column) {
        return IntStream.range(0, column.size()).mapToObj(column::get).toList();
    }

    @Test
    void aGroupThatNeverHadThePartitionReachedNothing() {
        assertThat(group.reached()).isEqualTo(-1);
        assertThat(List.of(group.region, group.group, group.topic, group.partition))
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void aGroupReachesTheFurthestOfWhatItWasGivenCommittedChoseAndGaveUp() {
        group.delivered(0, 5, 50, 100, true);
        assertThat(group.reached()).isEqualTo(6);
        group.delivered(0, 3, 30, 101, true);
        assertThat(group.reached()).isEqualTo(6);
        group.deliveredForeign(0, 7, 102);
        assertThat(group.reached()).isEqualTo(8);
        group.committed(9, 103);
        assertThat(group.reached()).isEqualTo(9);
        group.assigned(0, 11, 104);
        assertThat(group.reached()).isEqualTo(11);
        group.sought(0, 12);
        assertThat(group.reached()).isEqualTo(12);
        group.revoked(0, 14, 105);
        assertThat(group.reached()).isEqualTo(14);
        group.processed(99, 106);
        assertThat(group.reached()).isEqualTo(14);
    }

    @Test
    void deliveriesStandInTheOrderInWhichTheyCame() {
        group.delivered(0, 5, 50, 100, true);
        group.delivered(0, 6, 60, 101, false);
        group.deliveredForeign(0, 7, 102);
        group.delivered(0, 8, 80, 103, false);
        assertThat(values(group.offsets)).containsExactly(5L, 6L, 8L);
        assertThat(values(group.refs)).containsExactly(50L, 60L, 80L);
        assertThat(values(group.times)).containsExactly(100L, 101L, 103L);
        assertThat(values(group.corrupt)).containsExactly(1L, 2L);
        assertThat(values(group.foreign)).containsExactly(7L);
    }

    @Test
    void aPositionThatGoesBackWithinOneAssignmentIsASetback() {
        group.delivered(0, 5, 50, 100, true);
        group.delivered(0, 5, 50, 101, true);
        group.deliveredForeign(0, 4, 102);
        group.delivered(0, 5, 50, 103, true);
        assertThat(values(group.setbackTimes)).containsExactly(101L, 102L);
        assertThat(values(group.setbackOffsets)).containsExactly(5L, 4L);
    }

    @Test
    void offsetZeroAfterOffsetZeroIsASetbackToo_andTheFirstOfAllIsNone() {
        group.delivered(0, 0, 50, 100, true);
        assertThat(values(group.setbackOffsets)).isEmpty();
        group.delivered(0, 0, 50, 101, true);
        assertThat(values(group.setbackOffsets)).containsExactly(0L);
    }

    @Test
    void anotherMembersPositionANewAssignmentAndAPositionOfItsChoiceAreNoSetback() {
        group.delivered(0, 5, 50, 100, true);
        group.delivered(1, 2, 20, 101, true);
        group.assigned(0, 1, 102);
        group.delivered(0, 0, 10, 103, true);
        group.revoked(0, 1, 104);
        group.delivered(0, 0, 10, 105, true);
        group.sought(0, 0);
        group.delivered(0, 0, 10, 106, true);
        assertThat(values(group.setbackTimes)).isEmpty();
        group.delivered(1, 2, 20, 107, true);
        assertThat(values(group.setbackTimes)).containsExactly(107L);
    }

    @Test
    void handoversStartsCommitsAndMarksAreKeptWithTheirTimes() {
        group.assigned(0, 3, 100);
        group.revoked(0, 4, 101);
        group.committed(6, 102);
        group.processed(7, 103);
        group.sought(0, 2);
        assertThat(values(group.handovers)).containsExactly(100L, 101L);
        assertThat(values(group.startTimes)).containsExactly(100L);
        assertThat(values(group.startPositions)).containsExactly(3L);
        assertThat(values(group.commitTimes)).containsExactly(102L);
        assertThat(values(group.commitOffsets)).containsExactly(6L);
        assertThat(values(group.processedTimes)).containsExactly(103L);
        assertThat(values(group.processedOffsets)).containsExactly(7L);
    }

    private static List<Integer> rows(RowOrder order) {
        return IntStream.range(0, order.size()).mapToObj(order::row).toList();
    }

    @Test
    void aLogIsReadInTheOrderOfItsOffsetsHoweverItWasScanned() {
        scan.scanned(10, 1, 1000, 7, true);
        scan.scanned(11, 2, 1001, 8, false);
        assertThat(scan.distinct()).isTrue();
        assertThat(rows(scan.byOffset())).containsExactly(0, 1);
        scan.scanned(11, 3, 1002, 9, true);
        assertThat(scan.distinct()).isFalse();
        assertThat(rows(scan.byOffset())).containsExactly(0, 1, 2);
        scan.scanned(9, 4, 1003, 10, false);
        scan.scanned(12, 5, 1004, 11, true);
        assertThat(rows(scan.byOffset())).containsExactly(3, 0, 1, 2, 4);
        assertThat(values(scan.offsets)).containsExactly(10L, 11L, 11L, 9L, 12L);
        assertThat(values(scan.refs)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(values(scan.timestamps)).containsExactly(1000L, 1001L, 1002L, 1003L, 1004L);
        assertThat(values(scan.digests)).containsExactly(7L, 8L, 9L, 10L, 11L);
        assertThat(values(scan.corrupt)).containsExactly(1L, 3L);
    }

    @Test
    void aLogWhoseOffsetsGoBackIsNotOfDistinctOnes() {
        assertThat(scan.distinct()).isTrue();
        scan.scanned(10, 1, 1000, 7, true);
        scan.scanned(9, 2, 1000, 7, true);
        assertThat(scan.distinct()).isFalse();
        assertThat(rows(scan.byOffset())).containsExactly(1, 0);
    }

    @Test
    void aLogIsWholeOnceTheScanSaysSo_fromWhereItBegan() {
        assertThat(scan.complete()).isFalse();
        scan.complete(17);
        assertThat(scan.complete()).isTrue();
        assertThat(scan.start()).isEqualTo(17);
    }

    @Test
    void rowsOfEqualValuesStayInTheirOrder() {
        Random random = new Random(3);
        for (int size : new int[] {0, 1, 2, 3, 7, 64, 1000}) {
            LongColumn values = new LongColumn();
            List<Integer> expected = new ArrayList<>();
            for (int row = 0; row < size; row++) {
                values.add(random.nextInt(20));
                expected.add(row);
            }
            expected.sort(Comparator.comparingLong(values::get));
            assertThat(rows(RowOrder.by(values, Scratch.HEAP))).isEqualTo(expected);
        }
    }

    private static void inOrder(Scratch scratch) {
        LongColumn values = new LongColumn();
        for (int row = 0; row < 2 * LongColumn.PAGE; row++) {
            values.add(-row);
        }
        RowOrder order = RowOrder.by(values, scratch);
        assertThat(order.row(0)).isEqualTo(2 * LongColumn.PAGE - 1);
        order.giveBack();
    }

    @Test
    void anOrderThatIsNotNeededAnyMoreGivesItsRoomBack() {
        RowOrder.asTheyCame(5).giveBack();
        assertThat(LeastRoom.of(scratch -> {
                    inOrder(scratch);
                    inOrder(scratch);
                }))
                .isEqualTo(4);
    }

    /** Sends, deliveries and scans of more records than a page has rows. */
    private static void fill(Scratch scratch) {
        int records = 3 * LongColumn.PAGE - 5;
        ToldFacts told = new ToldFacts(ToldFacts.catalogue(), scratch);
        for (int sequence = 0; sequence < records; sequence++) {
            told.sent(ToldFacts.EAST, sequence, sequence, sequence);
            told.acked(ToldFacts.EAST, sequence, 0, sequence, sequence);
        }
        var reading = told.reading(ToldFacts.EAST);
        var scanning = told.scanning(ToldFacts.EAST);
        for (int sequence = 0; sequence < records; sequence++) {
            reading.delivered(0, 0, ToldFacts.ORDERS, 0, sequence, ToldFacts.EAST, 0, 1, sequence, sequence, true);
            scanning.scanned(ToldFacts.ORDERS, 0, sequence, ToldFacts.EAST, 0, 1, sequence, 0, sequence, 100, 7, true);
        }
        told.facts.pack();
    }

    @Test
    void factsThatArePackedLeaveTheirPagesToOthers() {
        int once = LeastRoom.of(LogFactsTest::fill);
        assertThat(once).isGreaterThan(10);
        assertThat(LeastRoom.of(scratch -> {
                    fill(scratch);
                    fill(scratch);
                }))
                .isEqualTo(once);
    }
}
