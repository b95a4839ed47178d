package io.firedrill.audit;

/** A map of numbers to numbers by open addressing, at most half full. */
final class LongTable {
    private long[] keys;
    private long[] values;
    private boolean[] used;
    private int size;

    LongTable() {
        this(64);
    }

    LongTable(int entries) {
        int capacity = Integer.highestOneBit(Math.max(8, entries)) * 4;
        keys = new long[capacity];
        values = new long[capacity];
        used = new boolean[capacity];
    }

    /** The value that the key has after the call. */
    long putIfAbsent(long key, long value) {
        int slot = slot(key);
        if (used[slot]) {
            return values[slot];
        }
        used[slot] = true;
        keys[slot] = key;
        values[slot] = value;
        if (++size * 2 > keys.length) {
            grow();
        }
        return value;
    }

    void put(long key, long value) {
        int slot = slot(key);
        if (used[slot]) {
            values[slot] = value;
        } else {
            putIfAbsent(key, value);
        }
    }

    /** The key's value, or {@code otherwise}. */
    long get(long key, long otherwise) {
        int slot = slot(key);
        return used[slot] ? values[slot] : otherwise;
    }

    /** One number of two, so that equal results mean equal pairs but for chance. */
    static long pair(long one, long other) {
        long mixed = one + other * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 33) & mask;
        while (used[slot] && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        boolean[] oldUsed = used;
        keys = new long[oldKeys.length * 2];
        values = new long[oldKeys.length * 2];
        used = new boolean[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldUsed[i]) {
                int slot = slot(oldKeys[i]);
                used[slot] = true;
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
