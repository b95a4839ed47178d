package io.firedrill.toxiproxy.bench;

import java.util.Map;
import java.util.Optional;

/**
 * What a measure is to be: the ratio of this server's to the real one's, or this server's own figure.
 *
 * @param own whether it is this server's figure
 * @param least allowed
 * @param most allowed
 * @param text as the table shows it
 * @param reason why it is known to fall short, when it does; empty when no reason is known
 */
record Aim(boolean own, double least, double most, String text, String reason) {
    private static final String BULK =
            "splicing saves the copy and adds two system calls a chunk, so it gains least where copying is cheap: there both servers"
                    + " and the load spend most of their time in the kernel's own copies. A machine that copies at half the rate gave 3.0 and 2.4";
    private static final String FIFTY =
            "fifty connections keep both processors busy, so a round trip takes what everybody's processor time for it makes the others wait."
                    + " In the README's run that is 57 µs, of which client and upstream take 33. Ours is 24 for two reads and two writes, and `direct` takes 27 for"
                    + " as many: for 0.8 it had to be 16";
    private static final String TIMERS =
            "each connection has a timer every 20 ms, so a loop has one every 0.8 ms. To be awake before each (0.15 ms) would cost a fifth of a"
                    + " processor; a loop spends a thirtieth at most, so most of these timers find it asleep, and late by what waking takes";

    private static final Map<String, Aim> ALL = Map.ofEntries(
            Map.entry("bulk MB/s, 1 connection", atLeast(2, BULK)),
            Map.entry("bulk MB/s, 16 connections", atLeast(2, BULK)),
            Map.entry("bulk CPU s/GB, 1 connection", atMost(1, "")),
            Map.entry("bulk CPU s/GB, 16 connections", atMost(1, "")),
            Map.entry("round trip of 512 B, 1 connection, µs p50", atMost(0.8, "")),
            Map.entry("round trip of 512 B, 1 connection, µs p99", atMost(1, "")),
            Map.entry("round trip of 512 B, 1 connection, µs CPU", atMost(1, "")),
            Map.entry("round trip of 512 B, 50 connections, µs p50", atMost(0.8, FIFTY)),
            Map.entry("round trip of 512 B, 50 connections, µs p99", atMost(1, "")),
            Map.entry("round trip of 512 B, 50 connections, µs CPU", atMost(1, "")),
            Map.entry("set-ups a second, 4 clients", atLeast(1.5, "")),
            Map.entry("beyond latency 20 ms, 1 connection, µs p99", own(0, 500, "")),
            Map.entry("beyond latency 20 ms, 50 connections, µs p99", own(0, 500, TIMERS)),
            Map.entry("beyond latency 20 ms, 1 connection, µs CPU", atMost(1, "")),
            Map.entry("beyond latency 20 ms, 50 connections, µs CPU", atMost(1, "")),
            Map.entry("bulk MB/s through latency 20 ms", atLeast(1, "")),
            Map.entry("bulk CPU s/GB through latency 20 ms", atMost(1, "")),
            Map.entry("bandwidth 50 MB/s gives", own(49, 51, "")),
            Map.entry("resident MB with 1000 connections", own(0, 128, "")),
            Map.entry("descriptors that 10,000 connections leave", own(0, 0, "")),
            Map.entry("threads that 10,000 connections leave", own(0, 0, "")));

    /** What a measure is to be; empty: it is only shown. */
    static Optional<Aim> of(String measure) {
        return Optional.ofNullable(ALL.get(measure));
    }

    static Aim atLeast(double ratio, String reason) {
        return new Aim(false, ratio, Double.MAX_VALUE, "≥ " + plain(ratio), reason);
    }

    static Aim atMost(double ratio, String reason) {
        return new Aim(false, 0, ratio, "≤ " + plain(ratio), reason);
    }

    static Aim own(double least, double most, String reason) {
        String bounds = least == 0 ? "≤ " + plain(most) : plain(least) + " to " + plain(most);
        return new Aim(true, least, most, "this " + bounds, reason);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    /** Whether that is reached, to the two digits that the table shows. */
    boolean reached(double figure, double ratio) {
        double shown = Math.round((own ? figure : ratio) * 100) / 100.0;
        // Descriptors that were there before may be fewer.
        return shown <= most && (shown >= least || least == 0);
    }

    /** Why it falls short, in a sentence. */
    String why() {
        return reason.isEmpty() ? "no reason is known: the machine was not idle, or it is news" : reason;
    }
}
