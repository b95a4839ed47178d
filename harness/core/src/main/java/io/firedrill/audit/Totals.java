package io.firedrill.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How many sends and deliveries there were, and how they ended. */
final class Totals {
    private Totals() {}

    static Result.Sends sends(Dossier dossier, Schedules schedules) {
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
                            case FAILED -> failed++;
                            case RECOVERED -> recovered++;
                            case ABSENT -> absent++;
                            case OPEN -> open++;
                        }
                    }
                }
            }
        }
        long unserved = schedules.unserved(Long.MIN_VALUE, Long.MAX_VALUE);
        Story story = dossier.story();
        Map<String, Double> gaps = new TreeMap<>();
        AckGaps.longest(dossier, story.zero(), story.loadStopped())
                .forEach((partition, nanos) -> gaps.put(partition, Millis.of(nanos)));
        return new Result.Sends(
                schedules.intendedSends(),
                ok,
                failed,
                recovered + absent + open,
                recovered,
                absent,
                open,
                unserved,
                gaps);
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
            for (int row = 0; row < rows; row++) {
                if (!Ref.phantom(log.refs.get(row))) {
                    distinct.add(log.refs.get(row));
                }
            }
        }
        return new Result.Deliveries(total, distinct.size(), byGroup);
    }
}
