package io.firedrill.audit;

/** A map of numbers to numbers by open addressing, at most half full. It lies in {@link Scratch} where it is large. */
final class LongTable {
    private static final int LARGEST = 1 << 30;

    private final Scratch scratch;
    private LongArray keys;
    private LongArray values;
    private int size;

    /** A slot with key zero is free, so the key zero has a place of its own. */
    private boolean hasZero;

    private long ofZero;

    /** On the heap. */
    LongTable() {
        this(Scratch.HEAP);
    }

    LongTable(Scratch scratch) {
        this(scratch, 16);
    }

    LongTable(Scratch scratch, int entries) {
        this.scratch = scratch;
        int capacity = Integer.highestOneBit(Math.min(LARGEST >> 2, Math.max(8, entries))) * 4;
        keys = new LongArray(scratch, capacity);
        values = new LongArray(scratch, capacity);
    }

    /** The value that the key has after the call. */
    long putIfAbsent(long key, long value) {
        if (key == 0) {
            if (!hasZero) {
                hasZero = true;
                ofZero = value;
            }
            return ofZero;
        }
        int slot = slot(key);
        if (keys.get(slot) == key) {
            return values.get(slot);
        }
        fill(slot, key, value);
        return value;
    }

    void put(long key, long value) {
        if (key == 0) {
            hasZero = true;
            ofZero = value;
            return;
        }
        int slot = slot(key);
        if (keys.get(slot) == key) {
            values.set(slot, value);
        } else {
            fill(slot, key, value);
        }
    }

    /** The key's value, or {@code otherwise}. */
    long get(long key, long otherwise) {
        if (key == 0) {
            return hasZero ? ofZero : otherwise;
        }
        int slot = slot(key);
        return keys.get(slot) == key ? values.get(slot) : otherwise;
    }

    boolean contains(long key) {
        return key == 0 ? hasZero : keys.get(slot(key)) == key;
    }

    /** How many keys have a value. */
    int size() {
        return size + (hasZero ? 1 : 0);
    }

    /** What to do with an entry. */
    interface Entry {
        void accept(long key, long value);
    }

    /** In no particular order. */
    void forEach(Entry action) {
        if (hasZero) {
            action.accept(0, ofZero);
        }
        for (int slot = 0; slot < keys.length(); slot++) {
            if (keys.get(slot) != 0) {
                action.accept(keys.get(slot), values.get(slot));
            }
        }
    }

    /** Gives its room back; it may not be used any more. */
    void giveBack() {
        keys.giveBack();
        values.giveBack();
    }

    /** One number of two, so that equal results mean equal pairs but for chance: SplitMix64's at place {@code other} from seed {@code one}. */
    static long pair(long one, long other) {
        long mixed = one + other * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private int slot(long key) {
        int mask = keys.length() - 1;
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 33) & mask;
        long there = keys.get(slot);
        while (there != 0 && there != key) {
            slot = (slot + 1) & mask;
            there = keys.get(slot);
        }
        return slot;
    }

    private void fill(int slot, long key, long value) {
        keys.set(slot, key);
        values.set(slot, value);
        if (++size * 2L > keys.length()) {
            grow();
        }
    }

    private void grow() {
        if (keys.length() == LARGEST) {
            throw new IllegalStateException("more than " + LARGEST / 2 + " different keys in one table");
        }
        LongArray oldKeys = keys;
        LongArray oldValues = values;
        keys = new LongArray(scratch, oldKeys.length() * 2);
        values = new LongArray(scratch, oldKeys.length() * 2);
        for (int i = 0; i < oldKeys.length(); i++) {
            long key = oldKeys.get(i);
            if (key != 0) {
                int slot = slot(key);
                keys.set(slot, key);
                values.set(slot, oldValues.get(i));
            }
        }
        oldKeys.giveBack();
        oldValues.giveBack();
    }
}
