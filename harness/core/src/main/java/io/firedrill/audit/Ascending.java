package io.firedrill.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/** Sorts a column that may be too large for the heap: runs are sorted there, lie packed in scratch, and are merged on the way out. */
final class Ascending {
    private static final int RUN = 1 << 19;

    private final List<LongColumn> runs = new ArrayList<>();
    private final LongConsumer action;

    private Ascending(LongConsumer action) {
        this.action = action;
    }

    static void of(LongColumn column, Scratch scratch, LongConsumer action) {
        of(column, scratch, RUN, action);
    }

    /** The values in ascending order, in a column of their own. */
    static LongColumn of(LongColumn column, Scratch scratch) {
        LongColumn sorted = new LongColumn(scratch);
        of(column, scratch, sorted::add);
        return sorted;
    }

    /** @param run values that are sorted at once */
    static void of(LongColumn column, Scratch scratch, int run, LongConsumer action) {
        Ascending sorting = new Ascending(action);
        int rows = column.size();
        long[] values = new long[Math.min(run, rows)];
        for (int from = 0; from < rows; from += run) {
            int count = Math.min(run, rows - from);
            for (int i = 0; i < count; i++) {
                values[i] = column.get(from + i);
            }
            Arrays.sort(values, 0, count);
            if (rows <= run) {
                Arrays.stream(values, 0, count).forEach(action);
                return;
            }
            LongColumn sorted = new LongColumn(scratch);
            for (int i = 0; i < count; i++) {
                sorted.add(values[i]);
            }
            sorted.pack();
            sorting.runs.add(sorted);
        }
        sorting.merge();
        sorting.runs.forEach(LongColumn::giveBack);
    }

    /** A heap of runs by their next value. While one run has the least, as it does where values come nearly sorted, nothing moves. */
    private void merge() {
        int count = runs.size();
        int[] heap = new int[count];
        int[] rows = new int[count];
        long[] next = new long[count];
        for (int i = count - 1; i >= 0; i--) {
            next[i] = runs.get(i).get(0);
            heap[i] = i;
            sink(heap, count, next, i);
        }
        while (count > 0) {
            int run = heap[0];
            action.accept(next[run]);
            if (++rows[run] < runs.get(run).size()) {
                next[run] = runs.get(run).get(rows[run]);
            } else {
                heap[0] = heap[--count];
            }
            sink(heap, count, next, 0);
        }
    }

    /**
     * Restores a heap of numbers by what comes next of each, the lower number first of two that are equal.
     *
     * @param from the place that may hold too much
     */
    static void sink(int[] heap, int count, long[] next, int from) {
        int at = from;
        while (true) {
            int child = 2 * at + 1;
            if (child >= count) {
                return;
            }
            if (child + 1 < count && isBefore(heap[child + 1], heap[child], next)) {
                child++;
            }
            if (!isBefore(heap[child], heap[at], next)) {
                return;
            }
            int moved = heap[at];
            heap[at] = heap[child];
            heap[child] = moved;
            at = child;
        }
    }

    private static boolean isBefore(int one, int other, long[] next) {
        return next[one] < next[other] || next[one] == next[other] && one < other;
    }
}
