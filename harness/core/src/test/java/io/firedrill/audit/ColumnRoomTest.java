package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.audit.Scratch.Room;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What columns, tables and sorting take of the room for an audit, and that they give it back. */
class ColumnRoomTest {

    /** What {@link Scratch} takes for a page in which every row can be changed. */
    private static final long LOOSE = LongPage.LOOSE_BYTES + Long.BYTES;

    private static final int PAGES = 20;

    @TempDir
    Path temp;

    /** Who takes more gets an exception: there is no folder for files. */
    private Scratch atMost(long bytes) {
        return new Scratch(bytes, temp.resolve("nowhere"));
    }

    private static LongColumn column(LongColumn column, int rows, LongUnaryOperator values) {
        for (int row = 0; row < rows; row++) {
            column.add(values.applyAsLong(row));
        }
        for (int row = 0; row < rows; row++) {
            assertThat(column.get(row)).isEqualTo(values.applyAsLong(row));
        }
        return column;
    }

    private static LongUnaryOperator random(long seed) {
        return row -> new Random(seed * 31 + row).nextLong();
    }

    @Test
    void ofValuesThatFollowEachOtherOnlyTheLastPageTakesRoom() {
        column(new LongColumn(atMost(LOOSE)), PAGES * LongColumn.PAGE + 5, row -> 7 + 1000 * row);
    }

    @Test
    void ofEqualValuesOnlyTheLastPageTakesRoom() {
        column(new LongColumn(atMost(LOOSE)), PAGES * LongColumn.PAGE + 5, row -> -3);
    }

    @Test
    void valuesNearALineTakeAByteEach() {
        column(
                new LongColumn(atMost(LOOSE + PAGES * (LongColumn.PAGE + 8L))),
                PAGES * LongColumn.PAGE + 5,
                row -> 1000 * row + (row & 63));
    }

    @Test
    void valuesNearEachOtherTakeAByteEachAlsoWhenThePageEndsHigh() {
        column(
                new LongColumn(atMost(LOOSE + PAGES * (LongColumn.PAGE + 8L))),
                PAGES * LongColumn.PAGE + 5,
                row -> (row + 1) % LongColumn.PAGE == 0 ? 255 : row % 200);
    }

    @Test
    void packingGivesBackEveryPageThatCouldBeChanged() {
        Scratch scratch = atMost(4 * LOOSE);
        for (int round = 0; round < 3; round++) {
            LongColumn column = column(new LongColumn(scratch, 4), 4 * LongColumn.PAGE, row -> 2 * row);
            column.pack();
            assertThat(column.get(LongColumn.PAGE + 1)).isEqualTo(2 * LongColumn.PAGE + 2);
        }
    }

    @Test
    void aPageThatIsNotFullIsPackedByItsRows() {
        Scratch scratch = atMost(2 * LOOSE + 10 * 8 + 8);
        LongColumn column = column(new LongColumn(scratch), LongColumn.PAGE + 10, random(4));
        column.pack();
        assertThat(column.get(LongColumn.PAGE + 9)).isEqualTo(random(4).applyAsLong(LongColumn.PAGE + 9));
    }

    @Test
    void aFirstPageThatIsFullLeavesTheHeapWhenItIsPacked() {
        LongColumn column = column(new LongColumn(atMost(0), 2), LongColumn.PAGE, row -> 2 * row);
        column.pack();
        assertThat(column.get(8191)).isEqualTo(16_382);
        assertThatThrownBy(() -> column.set(5, 11)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aColumnWhoseRowsChangeKeepsOnlySomePagesLoose() {
        LongColumn column = column(new LongColumn(atMost(5 * LOOSE), 3), PAGES * LongColumn.PAGE, row -> row);
        for (int page = 1; page < PAGES; page++) {
            int row = page * LongColumn.PAGE + 17;
            column.set(row, row + 1L);
            assertThat(column.get(row)).isEqualTo(row + 1L);
            column.set(row, row);
            column.pack();
        }
    }

    @Test
    void aColumnOfMoreThanAPageTakesRoomForItsFirstPageAsWell() {
        assertThatThrownBy(() -> column(new LongColumn(atMost(LOOSE)), LongColumn.PAGE + 1, random(2)))
                .isInstanceOf(UncheckedIOException.class);
        column(new LongColumn(atMost(2 * LOOSE)), LongColumn.PAGE + 1, random(2));
    }

    @Test
    void theFirstPageOfAColumnWhoseRowsChangeIsKeptAsItIsWhenTheSecondBegins() {
        assertThatThrownBy(() -> column(new LongColumn(atMost(LOOSE), 2), LongColumn.PAGE + 1, row -> row))
                .isInstanceOf(UncheckedIOException.class);
        column(new LongColumn(atMost(2 * LOOSE), 2), LongColumn.PAGE + 1, row -> row);
    }

    @Test
    void aColumnThatWasPackedWithOnePageFullGoesOn() {
        LongColumn column = column(new LongColumn(Scratch.HEAP, 2), LongColumn.PAGE, row -> 3 * row);
        column.pack();
        column.add(7);
        column.set(1, -5);
        assertThat(column.get(0)).isZero();
        assertThat(column.get(1)).isEqualTo(-5);
        assertThat(column.get(8191)).isEqualTo(3 * 8191);
        assertThat(column.get(8192)).isEqualTo(7);
    }

    @Test
    void theLastPageStaysOpenHoweverManyOlderOnesAreChanged() {
        int rows = 4 * LongColumn.PAGE - 1;
        LongColumn column = column(new LongColumn(Scratch.HEAP, 2), rows, random(5));
        for (int page = 0; page < 3; page++) {
            column.set(page * LongColumn.PAGE + 1, page);
        }
        column.add(77);
        assertThat(column.get(rows)).isEqualTo(77);
        assertThat(column.get(rows - 1)).isEqualTo(random(5).applyAsLong(rows - 1));
        assertThat(column.get(LongColumn.PAGE + 1)).isEqualTo(1);
    }

    @Test
    void aRowOfALastPageThatWasPackedCanBeChanged() {
        int rows = LongColumn.PAGE + 10;
        LongColumn column = column(new LongColumn(Scratch.HEAP, 2), rows, random(6));
        column.pack();
        column.set(rows - 2, 11);
        column.add(12);
        assertThat(column.get(rows - 3)).isEqualTo(random(6).applyAsLong(rows - 3));
        assertThat(column.get(rows - 2)).isEqualTo(11);
        assertThat(column.get(rows - 1)).isEqualTo(random(6).applyAsLong(rows - 1));
        assertThat(column.get(rows)).isEqualTo(12);
    }

    @Test
    void oneValueAndTwoTakeNoRoomOnAPageThatIsPacked() {
        for (int more = 1; more <= 2; more++) {
            LongColumn column = column(
                    new LongColumn(atMost(LOOSE)),
                    LongColumn.PAGE + more,
                    row -> row < LongColumn.PAGE ? row : row * 1_000_003);
            column.pack();
            assertThat(column.get(LongColumn.PAGE)).isEqualTo(LongColumn.PAGE * 1_000_003L);
        }
    }

    @Test
    void settingWhatIsThereAnywayCostsNoPage() {
        LongColumn column = column(new LongColumn(atMost(4 * LOOSE), 2), PAGES * LongColumn.PAGE, row -> row);
        column.pack();
        for (int row = LongColumn.PAGE; row < PAGES * LongColumn.PAGE; row += 100) {
            column.set(row, row);
        }
        assertThat(column.get(LongColumn.PAGE + 1)).isEqualTo(LongColumn.PAGE + 1);
    }

    @Test
    void aColumnThatOnlyGrowsRefusesAChange() {
        LongColumn column = column(new LongColumn(), 3, row -> row);
        assertThatThrownBy(() -> column.set(1, 5)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aColumnGivesAllOfItsRoomBack() {
        Scratch scratch = atMost(LOOSE + 4 * (8L * LongColumn.PAGE + 8));
        for (int round = 0; round < 10; round++) {
            LongColumn column = column(new LongColumn(scratch), 4 * LongColumn.PAGE + 3, random(round));
            column.giveBack();
            assertThat(column.size()).isZero();
        }
    }

    @Test
    void anArrayGivesAllOfItsRoomBackAndIsZeroAtFirst() {
        Scratch scratch = atMost(3 * LOOSE);
        for (int round = 0; round < 10; round++) {
            LongArray array = new LongArray(scratch, 3 * LongColumn.PAGE);
            for (int i = 0; i < array.length(); i++) {
                assertThat(array.get(i)).isZero();
                array.set(i, i + 1L);
            }
            array.giveBack();
        }
        assertThat(new LongArray(atMost(0), LongColumn.PAGE).get(8191)).isZero();
    }

    @Test
    void aTableThatGrowsGivesBackWhatItHadAndAllOfItInTheEnd() {
        Scratch scratch = atMost(96 * LOOSE);
        for (int round = 0; round < 3; round++) {
            LongTable table = new LongTable(scratch);
            for (int key = 1; key <= 100_000; key++) {
                table.put(key, -key);
            }
            for (int key = 1; key <= 100_000; key++) {
                assertThat(table.get(key, 0)).isEqualTo(-key);
            }
            assertThat(table.contains(100_001)).isFalse();
            assertThat(table.contains(5)).isTrue();
            assertThat(table.contains(0)).isFalse();
            assertThat(table.get(0, 9)).isEqualTo(9);
            table.giveBack();
        }
    }

    @Test
    void aTableOfManyEntriesTakesTheRoomForThemAtOnce() {
        assertThatThrownBy(() -> new LongTable(atMost(0), 4096)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aTableIsFullWhenHalfOfItIs() {
        LongTable table = new LongTable(atMost(0), 2048);
        for (int key = 1; key <= 4096; key++) {
            table.put(key, key);
        }
        assertThat(table.size()).isEqualTo(4096);
        assertThatThrownBy(() -> table.put(4097, 0)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void sortingInRunsGivesTheirRoomBack() {
        int rows = 6 * LongColumn.PAGE;
        LongColumn column = column(new LongColumn(), rows, row -> random(1).applyAsLong(row));
        Scratch scratch = atMost(LOOSE + rows * 8L + 6 * 8);
        for (int round = 0; round < 5; round++) {
            long[] before = {Long.MIN_VALUE, 0};
            Ascending.of(column, scratch, 2 * LongColumn.PAGE, value -> {
                assertThat(value).isGreaterThanOrEqualTo(before[0]);
                before[0] = value;
                before[1]++;
            });
            assertThat(before[1]).isEqualTo(rows);
        }
        assertThat(Ascending.of(column, Scratch.HEAP).get(0)).isLessThan(Long.MIN_VALUE / 2);
    }

    @Test
    void sortedRunsLiePackedUntilTheyAreMerged() {
        int run = LongColumn.PAGE + 10;
        LongColumn column = column(new LongColumn(), 4 * run, random(7));
        // Of each run a full page and ten rows; of the last one the room in which it was written as well.
        Scratch scratch = atMost(LOOSE + 4 * (LOOSE + 10 * 8 + 8));
        long[] before = {Long.MIN_VALUE, 0};
        Ascending.of(column, scratch, run, value -> {
            assertThat(value).isGreaterThanOrEqualTo(before[0]);
            before[0] = value;
            before[1]++;
        });
        assertThat(before[1]).isEqualTo(4 * run);
    }

    @Test
    void aColumnOfSomePagesAsLongAsARunIsSortedWithoutRoom() {
        int run = LongColumn.PAGE + 10;
        LongColumn column = column(new LongColumn(), run, row -> -row);
        long[] next = {1 - run};
        Ascending.of(column, atMost(0), run, value -> assertThat(value).isEqualTo(next[0]++));
        assertThat(next[0]).isEqualTo(1);
    }

    @Test
    void aColumnAsLongAsARunIsSortedWithoutRoom() {
        LongColumn column = column(new LongColumn(), 1000, row -> -row);
        long[] next = {-999};
        Ascending.of(column, atMost(0), 1000, value -> assertThat(value).isEqualTo(next[0]++));
        assertThat(next[0]).isEqualTo(1);
        assertThat(column.sorted()).startsWith(-999, -998).endsWith(-1, 0);
    }

    @Test
    void theLongestGapGivesItsRoomBackHoweverTheTimesCame() {
        Scratch scratch = atMost(3 * LOOSE);
        for (int round = 0; round < 10; round++) {
            // Far out of order, and closer together than an interval is long.
            MaxGap gap = new MaxGap(scratch, 0, 1L << 40);
            for (int i = 0; i < 3 * LongColumn.PAGE - 1; i++) {
                gap.add((i * 4099L % (3 * LongColumn.PAGE)) * 1000);
            }
            assertThat(gap.widest()).isEqualTo(2000);
            gap.giveBack();
        }
    }

    @Test
    void roomHasSevenBytesMoreThanWasAskedFor_andNoMoreThanItMust() {
        for (int least = 1; least < 40; least++) {
            Room room = Scratch.HEAP.room(least);
            assertThat(room.bytes()).isBetween(least + 7, least + 14);
            assertThat(room.bytes() % 8).isZero();
            assertThat(room.buffer().capacity()).isEqualTo(room.bytes());
        }
    }

    @Test
    void roomBeyondTheBudgetLiesInFilesAndDoesNotOverlap() {
        Scratch scratch = new Scratch(16, temp);
        assertThat(scratch.room(9).buffer().isDirect()).isFalse();
        assertThat(scratch.inFiles()).isZero();
        Set<Integer> taken = new HashSet<>();
        Room first = scratch.room(1000);
        assertThat(first.buffer().isDirect()).isTrue();
        assertThat(scratch.inFiles()).isEqualTo(32 << 20);
        for (int i = 0; i < 10_000; i++) {
            Room room = scratch.room(1000);
            assertThat(room.bytes()).isEqualTo(1008);
            assertThat(taken.add(room.at())).isTrue();
            assertThat(room.at() % 8).isZero();
        }
        assertThat(taken).doesNotContain(first.at());
        assertThat(scratch.inFiles()).isEqualTo(32 << 20);
        scratch.giveBack(first);
        assertThat(scratch.room(1001)).isSameAs(first);
        assertThat(scratch.room(40 << 20).bytes()).isGreaterThan(40 << 20);
        assertThat(scratch.inFiles()).isGreaterThan(72L << 20);
    }

    @Test
    void aFileIsUsedToItsEnd() {
        Scratch scratch = new Scratch(0, temp);
        int half = (16 << 20) - 7;
        assertThat(scratch.room(half).bytes()).isEqualTo(16 << 20);
        assertThat(scratch.room(half).at()).isEqualTo(16 << 20);
        assertThat(scratch.inFiles()).isEqualTo(32 << 20);
    }

    @Test
    void roomThatIsClearedHoldsZerosToItsLastByte() {
        Room room = new Scratch(Long.MAX_VALUE, temp).room(30);
        for (int i = 0; i < room.bytes(); i++) {
            room.buffer().put(i, (byte) 9);
        }
        assertThat(room.cleared()).isSameAs(room);
        for (int i = 0; i < room.bytes(); i++) {
            assertThat(room.buffer().get(i)).isZero();
        }
    }

    @Test
    void whatWasTakenBeforeIsSaidWhereThereIsNoRoomForAnotherFile() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("small"));
        Scratch scratch = new Scratch(0, folder);
        scratch.room(8);
        Files.delete(folder);
        assertThatThrownBy(() -> scratch.room(32 << 20)).hasMessageContaining("small after 32 MiB; ");
    }

    @Test
    void whereThereIsNoRoomForAFileIsSaidWithWhatToDo() {
        assertThatThrownBy(() -> atMost(0).room(8))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("no room for the audit's columns in ")
                .hasMessageContaining("nowhere after 0 MiB")
                .hasMessageEndingWith("-Djava.io.tmpdir names another folder");
    }
}
