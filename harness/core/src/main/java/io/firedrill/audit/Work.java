package io.firedrill.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the audit computes of the whole evidence, done at once by the crew. Whoever asks for a figure hears then what went wrong with it. */
final class Work {

    /** What became of one transition. */
    record Figures(
            Attempt<Optional<Double>> mirror, Attempt<Optional<Result.Rpo>> rpo, Attempt<Result.Transition> whole) {}

    private final List<Attempt<Answer>> answers = new ArrayList<>();
    private final List<Attempt<Figures>> transitions = new ArrayList<>();
    private final Attempt<Schedules> schedules;
    private final Attempt<KeyPartitions> keys;
    private final Attempt<Totals.Sent> sends;
    private final Attempt<DuplicateCount> duplicates;
    private final Attempt<Optional<Result.SplitBrain>> splitBrain;
    private final Attempt<Optional<Result.Conflicts>> conflicts;
    private final Attempt<Result.Deliveries> deliveries;

    Work(Dossier dossier, Path samples) {
        List<Attempt<Object>> first = dossier.crew()
                .tryAll(List.<Supplier<Object>>of(
                        () -> new Schedules(dossier), () -> new KeyPartitions(dossier.facts())));
        schedules = as(first.get(0));
        keys = as(first.get(1));
        List<Supplier<Object>> work = new ArrayList<>();
        work.add(() -> Totals.sends(dossier, schedules.get()));
        work.add(() -> DuplicateCount.of(dossier));
        work.add(() -> Totals.deliveries(dossier));
        // Last, since they wait for what folds compute as well.
        work.add(() -> SplitBrainWrites.figures(dossier));
        work.add(() -> WriteConflicts.figures(dossier));
        List<TransitionFacts> of = dossier.story().transitions();
        List<Supplier<Object>> all = new ArrayList<>();
        of.forEach(transition -> all.add(() -> figures(dossier, transition, samples)));
        Anomalies.FOLDS.forEach(fold -> all.add(() -> Anomalies.ask(fold, dossier)));
        all.addAll(work);
        List<Attempt<Object>> done = dossier.crew().tryAll(all);
        int next = 0;
        for (int i = 0; i < of.size(); i++) {
            transitions.add(as(done.get(next++)));
        }
        for (int i = 0; i < Anomalies.FOLDS.size(); i++) {
            answers.add(as(done.get(next++)));
        }
        sends = as(done.get(next++));
        duplicates = as(done.get(next++));
        deliveries = as(done.get(next++));
        splitBrain = as(done.get(next++));
        conflicts = as(done.get(next));
    }

    private Figures figures(Dossier dossier, TransitionFacts transition, Path samples) {
        Attempt<Optional<Double>> mirror = Attempt.at(() -> MirrorLatency.last(samples, transition));
        Attempt<Optional<Result.Rpo>> rpo = Attempt.at(
                () -> dossier.recoveryPoint(transition).figures(mirror.result().flatMap(it -> it)));
        Result.@Nullable Rpo known = rpo.result().flatMap(it -> it).orElse(null);
        return new Figures(
                mirror,
                rpo,
                Attempt.at(() -> RecoveryTime.of(dossier, transition, schedules.get(), keys.get(), known)));
    }

    @SuppressWarnings("unchecked")
    private static <T> Attempt<T> as(Attempt<Object> attempt) {
        return (Attempt<T>) (Attempt<?>) attempt;
    }

    /** Of every fold, in their order. */
    List<Attempt<Answer>> answers() {
        return answers;
    }

    /** Of every transition, in their order. */
    List<Attempt<Figures>> transitions() {
        return transitions;
    }

    Supplier<Totals.Sent> sends() {
        return sends;
    }

    Supplier<Schedules> schedules() {
        return schedules;
    }

    Supplier<KeyPartitions> keys() {
        return keys;
    }

    Supplier<DuplicateCount> duplicates() {
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
