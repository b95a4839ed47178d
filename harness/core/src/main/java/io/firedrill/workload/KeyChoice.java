package io.firedrill.workload;

/**
 * The key of each slot of a producer: a uniform choice that depends on seed, producer and slot alone, so that every run and
 * every region's instance makes the same one. Keys read {@code k000123}.
 */
final class KeyChoice {

    private static final int LEAST_DIGITS = 6;

    private final long stream;
    private final int keys;
    private final int length;

    KeyChoice(long seed, int producer, int keys) {
        this.stream = mix(mix(seed) ^ producer);
        this.keys = keys;
        this.length = 1 + Math.max(LEAST_DIGITS, Integer.toString(keys - 1).length());
    }

    /** Number of the key of a slot, from 0. */
    int number(long slot) {
        // The high half of a product maps 32 random bits to [0, keys) without a division.
        long random = mix(stream + slot * 0x9E3779B97F4A7C15L) >>> 32;
        return (int) ((random * keys) >>> 32);
    }

    /** The key of a slot, in a new array. */
    byte[] key(long slot) {
        byte[] key = new byte[length];
        key[0] = 'k';
        int rest = number(slot);
        for (int at = length - 1; at > 0; at--) {
            key[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return key;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
