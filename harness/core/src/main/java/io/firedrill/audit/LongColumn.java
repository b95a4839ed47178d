package io.firedrill.audit;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A column of numbers that only grows, without a box around each. The first page lies on the heap; further ones lie in {@link
 * Scratch}, in as few bytes as they need. Once nothing is written any more, any number of threads may read.
 */
final class LongColumn {
    private static final int BITS = 13;
    static final int PAGE = 1 << BITS;
    private static final int MASK = PAGE - 1;
    private static final int FIRST = 16;
    private static final long[] NONE = {};
    private static final ThreadLocal<long[]> WORK = ThreadLocal.withInitial(() -> new long[PAGE]);

    private final Scratch scratch;
    private final int loose;
    private long @Nullable [] head = NONE;
    private @Nullable LongPage[] pages = {};
    private @Nullable LongPage open;
    private int size;

    /** Pages that are not packed yet, the oldest first. */
    private final ArrayDeque<Integer> unpacked = new ArrayDeque<>(2);

    /** On the heap. */
    LongColumn() {
        this(Scratch.HEAP);
    }

    LongColumn(Scratch scratch) {
        this(scratch, 1);
    }

    /** @param loose how many pages are kept as they are for {@link #set}; a change to another page costs a packing */
    LongColumn(Scratch scratch, int loose) {
        this.scratch = scratch;
        this.loose = loose;
    }

    void add(long value) {
        int row = size++;
        if (row < PAGE) {
            first(row, value);
            return;
        }
        int in = row & MASK;
        if (in == 0) {
            append(row >>> BITS);
        }
        LongPage last = open;
        if (last == null) {
            last = reopen(row >>> BITS, in);
            open = last;
        }
        last.put(in, value);
        if (in == MASK && loose == 1) {
            pack();
        }
    }

    private void first(int row, long value) {
        long[] rows = head == null ? NONE : head;
        if (row == rows.length) {
            rows = Arrays.copyOf(rows, Math.min(PAGE, Math.max(FIRST, 2 * row)));
            head = rows;
        }
        rows[row] = value;
    }

    /** Begins another page. */
    private void append(int number) {
        LongPage page = LongPage.loose(scratch.room(LongPage.LOOSE_BYTES));
        if (number == 1) {
            leaveHeap();
        }
        place(number, page);
        open = page;
        unpack(number);
    }

    /** The first page goes where the others are. */
    private void leaveHeap() {
        long[] rows = head;
        if (loose == 1 || rows == null) {
            packHead();
            return;
        }
        LongPage page = LongPage.loose(scratch.room(LongPage.LOOSE_BYTES));
        for (int i = 0; i < PAGE; i++) {
            page.put(i, rows[i]);
        }
        place(0, page);
        head = null;
        unpacked.add(0);
    }

    private void packHead() {
        long[] rows = head;
        if (rows != null) {
            place(0, LongPage.pack(scratch, PAGE, rows));
            head = null;
        }
    }

    private void place(int number, LongPage page) {
        if (number >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(8, 2 * number));
        }
        pages[number] = page;
    }

    private void unpack(int number) {
        unpacked.add(number);
        int last = (size - 1) >>> BITS;
        while (unpacked.size() > loose) {
            int oldest = unpacked.remove();
            if (oldest == last) {
                unpacked.add(oldest);
            } else {
                pack(oldest, PAGE);
            }
        }
    }

    private void pack(int number, int rows) {
        LongPage page = pages[number];
        long[] values = WORK.get();
        page.copy(values, rows);
        pages[number] = LongPage.pack(scratch, rows, values);
        page.giveBack(scratch);
    }

    /** Packs every page: nothing is added or set for a while. */
    void pack() {
        if (size == PAGE) {
            packHead();
        }
        while (!unpacked.isEmpty()) {
            int number = unpacked.remove();
            pack(number, Math.min(PAGE, size - number * PAGE));
        }
        open = null;
    }

    private LongPage reopen(int number, int rows) {
        LongPage page = pages[number];
        return page.isLoose() ? page : loosen(number, page, rows);
    }

    /** Changes a row that is there. */
    void set(int row, long value) {
        if (loose < 2) {
            throw new IllegalStateException("a column that only grows");
        }
        int number = row >>> BITS;
        long[] rows = head;
        if (number == 0 && rows != null) {
            rows[row] = value;
            return;
        }
        LongPage page = pages[number];
        if (page.isLoose()) {
            page.put(row & MASK, value);
        } else if (page.get(row & MASK) != value) {
            loosen(number, page, Math.min(PAGE, size - number * PAGE)).put(row & MASK, value);
        }
    }

    private LongPage loosen(int number, LongPage page, int rows) {
        LongPage fresh = LongPage.loose(scratch.room(LongPage.LOOSE_BYTES));
        for (int i = 0; i < rows; i++) {
            fresh.put(i, page.get(i));
        }
        pages[number] = fresh;
        unpack(number);
        return fresh;
    }

    long get(int row) {
        int number = row >>> BITS;
        long[] rows = head;
        return number == 0 && rows != null ? rows[row] : pages[number].get(row & MASK);
    }

    int size() {
        return size;
    }

    /** Gives its room back; it may not be used any more. */
    void giveBack() {
        for (LongPage page : pages) {
            if (page != null) {
                page.giveBack(scratch);
            }
        }
        pages = new LongPage[0];
        head = NONE;
        open = null;
        size = 0;
    }

    /** The values in ascending order. */
    long[] sorted() {
        long[] copy = new long[size];
        for (int row = 0; row < size; row++) {
            copy[row] = get(row);
        }
        Arrays.sort(copy);
        return copy;
    }

    /** Hands out the values in ascending order, and takes little heap for it. */
    void ascending(LongConsumer action) {
        Ascending.of(this, scratch, action);
    }
}
