package io.firedrill.audit;

import io.firedrill.audit.Troubles.Scope;
import io.firedrill.scenario.AnomalyClass;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Runs every fold and lets each record count once per family, in the class that stands first. */
final class Anomalies {

    /**
     * @param count records of the class after precedence
     * @param examples up to ten
     */
    record Count(long count, List<String> examples) {}

    /**
     * What every fold said.
     *
     * @param counts of the classes that were measured
     * @param reasons why the others were not
     * @param figures what else a class measures, of those that have any
     */
    record Counted(
            Map<AnomalyClass, Count> counts,
            Map<AnomalyClass, String> reasons,
            Map<AnomalyClass, Map<String, Double>> figures) {

        /** How many more records than were counted the class may have; 0 of one that says nothing of that. */
        long may(AnomalyClass anomaly) {
            return Math.round(figures.getOrDefault(anomaly, Map.of()).getOrDefault(Result.Anomaly.MAY, 0.0));
        }
    }

    /** One for every class, in their order. */
    static final List<AnomalyFold> FOLDS = List.of(
            new LostAcked(),
            new AbortedVisible(),
            new PhantomOrCorrupt(),
            new LogDuplicate(),
            new OffsetConflict(),
            new SendInversion(),
            Unreplicated.tail(),
            Unreplicated.holes(),
            new ReplicationDuplicate(),
            new Reordered(),
            new Altered(),
            new Looped(),
            new Mistranslated(),
            new TornTransaction(),
            new MetadataGap(),
            NotDelivered.unseen(),
            NotDelivered.skipped(),
            new Redelivered(),
            new OffsetRegression(),
            new KeyOrderInversion(),
            new DualActiveGroup(),
            new StaleRead(),
            new SplitBrainWrites(),
            new Conflicting(),
            new Zombie(),
            new Divergence(),
            new CrossRegionRetry(),
            new StoreDisagreement());

    /**
     * Seen by what did not happen: no delivery, no assignment between two, no knowledge of a write, no commit that was asked for, no
     * send of a row's record.
     */
    private static final Set<AnomalyClass> BY_ABSENCE = EnumSet.of(
            AnomalyClass.P2,
            AnomalyClass.R7,
            AnomalyClass.R8,
            AnomalyClass.C1,
            AnomalyClass.C2,
            AnomalyClass.C4,
            AnomalyClass.C5,
            AnomalyClass.C6,
            AnomalyClass.X2,
            AnomalyClass.X3,
            AnomalyClass.X6);

    /** Of what is in Must: where sends are grouped, a journal may have lost that these were withdrawn. */
    private static final Set<AnomalyClass> OF_MUST =
            EnumSet.of(AnomalyClass.P1, AnomalyClass.R1, AnomalyClass.R2, AnomalyClass.X1);

    private Anomalies() {}

    /** @param answers of all folds, in their order */
    static Counted count(List<Attempt<Answer>> answers, Measuring measuring, Troubles troubles) {
        Map<AnomalyClass, Finding> findings = new EnumMap<>(AnomalyClass.class);
        Map<AnomalyClass, String> reasons = new EnumMap<>(AnomalyClass.class);
        Map<AnomalyClass, Map<String, Double>> figures = new EnumMap<>(AnomalyClass.class);
        for (int fold = 0; fold < FOLDS.size(); fold++) {
            AnomalyClass anomaly = FOLDS.get(fold).anomaly();
            Answer answer = measuring
                    .figure(anomaly + " " + anomaly.title(), scope(anomaly), answers.get(fold))
                    .orElseGet(() -> new Answer.Unsettled("its audit failed"));
            if (answer instanceof Finding finding) {
                findings.put(anomaly, finding);
                figures.put(anomaly, finding.figures());
            } else if (answer instanceof Answer.Unsettled unsettled) {
                reasons.put(anomaly, unsettled.why());
                troubles.add(
                        anomaly + " " + anomaly.title() + " could not be measured: " + unsettled.why(), scope(anomaly));
            } else if (answer instanceof Answer.Unasked unasked) {
                reasons.put(anomaly, unasked.why());
                figures.put(anomaly, unasked.figures());
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
        return new Counted(counts, reasons, figures);
    }

    /** Begins with what a fold asks, and has then what it says, unless what is missing from a journal would look like it. */
    static Supplier<Answer> begin(AnomalyFold fold, Dossier dossier) {
        Supplier<Answer> answer = fold.plan(dossier).begin(dossier.crew());
        return () -> settled(fold, dossier, answer.get());
    }

    private static Answer settled(AnomalyFold fold, Dossier dossier, Answer answer) {
        boolean byAbsence =
                BY_ABSENCE.contains(fold.anomaly()) || OF_MUST.contains(fold.anomaly()) && dossier.transactional();
        boolean invented = answer instanceof Finding
                && byAbsence
                && !dossier.completeness().journalsWhole();
        return invented
                ? new Answer.Unsettled(
                        "a worker's journal is damaged or missing, and what it lost would look like this")
                : answer;
    }

    static Scope scope(AnomalyClass anomaly) {
        return switch (anomaly.family()) {
            case 'P' -> anomaly == AnomalyClass.P4 ? Scope.DUPLICATES : Scope.LOSS;
            case 'R' -> Scope.LOSS;
            case 'C' -> Scope.CONSUMERS;
            default -> anomaly == AnomalyClass.X1 || anomaly == AnomalyClass.X2 ? Scope.OWNERSHIP : Scope.LOSS;
        };
    }
}
