package io.firedrill.audit;

import io.firedrill.audit.Troubles.Scope;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs every fold and lets each record count once per family, in the class that stands first. */
final class Anomalies {

    /**
     * @param count records of the class after precedence
     * @param examples up to ten
     */
    record Count(long count, List<String> examples) {}

    private static final List<AnomalyFold> FOLDS = List.of(
            new LostAcked(),
            new AbortedVisible(),
            new PhantomOrCorrupt(),
            new LogDuplicate(),
            new OffsetConflict(),
            Unreplicated.tail(),
            Unreplicated.holes(),
            new ReplicationDuplicate(),
            NotDelivered.unseen(),
            NotDelivered.skipped(),
            new Redelivered(),
            new SplitBrainWrites());

    private Anomalies() {}

    /** Whether this version measures the class. */
    static boolean measured(AnomalyClass anomaly) {
        return FOLDS.stream().anyMatch(fold -> fold.anomaly() == anomaly);
    }

    /** By class; absent: not measured, by this version or from this evidence. */
    static Map<AnomalyClass, Count> count(Dossier dossier, Measuring measuring, Troubles troubles) {
        Map<AnomalyClass, Finding> findings = new EnumMap<>(AnomalyClass.class);
        for (AnomalyFold fold : FOLDS) {
            AnomalyClass anomaly = fold.anomaly();
            Optional<Finding> finding = measuring
                    .figure(anomaly + " " + anomaly.title(), scope(anomaly), () -> fold.find(dossier))
                    .flatMap(found -> found);
            if (finding.isPresent()) {
                findings.put(anomaly, finding.get());
            } else {
                troubles.add(
                        anomaly + " " + anomaly.title() + " could not be measured from this evidence", scope(anomaly));
            }
        }
        Map<AnomalyClass, Count> counts = new EnumMap<>(AnomalyClass.class);
        Map<Character, RefSet> claimed = new HashMap<>();
        findings.forEach((anomaly, finding) -> {
            RefSet family = claimed.computeIfAbsent(anomaly.family(), f -> new RefSet());
            RefSet mine = new RefSet();
            finding.records().forEach(ref -> {
                if (family.add(ref)) {
                    mine.add(ref);
                }
            });
            counts.put(anomaly, new Count(mine.size() + finding.others(), finding.examples(mine)));
        });
        return counts;
    }

    static Scope scope(AnomalyClass anomaly) {
        return switch (anomaly.family()) {
            case 'P' -> anomaly == AnomalyClass.P4 ? Scope.DUPLICATES : Scope.LOSS;
            case 'R' -> Scope.LOSS;
            case 'C' -> Scope.CONSUMERS;
            default -> Scope.OWNERSHIP;
        };
    }
}
