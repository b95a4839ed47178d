package io.firedrill.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many sends and deliveries there were, and how they ended. */
final class Totals {
    private Totals() {}

    /** @param examples records by the name of the count, as in {@code figures} */
    record Sent(Result.Sends figures, Map<String, List<String>> examples) {}

    static Sent sends(Dossier dossier, Schedules schedules) {
        Examples examples = new Examples();
        long ok = 0;
        long failed = 0;
        long recovered = 0;
        long absent = 0;
        long open = 0;
        for (Session session : dossier.facts().sends().sessions()) {
            for (Sends sends : session.sends()) {
                for (int row = 0; row < sends.size(); row++) {
                    if (sends.known(row)) {
                        switch (dossier.standing(sends, row)) {
                            case OK -> ok++;
                            case FAILED -> {
                                failed++;
                                examples.add("failed", sends, row);
                            }
                            case RECOVERED -> {
                                recovered++;
                                examples.add("recovered", sends, row);
                            }
                            case ABSENT -> {
                                absent++;
                                examples.add("absent", sends, row);
                            }
                            case OPEN -> {
                                open++;
                                examples.add("open", sends, row);
                            }
                        }
                    }
                }
            }
        }
        long unserved = schedules.unserved(
                Long.MIN_VALUE, Long.MAX_VALUE, (sends, row) -> examples.add("unserved", sends, row));
        Story story = dossier.story();
        Map<String, AckGaps.Gap> gaps = AckGaps.longest(dossier, story.zero(), story.loadStopped());
        Result.Sends figures = new Result.Sends(
                schedules.intendedSends(),
                ok,
                failed,
                recovered + absent + open,
                recovered,
                absent,
                open,
                unserved,
                AckGaps.millis(gaps),
                AckGaps.bars(dossier, gaps));
        return new Sent(figures, examples.named(dossier));
    }

    static Result.Deliveries deliveries(Dossier dossier) {
        long total = 0;
        RefSet distinct = new RefSet();
        Map<String, Long> byGroup = new LinkedHashMap<>();
        dossier.catalogue().groups().forEach(group -> byGroup.put(group.name(), 0L));
        for (GroupLog log : dossier.facts().groupLogs()) {
            String name = dossier.catalogue().groups().get(log.group).name();
            long rows = log.refs.size();
            total += rows;
            byGroup.merge(name, rows, Long::sum);
        }
        for (int group = 0; group < dossier.catalogue().groups().size(); group++) {
            distinct.addAll(dossier.holdings().deliveredTo(group).present());
        }
        return new Result.Deliveries(total, distinct.size(), processed(dossier), byGroup);
    }

    /**
     * Records of which some group's handler finished and whose commit succeeded afterwards. In evidence from before handlers' ends were
     * noted a commit alone is the mark: it is asked for with what was handled.
     */
    private static long processed(Dossier dossier) {
        RefSet processed = new RefSet();
        for (GroupLog log : dossier.facts().groupLogs()) {
            for (int row = 0; row < log.refs.size(); row++) {
                long ref = log.refs.get(row);
                if (!Ref.phantom(ref) && covered(log, log.offsets.get(row), log.times.get(row))) {
                    processed.add(ref);
                }
            }
        }
        return processed.size();
    }

    private static boolean covered(GroupLog log, long offset, long deliveredAt) {
        long handled = log.processedTimes.size() == 0
                ? deliveredAt
                : first(log.processedTimes, log.processedOffsets, offset, deliveredAt);
        return handled != Long.MAX_VALUE
                && first(log.commitTimes, log.commitOffsets, offset, handled) != Long.MAX_VALUE;
    }

    /** The first time at or after {@code from} at which an offset beyond this one was noted; times ascend. */
    private static long first(LongColumn times, LongColumn offsets, long offset, long from) {
        int low = 0;
        int high = times.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times.get(middle) < from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int row = low; row < times.size(); row++) {
            if (offsets.get(row) > offset) {
                return times.get(row);
            }
        }
        return Long.MAX_VALUE;
    }
}
