package io.firedrill.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Must records that a region took into one of its native topics, by partition and in the order of their offsets. */
final class SourceLog {

    /** A record in its native log. */
    record Entry(Sends sends, int row, long offset) {
        long ref() {
            return sends.ref(row);
        }
    }

    private final Map<Integer, List<Entry>> partitions = new TreeMap<>();

    private SourceLog() {}

    /**
     * @param include which of them; recovered records without a known native position are left out, as nobody can say what
     *     would be before or behind them
     */
    static SourceLog of(Dossier dossier, int region, int topic, Predicate<Entry> include) {
        SourceLog log = new SourceLog();
        for (Session session : dossier.facts().sends().sessions()) {
            Sends sends = session.known(region);
            if (sends != null) {
                log.add(dossier, sends, topic, include);
            }
        }
        log.partitions
                .values()
                .forEach(entries ->
                        entries.sort(Comparator.comparingLong(Entry::offset).thenComparingLong(Entry::ref)));
        return log;
    }

    private void add(Dossier dossier, Sends sends, int topic, Predicate<Entry> include) {
        for (int row = 0; row < sends.size(); row++) {
            if (!sends.known(row) || sends.topic(row) != topic || !dossier.must(sends, row)) {
                continue;
            }
            Position position = dossier.nativePosition(sends, row);
            if (position == null) {
                continue;
            }
            Entry entry = new Entry(sends, row, position.offset());
            if (include.test(entry)) {
                partitions
                        .computeIfAbsent(position.partition(), p -> new ArrayList<>())
                        .add(entry);
            }
        }
    }

    Map<Integer, List<Entry>> partitions() {
        return partitions;
    }
}
