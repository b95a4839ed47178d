package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns, tables and sets of the audit hold what was put in, on the heap and in files. */
class ColumnsTest {
    private static final int ROWS = 3 * LongColumn.PAGE + 100;

    @TempDir
    Path temp;

    private @Nullable Scratch shared;

    /** One for a test: its files are large. */
    private Scratch files() {
        if (shared == null) {
            shared = new Scratch(0, temp);
        }
        return shared;
    }

    private static Map<String, LongUnaryOperator> shapes() {
        Random random = new Random(1);
        Map<String, LongUnaryOperator> shapes = new HashMap<>();
        shapes.put("constant", i -> 7);
        shapes.put("ascending", i -> 1000 + i);
        shapes.put("descending", i -> -3 * i);
        shapes.put("a byte beside a slope", i -> 17 * i + random.nextInt(200));
        shapes.put("two bytes", i -> random.nextInt(60_000) - 30_000);
        shapes.put("four bytes", i -> random.nextInt());
        shapes.put("eight bytes", i -> random.nextLong());
        shapes.put("the ends", i -> i % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
        return shapes;
    }

    @Test
    void aColumnGivesBackWhatWasAddedWhetherItIsPackedOrNot() {
        for (Scratch scratch : List.of(Scratch.HEAP, files())) {
            shapes().forEach((name, shape) -> {
                LongColumn column = new LongColumn(scratch);
                long[] expected = new long[ROWS];
                for (int row = 0; row < ROWS; row++) {
                    expected[row] = shape.applyAsLong(row);
                    column.add(expected[row]);
                }
                assertThat(read(column)).as(name).isEqualTo(expected);
                column.pack();
                assertThat(read(column)).as(name + ", packed").isEqualTo(expected);
                column.add(5);
                assertThat(column.get(ROWS)).as(name + ", after packing").isEqualTo(5);
                assertThat(Arrays.copyOf(read(column), ROWS)).as(name).isEqualTo(expected);
            });
        }
    }

    @Test
    void anyRowCanBeChangedAlsoLongAfterItWasAdded() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            LongColumn column = new LongColumn(files(), 2 + random.nextInt(3));
            List<Long> expected = new ArrayList<>();
            int rows = random.nextInt(ROWS);
            while (expected.size() < rows) {
                long value = random.nextInt(1 << random.nextInt(31));
                column.add(value);
                expected.add(value);
                if (random.nextInt(10) == 0) {
                    int row = random.nextInt(10) == 0
                            ? random.nextInt(expected.size())
                            : Math.max(0, expected.size() - 1 - random.nextInt(100));
                    long other = random.nextLong();
                    column.set(row, other);
                    expected.set(row, other);
                }
                if (random.nextInt(5000) == 0) {
                    column.pack();
                }
            }
            assertThat(read(column))
                    .as("seed " + seed)
                    .isEqualTo(expected.stream().mapToLong(Long::longValue).toArray());
        }
    }

    @Test
    void roomThatWasGivenBackIsUsedAgain() {
        Scratch scratch = files();
        for (int round = 0; round < 50; round++) {
            LongColumn column = new LongColumn(scratch);
            LongTable table = new LongTable(scratch);
            for (int i = 0; i < ROWS; i++) {
                column.add(i * (long) round * 1_000_003);
                table.put(i + 1, round);
            }
            for (int i = 0; i < ROWS; i++) {
                assertThat(column.get(i)).isEqualTo(i * (long) round * 1_000_003);
                assertThat(table.get(i + 1, -1)).isEqualTo(round);
            }
            column.giveBack();
            table.giveBack();
        }
        assertThat(scratch.inFiles()).isLessThanOrEqualTo(64L << 20);
    }

    @Test
    void valuesComeOutInAscendingOrderAlsoWhenTheyAreSortedInRuns() {
        Random random = new Random(3);
        for (int run : new int[] {7, 1000, 1 << 20}) {
            for (int nearly : new int[] {1, 50, 1 << 30}) {
                LongColumn column = new LongColumn(files());
                long[] values = new long[10_000];
                for (int i = 0; i < values.length; i++) {
                    values[i] = i + random.nextInt(nearly);
                    column.add(values[i]);
                }
                LongStream.Builder sorted = LongStream.builder();
                Ascending.of(column, files(), run, sorted);
                Arrays.sort(values);
                assertThat(sorted.build().toArray()).isEqualTo(values);
            }
        }
    }

    @Test
    void rowsStandInTheOrderOfTheirValuesAndEqualOnesAsTheyCame() {
        Random random = new Random(4);
        for (int size : new int[] {0, 1, 2, 3, 1000, 9000}) {
            LongColumn column = new LongColumn(files());
            List<Integer> rows = new ArrayList<>();
            for (int row = 0; row < size; row++) {
                column.add(random.nextInt(100));
                rows.add(row);
            }
            rows.sort((one, other) -> Long.compare(column.get(one), column.get(other)));
            RowOrder order = RowOrder.by(column, files());
            List<Integer> found = new ArrayList<>();
            for (int rank = 0; rank < order.size(); rank++) {
                found.add(order.row(rank));
            }
            assertThat(found).isEqualTo(rows);
        }
    }

    @Test
    void aTableIsAMapAlsoOfTheKeyZero() {
        for (Scratch scratch : List.of(Scratch.HEAP, files())) {
            Random random = new Random(5);
            LongTable table = new LongTable(scratch);
            Map<Long, Long> expected = new HashMap<>();
            for (int i = 0; i < 50_000; i++) {
                long key = random.nextInt(30_000) * 0x10001L;
                long value = random.nextLong();
                if (random.nextBoolean()) {
                    table.put(key, value);
                    expected.put(key, value);
                } else {
                    assertThat(table.putIfAbsent(key, value)).isEqualTo(expected.merge(key, value, (one, two) -> one));
                }
            }
            Map<Long, Long> found = new HashMap<>();
            table.forEach((key, value) -> assertThat(found.put(key, value)).isNull());
            assertThat(found).isEqualTo(expected);
            assertThat(table.size()).isEqualTo(expected.size());
            assertThat(table.get(-1, 42)).isEqualTo(42);
            assertThat(table.contains(0)).isEqualTo(expected.containsKey(0L));
        }
    }

    @Test
    void theKeyZeroIsAKeyAsAnyOther() {
        LongTable table = new LongTable();
        Map<Long, Long> found = new HashMap<>();
        assertThat(table.get(0, 42)).isEqualTo(42);
        assertThat(table.contains(0)).isFalse();
        assertThat(table.size()).isZero();
        assertThat(table.putIfAbsent(0, 5)).isEqualTo(5);
        assertThat(table.putIfAbsent(0, 6)).isEqualTo(5);
        assertThat(table.get(0, 42)).isEqualTo(5);
        assertThat(table.contains(0)).isTrue();
        table.put(0, 7);
        table.put(3, 8);
        assertThat(table.size()).isEqualTo(2);
        table.forEach(found::put);
        assertThat(found).isEqualTo(Map.of(0L, 7L, 3L, 8L));
    }

    /** The numbers that the author of SplitMix64 gives for this seed. */
    @Test
    void aPairIsTheNumberOfSplitMix64AtOnePlaceFromTheOtherAsSeed() {
        assertThat(LongTable.pair(1_234_567, 1)).isEqualTo(6457827717110365317L);
        assertThat(LongTable.pair(1_234_567, 2)).isEqualTo(3203168211198807973L);
        assertThat(LongTable.pair(1_234_567, 3)).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
    }

    @Test
    void ofRunsThatComeNextWithTheSameValueTheLowerNumberIsFirst() {
        long[] next = {5, 3, 5, 3, 4};
        int[] heap = {4, 3, 1, 2, 0};
        Ascending.sink(heap, 5, next, 0);
        assertThat(heap).isEqualTo(new int[] {1, 3, 4, 2, 0});
        int[] ordered = {1, 3, 2};
        Ascending.sink(ordered, 3, next, 0);
        assertThat(ordered).isEqualTo(new int[] {1, 3, 2});
        // What lies behind the heap's end is none of it.
        int[] shorter = {2, 0, 1};
        Ascending.sink(shorter, 2, next, 0);
        assertThat(shorter).isEqualTo(new int[] {0, 2, 1});
        int[] alone = {0, 1};
        Ascending.sink(alone, 1, next, 0);
        assertThat(alone).isEqualTo(new int[] {0, 1});
    }

    @Test
    void aSetDoesNotHoldWhatLiesBehindAllThatWasAdded() {
        RefSet set = new RefSet();
        assertThat(set.contains(Ref.of(0, 0))).isFalse();
        set.add(Ref.of(1, 0));
        assertThat(set.contains(Ref.of(0, 0))).isFalse();
        assertThat(set.contains(Ref.of(1, 256))).isFalse();
        assertThat(set.contains(Ref.of(1, 65_536))).isFalse();
        assertThat(set.contains(Ref.of(2, 0))).isFalse();
        assertThat(set.add(Ref.of(1, 256))).isTrue();
        assertThat(set.add(Ref.of(1, 65_536))).isTrue();
        assertThat(set.contains(Ref.of(1, 256))).isTrue();
        assertThat(set.contains(Ref.of(1, 65_536))).isTrue();
        assertThat(set.size()).isEqualTo(3);
    }

    @Test
    void aSetHoldsWhatWasAddedAlsoWholeChunks() {
        Random random = new Random(6);
        RefSet set = new RefSet();
        TreeSet<Long> expected = new TreeSet<>();
        for (long sequence = 60_000; sequence < 220_000; sequence++) {
            assertThat(set.add(Ref.of(2, sequence))).isTrue();
            expected.add(Ref.of(2, sequence));
        }
        for (int i = 0; i < 50_000; i++) {
            long ref = Ref.of(random.nextInt(4), random.nextInt(300_000));
            assertThat(set.contains(ref)).isEqualTo(expected.contains(ref));
            assertThat(set.add(ref)).isEqualTo(expected.add(ref));
        }
        List<Long> found = new ArrayList<>();
        set.forEach(found::add);
        assertThat(found).isEqualTo(List.copyOf(expected));
        assertThat(set.size()).isEqualTo(expected.size());
    }

    @Test
    void theEarliestTimeOfARecordStaysAndNoTimeIsNever() {
        RefTimes times = new RefTimes(files());
        times.put(Ref.of(1, 50_000), 10);
        times.put(Ref.of(1, 50_000), Long.MIN_VALUE);
        times.put(Ref.of(1, 50_000), 3);
        times.put(Ref.of(0, 1), RefTimes.NEVER);
        times.put(Ref.of(0, 2), -4);
        assertThat(times.get(Ref.of(1, 50_000))).isEqualTo(Long.MIN_VALUE);
        assertThat(times.get(Ref.of(0, 1))).isEqualTo(RefTimes.NEVER);
        assertThat(times.get(Ref.of(0, 2))).isEqualTo(-4);
        assertThat(times.get(Ref.of(2, 2))).isEqualTo(RefTimes.NEVER);
        assertThat(times.get(Ref.of(7, 2))).isEqualTo(RefTimes.NEVER);
    }

    @Test
    void timesLieOnPagesOfTheirOwnAndARecordWithoutOneHasNeverWhateverWasThereBefore() {
        Scratch scratch = new Scratch(Long.MAX_VALUE, temp);
        LongArray before = new LongArray(scratch, 4 * LongColumn.PAGE);
        for (int i = 0; i < before.length(); i++) {
            before.set(i, 5);
        }
        before.giveBack();
        RefTimes times = new RefTimes(scratch);
        times.put(Ref.of(0, 1), 7);
        assertThat(times.get(Ref.of(0, LongColumn.PAGE))).isEqualTo(RefTimes.NEVER);
        times.put(Ref.of(0, LongColumn.PAGE), 8);
        for (int sequence = 0; sequence < 2 * LongColumn.PAGE; sequence++) {
            long expected = sequence == 1 ? 7 : sequence == LongColumn.PAGE ? 8 : RefTimes.NEVER;
            assertThat(times.get(Ref.of(0, sequence))).isEqualTo(expected);
        }
    }

    @Test
    void aRecordAndAPhantomAreOneNumberEach() {
        long sent = Ref.of(3, 1_234_567);
        assertThat(Ref.phantom(sent)).isFalse();
        assertThat(Ref.session(sent)).isEqualTo(3);
        assertThat(Ref.sequence(sent)).isEqualTo(1_234_567);
        assertThat(Ref.phantom(Ref.of(0, 0))).isFalse();
        for (int reader : new int[] {0, 1, 7}) {
            for (int number : new int[] {0, 1, 99_999, Integer.MAX_VALUE}) {
                long phantom = Ref.phantom(reader, number);
                assertThat(Ref.phantom(phantom)).isTrue();
                assertThat(Ref.reader(phantom)).isEqualTo(reader);
                assertThat(Ref.number(phantom)).isEqualTo(number);
            }
        }
    }

    @Test
    void theFirstAndTheLastTimeAreKnownBesideTheGap() {
        MaxGap gap = new MaxGap(files(), 0, 1000);
        gap.add(40);
        gap.add(17);
        gap.add(90);
        assertThat(gap.first()).isEqualTo(17);
        assertThat(gap.last()).isEqualTo(90);
        assertThat(gap.widest()).isEqualTo(50);
    }

    /** A number that somebody changed in the timeline is a time too. */
    @Test
    void timesThatNoClockCanHaveHaveALongestGap() {
        long early = Long.MIN_VALUE / 4 * 3;
        MaxGap gap = new MaxGap(files(), early, Long.MAX_VALUE);
        for (int i = 0; i < 100; i++) {
            gap.add(1000L * i);
        }
        gap.add(50);
        gap.add(early);
        gap.add(Long.MAX_VALUE - 1);
        assertThat(gap.widest()).isEqualTo(Long.MAX_VALUE - 1 - 99_000);
        MaxGap wider = new MaxGap(files(), early, Long.MAX_VALUE);
        wider.add(early);
        wider.add(Long.MAX_VALUE - 1);
        assertThat(wider.widest()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theLongestGapIsFoundWhetherItIsLongerThanAnIntervalOrShorter() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            long from = random.nextInt(1000) - 500;
            long until = from + 1 + random.nextInt(1 << (1 + random.nextInt(30)));
            MaxGap gap = new MaxGap(files(), from, until);
            TreeSet<Long> times = new TreeSet<>();
            for (int i = random.nextInt(2000); i > 0; i--) {
                long time = from + (long) (random.nextDouble() * (until - from));
                gap.add(time);
                times.add(time);
            }
            long widest = 0;
            long begins = 0;
            for (long time : times) {
                Long before = times.lower(time);
                if (before != null && time - before > widest) {
                    widest = time - before;
                    begins = before;
                }
            }
            assertThat(gap.widest()).as("seed " + seed).isEqualTo(widest);
            assertThat(widest == 0 ? 0 : gap.widestFrom()).as("seed " + seed).isEqualTo(begins);
        }
    }

    @Test
    void theLongestGapOfTimesThatComeNearlyInOrderIsExactToTheNanosecond() {
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            int count = 2 + random.nextInt(3000);
            long[] times = new long[count];
            long last = 0;
            long widest = 0;
            for (int i = 0; i < count; i++) {
                long step = 1 + random.nextInt(1000);
                widest = i == 0 ? 0 : Math.max(widest, step);
                last += i == 0 ? 0 : step;
                times[i] = last;
            }
            // Neighbours that change places, as those of two connections do.
            for (int i = 0; i + 5 < count; i += 5) {
                int other = i + random.nextInt(5);
                long moved = times[i];
                times[i] = times[other];
                times[other] = moved;
            }
            MaxGap gap = new MaxGap(files(), 0, 1L << 40);
            for (long time : times) {
                gap.add(time);
            }
            assertThat(gap.widest()).as("seed " + seed).isEqualTo(widest);
            Arrays.sort(times);
            int begins = Arrays.binarySearch(times, gap.widestFrom());
            assertThat(times[begins + 1] - times[begins]).as("seed " + seed).isEqualTo(widest);
            assertThat(gap.first()).isZero();
            assertThat(gap.last()).isEqualTo(last);
        }
    }

    @Test
    void theLastTimeBeforeTheEndHasAPlaceThoughTheLengthIsNoPowerOfTwo() {
        MaxGap gap = new MaxGap(files(), 0, 4097);
        for (long time = 4096; time >= 0; time -= 64) {
            gap.add(time);
        }
        gap.add(4090);
        assertThat(gap.widest()).isEqualTo(64);
    }

    @Test
    void timesBeforeTheClocksZeroAreTimesAsAnyOther() {
        MaxGap gap = new MaxGap(files(), -1_000_000, 0);
        for (long time = -1; time > -900_000; time -= 9000) {
            gap.add(time);
        }
        gap.add(-999_999);
        assertThat(gap.widest()).isEqualTo(999_999 - 891_001);
        assertThat(gap.first()).isEqualTo(-999_999);
        assertThat(gap.last()).isEqualTo(-1);
    }

    @Test
    void aGapNeedsTwoTimes() {
        MaxGap gap = new MaxGap(files(), 0, 100);
        assertThat(gap.widest()).isZero();
        gap.add(40);
        assertThat(gap.widest()).isZero();
    }

    @Test
    void aPageHoldsDifferencesOfAnyNumberOfBytes() {
        for (int bits = 0; bits <= 64; bits++) {
            Random random = new Random(bits);
            LongColumn column = new LongColumn(files());
            long[] values = new long[2 * LongColumn.PAGE + 5];
            for (int i = 0; i < values.length; i++) {
                values[i] = (bits == 0 ? 0 : random.nextLong() >>> 64 - bits) - 7;
                column.add(values[i]);
            }
            column.pack();
            assertThat(read(column)).as(bits + " bits").isEqualTo(values);
        }
    }

    @Test
    void aSetTakesInAllOfAnother() {
        for (long seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            RefSet one = new RefSet();
            RefSet other = new RefSet();
            TreeSet<Long> both = new TreeSet<>();
            int dense = random.nextInt(3) * 70_000;
            for (int i = 0; i < dense; i++) {
                other.add(Ref.of(2, i));
                both.add(Ref.of(2, i));
            }
            for (int i = random.nextInt(5000); i > 0; i--) {
                long ref = Ref.of(random.nextInt(4), random.nextInt(200_000));
                (random.nextBoolean() ? one : other).add(ref);
                both.add(ref);
            }
            one.addAll(other);
            List<Long> found = new ArrayList<>();
            one.forEach(found::add);
            assertThat(found).as("seed " + seed).isEqualTo(List.copyOf(both));
            assertThat(one.size()).isEqualTo(both.size());
            one.addAll(other);
            assertThat(one.size()).isEqualTo(both.size());
        }
    }

    @Test
    void aSendThatComesBehindALaterOneFillsItsGap() {
        SendIndex index = new SendIndex(files());
        Sends sends = index.session(0, 0, 1).to(0, 1);
        assertThat(sends.sent(0, 7, 0, 100, 10, 11)).isTrue();
        assertThat(sends.sent(3, 8, 0, 100, 40, 41)).isTrue();
        assertThat(sends.known(0)).isTrue();
        assertThat(sends.known(1)).isFalse();
        assertThat(sends.known(2)).isFalse();
        assertThat(sends.known(3)).isTrue();
        assertThat(sends.sent(2, 9, 0, 100, 30, 31)).isTrue();
        assertThat(sends.known(1)).isFalse();
        assertThat(sends.known(2)).isTrue();
        assertThat(sends.sent(2, 9, 0, 100, 30, 31)).isFalse();
        assertThat(sends.sent(1, 9, 0, 100, 20, 21)).isTrue();
        assertThat(sends.known(1)).isTrue();
        assertThat(sends.known(4)).isFalse();
        assertThat(sends.known(-1)).isFalse();
    }

    @Test
    void noFileIsLeftEvenWhileItIsUsed() throws Exception {
        Scratch scratch = files();
        LongArray array = new LongArray(scratch, 1 << 20);
        array.set(12_345, 6);
        assertThat(scratch.inFiles()).isPositive();
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).isEmpty();
        }
        assertThat(array.get(12_345)).isEqualTo(6);
        assertThat(array.get(12_346)).isZero();
    }

    private static long[] read(LongColumn column) {
        long[] values = new long[column.size()];
        for (int row = 0; row < values.length; row++) {
            values[row] = column.get(row);
        }
        return values;
    }
}
