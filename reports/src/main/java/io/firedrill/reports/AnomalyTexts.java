package io.firedrill.reports;

import java.util.Map;

/** Each class of anomaly in a sentence (MEASURES.md, 4). */
final class AnomalyTexts {

    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("P1", "Acknowledged in a region, absent from that region's own log at the end."),
            Map.entry("P2", "Failed for certain, yet in a log that is read as committed."),
            Map.entry("P3", "An id that was never sent, or a checksum that differs."),
            Map.entry("P4", "Further copies of one id in one native topic."),
            Map.entry("P5", "Two ids for one offset, across acknowledgements, deliveries and scans."),
            Map.entry("P6", "Within one session and key, a sequence below the highest before it in the log."),
            Map.entry("R1", "Missing at the target, and no later record of its partition is there."),
            Map.entry("R2", "Missing at the target though a later record of its partition is there: a hole."),
            Map.entry("R3", "More copies in the mirrored topic than in the native one."),
            Map.entry("R4", "First copies at the target stand in another order than at the source."),
            Map.entry("R5", "Checksum, timestamp, headers or partition differ between the copies."),
            Map.entry("R6", "Replication carried a record back into the region it came from."),
            Map.entry("R7", "A translated offset beyond unread records, before read ones, missing or going back."),
            Map.entry("R8", "Part of a transaction, or an aborted one, is visible in a mirrored topic."),
            Map.entry("R9", "A topic, partition, setting, ACL or group was missing at the transition."),
            Map.entry("C1", "In a log the group reads, but the group's position never reached it."),
            Map.entry("C2", "In a log the group reads, passed over by the group's position, never delivered."),
            Map.entry("C3", "Delivered again to a group that had had it already."),
            Map.entry("C4", "A group's position went back within one assignment without a seek."),
            Map.entry("C5", "First delivered to a group behind a later record of its session and key."),
            Map.entry("C6", "Both regions delivered one partition's records to one group at the same time."),
            Map.entry("C7", "A group was given a copy that was older than the objective allows."),
            Map.entry("X1", "Written in a region that owned the key at no moment of the send."),
            Map.entry("X2", "Two writes of one key in different regions, neither of which knew the other."),
            Map.entry("X3", "A stranded record that arrived behind newer writes of its key after healing."),
            Map.entry("X4", "After healing, ids that are not in both regions, and keys whose last value differs."),
            Map.entry("X5", "One id native in one region and native or mirrored beside it in the other."),
            Map.entry(
                    "X6",
                    "In the region that took over, a service's store and its topic disagree: a row without its event, or an event without its row."));

    private AnomalyTexts() {}

    /** The definition of a class such as {@code P1}; empty for one this version does not know. */
    static String of(String code) {
        return TEXTS.getOrDefault(code, "");
    }

    /** Family of a class by its letter. */
    static String family(String code) {
        return switch (code.isEmpty() ? '?' : code.charAt(0)) {
            case 'P' -> "Producing and storing";
            case 'R' -> "Replication";
            case 'C' -> "Consuming";
            case 'X' -> "Across regions";
            default -> "Others";
        };
    }
}
