package io.firedrill.audit;

import java.util.Map;
import java.util.function.LongFunction;

/**
 * Records of a class that is a loss, and those that may be of it as well. What is certain in one place, of two regions or two flows, is no
 * longer in doubt for another.
 */
record Doubtful(RefSet certain, RefSet may) {

    Doubtful() {
        this(new RefSet(), new RefSet());
    }

    /** These, with the others in them. */
    Doubtful with(Doubtful others) {
        certain.addAll(others.certain);
        may.addAll(others.may);
        return this;
    }

    /** What is certain, and as a figure how many more there may be. */
    Finding finding(LongFunction<String> describe) {
        long[] further = new long[1];
        may.forEach(ref -> further[0] += certain.contains(ref) ? 0 : 1);
        return Finding.of(certain, describe).with(Map.of(Result.Anomaly.MAY, (double) further[0]));
    }
}
