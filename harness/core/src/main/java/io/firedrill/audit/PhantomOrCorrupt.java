package io.firedrill.audit;

import io.firedrill.evidence.RecordId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * P3, phantom or corrupt: an id that nobody sent, a checksum that differs, a record without a readable stamp. An id counts once
 * however often it is seen. Records without a stamp have no id: of each lineage the log that holds most of them counts (a mirrored
 * one is a copy), and those that were only delivered count by position.
 *
 * <p>Not measured when a worker's journal is damaged or missing: what its lost part sent would look like phantoms.
 */
final class PhantomOrCorrupt implements AnomalyFold {
    @Override
    public AnomalyClass anomaly() {
        return AnomalyClass.P3;
    }

    @Override
    public Answer find(Dossier dossier) {
        Facts facts = dossier.facts();
        if (!dossier.journalsWhole()) {
            return new Answer.Unsettled(
                    "a worker's journal is damaged or missing, and what it lost would look like phantoms");
        }
        RefSet corrupt = new RefSet();
        facts.scanLogs().forEach(log -> corrupt(log.corrupt, log.refs, corrupt));
        facts.groupLogs().forEach(log -> corrupt(log.corrupt, log.refs, corrupt));
        List<String> examples = new ArrayList<>();
        for (RecordId phantom : facts.sends().phantoms()) {
            example(examples, phantom + ", never sent");
        }
        long others = facts.sends().phantoms().size() + foreign(facts, examples);
        return new Finding(
                corrupt, others, examples, ref -> dossier.describe(ref) + ", a copy of it fails its checksum");
    }

    private static void corrupt(LongColumn rows, LongColumn refs, RefSet corrupt) {
        for (int i = 0; i < rows.size(); i++) {
            long ref = refs.get((int) rows.get(i));
            if (!Ref.phantom(ref)) {
                corrupt.add(ref);
            }
        }
    }

    private static long foreign(Facts facts, List<String> examples) {
        Map<String, Map<String, Long>> logs = new HashMap<>();
        Set<String> scanned = new HashSet<>();
        for (ScanLog log : facts.scanLogs()) {
            String lineage = facts.lineage(log.topic);
            for (int row = 0; row < log.foreign.size(); row++) {
                String place = facts.place(log.region, log.topic, log.partition, log.foreign.get(row));
                scanned.add(place);
                logs.computeIfAbsent(lineage, l -> new HashMap<>()).merge(log.region + "/" + log.topic, 1L, Long::sum);
                example(examples, place + ", without a stamp");
            }
        }
        long count = logs.values().stream()
                .mapToLong(counts -> counts.values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0))
                .sum();
        Set<String> delivered = new HashSet<>();
        for (GroupLog log : facts.groupLogs()) {
            for (int row = 0; row < log.foreign.size(); row++) {
                String place = facts.place(log.region, log.topic, log.partition, log.foreign.get(row));
                if (!scanned.contains(place) && delivered.add(place)) {
                    example(examples, place + ", delivered without a stamp");
                }
            }
        }
        return count + delivered.size();
    }

    private static void example(List<String> examples, String text) {
        if (examples.size() < Finding.EXAMPLES) {
            examples.add(text);
        }
    }
}
