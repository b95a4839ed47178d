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
            Attempt<Optional<Double>> mirror, Attempt<Optional<Result.Rpo>> rpo, Attempt<RecoveryTime.Found> whole) {}

    private final List<Attempt<Answer>> answers;
    private final List<Attempt<Figures>> transitions;
    private final Attempt<Schedules> schedules;
    private final Attempt<KeyPartitions> keys;
    private final Attempt<Totals.Sent> sends;
    private final Attempt<DuplicateCount> duplicates;
    private final Attempt<Optional<Result.SplitBrain>> splitBrain;
    private final Attempt<Optional<Result.Conflicts>> conflicts;
    private final Attempt<Result.Deliveries> deliveries;

    Work(Dossier dossier, Path samples) {
        Crew crew = dossier.crew();
        // What others rest on first. While somebody waits for it, what is long and rests on nothing is done.
        Supplier<Attempt<Schedules>> slots = crew.begin(() -> new Schedules(dossier));
        Supplier<Attempt<KeyPartitions>> partitions = crew.begin(dossier::keyPartitions);
        Attempt.at(() -> firstCopies(dossier));
        Supplier<Attempt<DuplicateCount>> repeated = crew.begin(() -> DuplicateCount.of(dossier));
        Supplier<Attempt<Result.Deliveries>> delivered = crew.begin(() -> Totals.deliveries(dossier));
        schedules = slots.get();
        keys = partitions.get();
        List<Supplier<Attempt<Figures>>> figures = new ArrayList<>();
        for (TransitionFacts transition : dossier.story().transitions()) {
            figures.add(crew.begin(() -> figures(dossier, transition, samples)));
        }
        Supplier<Attempt<Totals.Sent>> sent = crew.begin(() -> Totals.sends(dossier, schedules.get()));
        List<Attempt<Supplier<Answer>>> begun = new ArrayList<>();
        for (AnomalyFold fold : Anomalies.FOLDS) {
            begun.add(Attempt.at(() -> Anomalies.begin(fold, dossier)));
        }
        // Last, since they wait for what folds compute as well.
        Supplier<Attempt<Optional<Result.SplitBrain>>> split = crew.begin(() -> SplitBrainWrites.figures(dossier));
        Supplier<Attempt<Optional<Result.Conflicts>>> conflict = crew.begin(() -> WriteConflicts.figures(dossier));
        answers = begun.stream().map(fold -> Attempt.at(() -> fold.get().get())).toList();
        transitions = figures.stream().map(Supplier::get).toList();
        sends = sent.get();
        duplicates = repeated.get();
        deliveries = delivered.get();
        splitBrain = split.get();
        conflicts = conflict.get();
    }

    /** Begins with what R4, R5 and R7 ask of each source. */
    private static List<Supplier<Attempt<FirstCopies>>> firstCopies(Dossier dossier) {
        return Flow.of(dossier).stream()
                .filter(flow -> flow.unscanned(dossier).isEmpty())
                .map(flow -> new Dossier.TopicOfRegion(flow.from(), flow.topic()))
                .distinct()
                .map(of -> dossier.crew()
                        .<FirstCopies>begin(() -> dossier.holdings().firstCopies(of.region(), of.topic())))
                .toList();
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
