package io.firedrill.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why records were delivered to a group again. A group's deliveries are gone through in the order of their times; each further one of
 * a record has the first cause of these that holds:
 *
 * <ol>
 *   <li>log copy: it was at a position other than every earlier one in that topic of that region, so the log holds the record more
 *       than once (P4, R3);
 *   <li>cross-region retry: the record was handed to two regions (X5);
 *   <li>translation: the group had had it in another region only, and began to read here at or before it: its position, translated
 *       or not, did not say that the record was done;
 *   <li>rebalance: the group had had it at this same position, and a member got the partition anew in between;
 *   <li>other: a rewind within one assignment.
 * </ol>
 */
final class RedeliveryCauses {
    /** In the order of precedence. */
    enum Cause {
        LOG_COPY("log-copy", "a log holds it more than once"),
        CROSS_REGION_RETRY("cross-region-retry", "it was sent to two regions"),
        TRANSLATION("translation", "the group's position in the other region was before it"),
        REBALANCE("rebalance", "a member got the partition anew"),
        OTHER("other", "the position went back within one assignment");

        private final String text;
        private final String sentence;

        Cause(String text, String sentence) {
            this.text = text;
            this.sentence = sentence;
        }

        /** As results spell it. */
        String text() {
            return text;
        }
    }

    private record Had(GroupLog log, long offset, long at) {}

    private final Map<Cause, Long> counts;
    private final Map<Long, Cause> first;

    private RedeliveryCauses(Map<Cause, Long> counts, Map<Long, Cause> first) {
        this.counts = counts;
        this.first = first;
    }

    /** Further deliveries by cause; their sum is {@code duplicates.delivered}. */
    Map<Cause, Long> counts() {
        return counts;
    }

    /** Of the record's first further delivery, a sentence's end. */
    String text(long ref) {
        Cause cause = first.get(ref);
        return cause == null ? Cause.OTHER.sentence : cause.sentence;
    }

    static RedeliveryCauses of(Dossier dossier) {
        Map<Cause, Long> counts = new EnumMap<>(Cause.class);
        Map<Long, Cause> first = new HashMap<>();
        for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
            ofGroup(dossier, group, counts, first);
        }
        return new RedeliveryCauses(counts, first);
    }

    private static void ofGroup(Dossier dossier, int group, Map<Cause, Long> counts, Map<Long, Cause> first) {
        RefSet repeated = dossier.deliveredTo(group).repeated();
        if (repeated.size() == 0) {
            return;
        }
        Map<Long, List<Had>> had = new HashMap<>();
        for (GroupLog log : dossier.facts().groupLogs()) {
            for (int row = 0; log.group == group && row < log.refs.size(); row++) {
                long ref = log.refs.get(row);
                if (!Ref.phantom(ref) && repeated.contains(ref)) {
                    had.computeIfAbsent(ref, r -> new ArrayList<>())
                            .add(new Had(log, log.offsets.get(row), log.times.get(row)));
                }
            }
        }
        had.forEach((ref, deliveries) -> {
            deliveries.sort(Comparator.comparingLong(Had::at));
            for (int i = 1; i < deliveries.size(); i++) {
                Cause cause = cause(dossier, ref, deliveries.subList(0, i), deliveries.get(i));
                counts.merge(cause, 1L, Long::sum);
                first.putIfAbsent(ref, cause);
            }
        });
    }

    private static Cause cause(Dossier dossier, long ref, List<Had> before, Had again) {
        boolean copied = before.stream()
                .anyMatch(had -> had.log().region == again.log().region
                        && had.log().topic == again.log().topic
                        && (had.log().partition != again.log().partition || had.offset() != again.offset()));
        Had same = last(before, again);
        if (copied && same == null) {
            return Cause.LOG_COPY;
        }
        if (dossier.facts().sends().session(ref).sends().stream()
                        .filter(sends -> sends.known(Ref.sequence(ref)))
                        .count()
                > 1) {
            return Cause.CROSS_REGION_RETRY;
        }
        if (same == null) {
            return Cause.TRANSLATION;
        }
        return assignedBetween(again.log(), same.at(), again.at()) ? Cause.REBALANCE : Cause.OTHER;
    }

    /** The last delivery from the same position. */
    private static @Nullable Had last(List<Had> before, Had again) {
        Had same = null;
        for (Had had : before) {
            if (had.log() == again.log() && had.offset() == again.offset()) {
                same = had;
            }
        }
        return same;
    }

    private static boolean assignedBetween(GroupLog log, long from, long to) {
        for (int row = 0; row < log.startTimes.size(); row++) {
            if (log.startTimes.get(row) > from && log.startTimes.get(row) <= to) {
                return true;
            }
        }
        return false;
    }
}
