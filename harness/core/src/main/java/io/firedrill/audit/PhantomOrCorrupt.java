package io.firedrill.audit;

import io.firedrill.scenario.AnomalyClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

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
    public Plan<?> plan(Dossier dossier) {
        Facts facts = dossier.facts();
        if (!dossier.completeness().journalsWhole()) {
            return Plan.settled(new Answer.Unsettled(
                    "a worker's journal is damaged or missing, and what it lost would look like phantoms"));
        }
        List<Supplier<RefSet>> shards =
                new ArrayList<>(Shards.each(facts.scanLogs(), log -> corrupt(log.corrupt, log.refs)));
        shards.addAll(Shards.each(facts.groupLogs(), log -> corrupt(log.corrupt, log.refs)));
        return new Plan<>(shards, RefSet::new, RefSet::with, corrupt -> finding(dossier, corrupt));
    }

    private static Finding finding(Dossier dossier, RefSet corrupt) {
        Facts facts = dossier.facts();
        List<String> examples = new ArrayList<>();
        facts.sends().phantoms().stream()
                .limit(Finding.EXAMPLES)
                .forEach(phantom -> examples.add(phantom + ", never sent"));
        long others = facts.sends().phantoms().size() + foreign(facts, examples);
        return new Finding(
                corrupt, others, examples, ref -> dossier.describe(ref) + ", a copy of it fails its checksum");
    }

    private static RefSet corrupt(LongColumn rows, LongColumn refs) {
        RefSet corrupt = new RefSet();
        for (int i = 0; i < rows.size(); i++) {
            long ref = refs.get((int) rows.get(i));
            if (!Ref.phantom(ref)) {
                corrupt.add(ref);
            }
        }
        return corrupt;
    }

    private static long foreign(Facts facts, List<String> examples) {
        Map<String, Map<String, Long>> logs = new HashMap<>();
        for (ScanLog log : facts.scanLogs()) {
            logs.computeIfAbsent(facts.lineage(log.topic), l -> new HashMap<>())
                    .merge(log.region + "/" + log.topic, (long) log.foreign.size(), Long::sum);
            for (int row = 0; row < log.foreign.size() && examples.size() < Finding.EXAMPLES; row++) {
                examples.add(
                        facts.place(log.region, log.topic, log.partition, log.foreign.get(row)) + ", without a stamp");
            }
        }
        long count = logs.values().stream()
                .mapToLong(counts -> counts.values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0))
                .sum();
        return count + delivered(facts, examples);
    }

    /** Positions of records without a stamp that were delivered and that no scan shows, each once. */
    private static long delivered(Facts facts, List<String> examples) {
        long count = 0;
        Map<List<Integer>, LongTable> seen = new HashMap<>();
        for (GroupLog log : facts.groupLogs()) {
            if (log.foreign.size() == 0) {
                continue;
            }
            LongTable places =
                    seen.computeIfAbsent(List.of(log.region, log.topic, log.partition), l -> scanned(facts, log));
            for (int row = 0; row < log.foreign.size(); row++) {
                long offset = log.foreign.get(row);
                if (!places.contains(offset)) {
                    places.put(offset, 1);
                    count++;
                    if (examples.size() < Finding.EXAMPLES) {
                        examples.add(facts.place(log.region, log.topic, log.partition, offset)
                                + ", delivered without a stamp");
                    }
                }
            }
        }
        return count;
    }

    private static LongTable scanned(Facts facts, GroupLog of) {
        LongTable places = new LongTable(facts.scratch());
        ScanLog log = facts.knownScanLog(of.region, of.topic, of.partition);
        for (int row = 0; log != null && row < log.foreign.size(); row++) {
            places.put(log.foreign.get(row), 1);
        }
        return places;
    }
}
