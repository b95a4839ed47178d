package io.firedrill.toxiproxy.conformance;

import java.util.Arrays;

/** Why the real server may answer otherwise than the contract says. The numbers are those of the module's README. */
enum Reason {
    DEAF_CLIENT("1", "a client that does not read hangs every change of toxics there"),
    HANGING_DIAL("2", "one hanging dial stops the proxy there"),
    FLUSH_ON_REMOVAL("3", "a toxic that is taken away flushes through the later ones there, or drops"),
    PENDING_RESET("4", "a removal waits for the pending reset there"),
    DEADLY_ATTRIBUTES("5", "the process dies of it there, once data flows"),
    LEAK("6", "connections that a toxic ended stay in memory there"),
    HALF_CLOSE("7", "no half-close there: the end of one direction ends both"),
    RESTARTED_TIMEOUT("8", "each chunk starts the time-out anew there"),
    LATE_RESET("9", "connections that were open get no reset there"),
    SLOW_SLICES("10", "delays below a millisecond take one there"),
    HALF_DONE("11", "a refused change is partly done there"),
    METRICS_NAMES_SEED("12", "metrics of ended connections only, no names with a slash, the seed is thrown away there"),
    WORDS("J", "the words of another JSON parser"),
    SENSELESS("S", "values that make no sense are taken there, here they are a 400 and a sentence"),
    RESET_IS_RESET("R", "a reset of one side is an end in order on the other there, here it is a reset"),
    VERSION("V", "built with the tool chain alone it does not know its version");

    private final String key;
    private final String sentence;

    Reason(String key, String sentence) {
        this.key = key;
        this.sentence = sentence;
    }

    String key() {
        return key;
    }

    String sentence() {
        return sentence;
    }

    static Reason of(String key) {
        return Arrays.stream(values())
                .filter(reason -> reason.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reason " + key));
    }
}
