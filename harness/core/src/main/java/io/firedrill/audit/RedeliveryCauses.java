package io.firedrill.audit;

import java.util.ArrayList;
import java.util.EnumMap;
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

    private final Dossier dossier;
    private final Map<Cause, Long> counts = new EnumMap<>(Cause.class);
    /** Records by the cause of their first further delivery. */
    private final Map<Cause, RefSet> first = new EnumMap<>(Cause.class);

    private final Examples examples = new Examples();

    private RedeliveryCauses(Dossier dossier) {
        this.dossier = dossier;
    }

    /** Further deliveries by cause; their sum is {@code duplicates.delivered}. */
    Map<Cause, Long> counts() {
        return counts;
    }

    /** Records by the text of a cause of any of their further deliveries. */
    Examples examples() {
        return examples;
    }

    /** Of the record's first further delivery, a sentence's end. */
    String text(long ref) {
        return first.entrySet().stream()
                .filter(of -> of.getValue().contains(ref))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Cause.OTHER)
                .sentence;
    }

    static RedeliveryCauses of(Dossier dossier) {
        RedeliveryCauses causes = new RedeliveryCauses(dossier);
        for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
            causes.ofGroup(group);
        }
        return causes;
    }

    /** Puts the deliveries of what was delivered again one beside the other, record by record, in the order of their times. */
    private void ofGroup(int group) {
        RefSet repeated = dossier.holdings().deliveredTo(group).repeated();
        if (repeated.size() == 0) {
            return;
        }
        List<GroupLog> logs = List.copyOf(dossier.facts().groupLogs());
        LongColumn refs = new LongColumn(dossier.scratch());
        LongColumn times = new LongColumn(dossier.scratch());
        LongColumn places = new LongColumn(dossier.scratch());
        for (int number = 0; number < logs.size(); number++) {
            GroupLog log = logs.get(number);
            for (int row = 0; log.group == group && row < log.refs.size(); row++) {
                long ref = log.refs.get(row);
                if (!Ref.phantom(ref) && repeated.contains(ref)) {
                    refs.add(ref);
                    times.add(log.times.get(row));
                    places.add(((long) number << 32) | row);
                }
            }
        }
        RowOrder byTime = RowOrder.by(times, dossier.scratch());
        LongColumn inTime = new LongColumn(dossier.scratch());
        for (int rank = 0; rank < byTime.size(); rank++) {
            inTime.add(refs.get(byTime.row(rank)));
        }
        RowOrder byRecord = RowOrder.by(inTime, dossier.scratch());
        List<Had> had = new ArrayList<>();
        for (int rank = 0; rank < byRecord.size(); rank++) {
            int row = byTime.row(byRecord.row(rank));
            long ref = refs.get(row);
            GroupLog log = logs.get((int) (places.get(row) >>> 32));
            int at = (int) places.get(row);
            if (rank > 0 && refs.get(byTime.row(byRecord.row(rank - 1))) != ref) {
                had.clear();
            }
            Had again = new Had(log, log.offsets.get(at), log.times.get(at));
            if (!had.isEmpty()) {
                count(ref, cause(ref, had, again));
            }
            had.add(again);
        }
        byRecord.giveBack();
        byTime.giveBack();
        List.of(refs, times, places, inTime).forEach(LongColumn::giveBack);
    }

    private void count(long ref, Cause cause) {
        counts.merge(cause, 1L, Long::sum);
        examples.add(cause.text(), dossier.facts(), ref);
        if (first.values().stream().noneMatch(refs -> refs.contains(ref))) {
            first.computeIfAbsent(cause, c -> new RefSet()).add(ref);
        }
    }

    private Cause cause(long ref, List<Had> before, Had again) {
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
