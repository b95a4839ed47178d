package io.firedrill.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the audit computes of the whole evidence, done at once by the crew. Whoever asks for a figure hears then what went wrong with it. */
final class Work {
    private final List<Attempt<Answer>> answers = new ArrayList<>();
    private final Attempt<Schedules> schedules;
    private final Attempt<KeyPartitions> keys;
    private final Attempt<Result.Duplicates> duplicates;
    private final Attempt<Optional<Result.SplitBrain>> splitBrain;
    private final Attempt<Optional<Result.Conflicts>> conflicts;
    private final Attempt<Result.Deliveries> deliveries;

    Work(Dossier dossier) {
        List<Supplier<Object>> work = new ArrayList<>();
        work.add(() -> new Schedules(dossier));
        work.add(() -> new KeyPartitions(dossier.facts()));
        work.add(() -> DuplicateCount.of(dossier));
        work.add(() -> Totals.deliveries(dossier));
        int figures = work.size();
        for (AnomalyFold fold : Anomalies.FOLDS) {
            work.add(() -> fold.find(dossier));
        }
        // Last, since they wait for what folds compute as well.
        work.add(() -> SplitBrainWrites.figures(dossier));
        work.add(() -> WriteConflicts.figures(dossier));
        List<Attempt<Object>> done = dossier.crew().tryAll(work);
        schedules = as(done.get(0));
        keys = as(done.get(1));
        duplicates = as(done.get(2));
        deliveries = as(done.get(3));
        for (int fold = 0; fold < Anomalies.FOLDS.size(); fold++) {
            answers.add(as(done.get(figures + fold)));
        }
        splitBrain = as(done.get(done.size() - 2));
        conflicts = as(done.get(done.size() - 1));
    }

    @SuppressWarnings("unchecked")
    private static <T> Attempt<T> as(Attempt<Object> attempt) {
        return (Attempt<T>) (Attempt<?>) attempt;
    }

    /** Of every fold, in their order. */
    List<Attempt<Answer>> answers() {
        return answers;
    }

    Supplier<Schedules> schedules() {
        return schedules;
    }

    Supplier<KeyPartitions> keys() {
        return keys;
    }

    Supplier<Result.Duplicates> duplicates() {
        return duplicates;
    }

    Supplier<Optional<Result.SplitBrain>> splitBrain() {
        return splitBrain;
    }

    Supplier<Optional<Result.Conflicts>> conflicts() {
        return conflicts;
    }

    Supplier<Result.Deliveries> deliveries() {
        return deliveries;
    }
}
