package io.firedrill.audit;

/** Numbers in ascending order. */
final class Sorted {
    private Sorted() {}

    /** How many of them are at most this. */
    static int upTo(long[] sorted, long most) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= most) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
