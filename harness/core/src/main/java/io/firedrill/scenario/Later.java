package io.firedrill.scenario;

import java.util.List;

/**
 * Words that belong to the language and that this version does not run. They are refused by name: a scenario that uses one must not
 * look as if it had been rehearsed. Whoever builds one takes its word out here and gives it a form.
 */
final class Later {
    private Later() {}

    static String sentence(String word) {
        return "`" + word + "` is part of the language but this version of Firedrill does not run it yet";
    }

    static final List<String> SCENARIO =
            List.of("extends", "trials", "matrix", "claims", "ownership", "clusters", "conflicts", "key-templates");

    static final List<String> REGION = List.of("clusters", "version", "witness");

    static final List<String> PRODUCES = List.of("on-outage", "key-template", "ownership", "deduplicate", "steps");

    static final List<String> CONSUMES = List.of("deduplicate");

    static final List<String> SERVICE = List.of("each", "forgotten", "ownership", "on-outage", "key-template");

    static final List<String> DETECT = List.of("heartbeats", "by hand");

    static final List<String> DECIDE = List.of("ask");

    static final List<String> OFFSETS = List.of("translated", "timestamp");

    static final List<String> STEPS = List.of("run", "http", "ask", "alert");

    private static final List<String> FAULTS = List.of(
            "stop-region",
            "kill-broker",
            "stop-broker",
            "pause-broker",
            "restart-broker",
            "rolling-restart",
            "partition",
            "latency",
            "bandwidth",
            "flap",
            "slice",
            "limit-data",
            "slow-close",
            "kill-mirror",
            "restart-mirror",
            "truncate-topic",
            "recreate-topic",
            "expire-records",
            "unclean-election",
            "stale-dns",
            "bad-credential",
            "quota",
            "skew-clock",
            "failover",
            "switchover",
            "failback",
            "rollback");

    /** Faults that nobody has registered a word for. */
    static List<String> faults() {
        List<String> known = FaultWord.all().stream().map(FaultWord::key).toList();
        return FAULTS.stream().filter(word -> !known.contains(word)).toList();
    }

    static final List<String> PATTERNS = List.of(
            "active-active",
            "partitioned-active",
            "active-read",
            "dual-run-migration",
            "replicated-analytics",
            "stretch");
}
