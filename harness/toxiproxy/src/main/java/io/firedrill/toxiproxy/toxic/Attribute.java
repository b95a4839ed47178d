package io.firedrill.toxiproxy.toxic;

/**
 * One attribute of a toxic: a whole number in bounds. An attribute that a request leaves out is {@code absent}, which is
 * checked against the bounds as well: an attribute whose {@code absent} lies outside them has to be given.
 *
 * @param name as in JSON
 * @param min the least allowed value
 * @param max the greatest allowed value
 * @param absent the value when it was not given
 * @param unit the unit, in words, for messages
 */
public record Attribute(String name, long min, long max, long absent, String unit) {

    /** The greatest duration a toxic takes, in milliseconds: 24 days. Longer ones are mistakes of unit. */
    public static final long LONGEST_MILLIS = Integer.MAX_VALUE;

    /** A duration in milliseconds, 0 when left out. */
    public static Attribute millis(String name) {
        return new Attribute(name, 0, LONGEST_MILLIS, 0, "ms");
    }

    void check(String type, long value) throws InvalidToxicException {
        if (value < min || value > max) {
            throw new InvalidToxicException(
                    "%s: %s is %d, allowed is %d to %d %s".formatted(type, name, value, min, max, unit));
        }
    }
}
