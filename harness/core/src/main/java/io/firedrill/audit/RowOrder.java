package io.firedrill.audit;

import org.jspecify.annotations.Nullable;

/** Rows of a column in the order of their values; of equal values the row that came first stands first. */
final class RowOrder {
    private final int size;
    private final @Nullable LongArray rows;

    private RowOrder(int size, @Nullable LongArray rows) {
        this.size = size;
        this.rows = rows;
    }

    /** The values ascend already. */
    static RowOrder asTheyCame(int size) {
        return new RowOrder(size, null);
    }

    /** Merges runs of rows that ascend, from the shortest up, so that what is nearly in order is soon in order. */
    static RowOrder by(LongColumn values, Scratch scratch) {
        int size = values.size();
        LongArray from = new LongArray(scratch, size);
        LongArray to = new LongArray(scratch, size);
        for (int row = 0; row < size; row++) {
            from.set(row, row);
        }
        for (long run = 1; run < size; run *= 2) {
            for (long start = 0; start < size; start += 2 * run) {
                merge(values, from, to, (int) start, (int) Math.min(size, start + run), (int)
                        Math.min(size, start + 2 * run));
            }
            LongArray merged = to;
            to = from;
            from = merged;
        }
        to.giveBack();
        return new RowOrder(size, from);
    }

    private static void merge(LongColumn values, LongArray from, LongArray to, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean first = right >= end
                    || left < middle && values.get((int) from.get(left)) <= values.get((int) from.get(right));
            to.set(i, from.get(first ? left++ : right++));
        }
    }

    int size() {
        return size;
    }

    int row(int rank) {
        return rows == null ? rank : (int) rows.get(rank);
    }

    /** Gives its room back; it may not be used any more. */
    void giveBack() {
        if (rows != null) {
            rows.giveBack();
        }
    }
}
