package io.firedrill.audit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What comes of something is not earlier than it. One journal's facts are of one clock, so a fact that is earlier than what it came of, or
 * than what the same thread noted before it, proves that this clock went backwards, and none of its times means anything (MEASURES.md, 1).
 * Two threads may take their times in one order and write them in the other: what they noted has no order here.
 */
final class ClockOrder {

    /** An order that holds; how facts are called that break it. */
    enum Kind {
        SENDS(
                "send is earlier than the one before it in its session",
                "sends are earlier than those before them in their session"),
        OUTCOMES(
                "outcome is earlier than the send that it is of",
                "outcomes are earlier than the sends that they are of"),
        TRANSACTIONS(
                "fact of a transaction is earlier than what it began with",
                "facts of a transaction are earlier than what it began with"),
        MEMBERS(
                "fact of a group's member is earlier than what it had noted before",
                "facts of a group's member are earlier than what it had noted before"),
        DELIVERIES(
                "delivery is earlier than the send of its record (or that too late)",
                "deliveries are earlier than the sends of their records (or those too late)"),
        STORES(
                "fact of a store is earlier than what it had noted before",
                "facts of a store are earlier than what it had noted before"),
        SCANS(
                "time of a scan is earlier than what it had noted before",
                "times of a scan are earlier than what it had noted before"),
        CANARIES("try of a canary ends before it began", "tries of canaries end before they began");

        private final String one;
        private final String more;

        Kind(String one, String more) {
            this.one = one;
            this.more = more;
        }
    }

    /** What was found of one order. */
    private static final class Broken {
        private final String first;
        private long times;
        private long furthest;

        Broken(String first) {
            this.first = first;
        }
    }

    private final Map<Kind, Broken> broken = new EnumMap<>(Kind.class);

    /** By how much the later of two is earlier, nanoseconds; 0 when it is not. */
    static long back(long before, long after) {
        long back = before - after;
        return after >= before ? 0 : back < 0 ? Long.MAX_VALUE : back;
    }

    /**
     * A fact broke an order.
     *
     * @param back by so much it is too early, nanoseconds
     * @param place what people find it by; asked for the first of each kind
     */
    void broke(Kind kind, long back, Supplier<String> place) {
        Broken found = broken.computeIfAbsent(kind, any -> new Broken(place.get()));
        found.times++;
        found.furthest = Math.max(found.furthest, back);
    }

    /**
     * A sentence for each order that was broken.
     *
     * @param source as {@code journal us-east-1}
     */
    List<String> sentences(String source) {
        List<String> sentences = new ArrayList<>();
        broken.forEach((kind, found) -> sentences.add("the clock of " + source
                + " went backwards, and nothing can be judged by" + " its times: " + found.times + " "
                + (found.times == 1 ? kind.one : kind.more) + ", by up to " + length(found.furthest) + "; the first: "
                + found.first));
        return sentences;
    }

    /** {@code 10000.0 ms}; what is less than a microsecond in nanoseconds. */
    static String length(long nanos) {
        return nanos < 1000 ? nanos + " ns" : Millis.of(nanos) + " ms";
    }
}
