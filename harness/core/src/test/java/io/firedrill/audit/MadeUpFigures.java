package io.firedrill.audit;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.JournalClocks;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent.RunStarted;
import io.firedrill.evidence.TimelineReader;
import io.firedrill.scenario.AnomalyClass;
import io.firedrill.scenario.Scenario;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Figures that a test makes up, beside the evidence of a drill: what they are held against is said by it. */
final class MadeUpFigures {
    final Troubles troubles = new Troubles();
    final Dossier dossier;
    final List<Result.Transition> transitions = new ArrayList<>();
    final Map<AnomalyClass, Anomalies.Count> counts = new EnumMap<>(AnomalyClass.class);
    final Map<AnomalyClass, String> reasons = new EnumMap<>(AnomalyClass.class);
    final Map<AnomalyClass, Map<String, Double>> figures = new EnumMap<>(AnomalyClass.class);
    Optional<DuplicateCount> duplicates = Optional.empty();
    Result.@Nullable SplitBrain splitBrain;
    Result.@Nullable Conflicts conflicts;

    MadeUpFigures(RunFolder folder, Scenario scenario) {
        Timeline timeline = TimelineReader.read(folder.timeline());
        Catalogue catalogue = timeline.first(RunStarted.class).orElseThrow().catalogue();
        try (Crew crew = new Crew(1)) {
            Auditor.Means means = new Auditor.Means(Scratch.HEAP, crew);
            Facts facts = FactsLoader.load(folder, catalogue, JournalClocks.of(timeline), new Troubles(), means);
            dossier = new Dossier(facts, Story.of(timeline, scenario), crew);
        }
    }

    Measures measures() {
        Map<String, ErrorBar> errorBars = dossier.story().transitions().stream()
                .collect(Collectors.toMap(TransitionFacts::name, it -> new ErrorBar(dossier, it)));
        return new Measures(
                transitions,
                errorBars,
                duplicates,
                splitBrain,
                conflicts,
                new Anomalies.Counted(counts, reasons, figures));
    }

    CountObjectives countObjectives() {
        return new CountObjectives(dossier.story(), measures(), new Doubts(dossier), troubles);
    }

    TimeObjectives timeObjectives() {
        return new TimeObjectives(dossier.story(), measures(), new Doubts(dossier), troubles);
    }

    AnomalyRows rows() {
        Measures measures = measures();
        return new AnomalyRows(
                dossier.story().scenario(), measures.anomalies(), duplicates, new Doubts(dossier), troubles);
    }

    /** So many further copies and deliveries, and of how many records. */
    void duplicates(long inLogs, long ofLogs, long delivered, long ofDelivered) {
        duplicates = Optional.of(new DuplicateCount(
                new Result.Duplicates(
                        new Result.Counted(inLogs, inLogs / (double) ofLogs),
                        new Result.Counted(delivered, delivered / (double) ofDelivered),
                        0,
                        0,
                        null),
                ofLogs,
                ofDelivered,
                Map.of()));
    }

    /** The drill's transition, with these figures. */
    void transition(Result.Rto rto, Result.@Nullable Rpo rpo) {
        transitions.add(new Result.Transition(
                "to-west",
                "failover",
                "us-east",
                "us-west",
                false,
                Map.of(),
                List.of(),
                rto,
                rpo,
                List.of(service("order-service"), service("billing"))));
    }

    private static Result.ServiceRto service(String name) {
        return new Result.ServiceRto(name, 1.0, 1.0, 1.0, Map.of("T3", 1.0));
    }

    static Result.Rto recovered(double plusMinus) {
        return new Result.Rto(1000.0, 2000.0, 3000.0, 4000.0, 5000.0, plusMinus, true, 30_000, Map.of(), Map.of(), 0);
    }

    static Result.Rto notRecovered(double windowMillis) {
        return new Result.Rto(null, null, null, null, null, 90, false, windowMillis, Map.of(), Map.of(), 0);
    }

    /** The certain losses reach 900 ms back, and what may be lost as well 1000 ms. */
    static Result.Rpo lost(long records, long may, long bytes, long mayBytes, long forGood, long mayForGood) {
        return new Result.Rpo(
                records,
                may,
                records,
                0,
                may,
                0L,
                bytes,
                mayBytes,
                700,
                900,
                may == 0 ? 900.0 : 1000.0,
                0,
                forGood,
                mayForGood,
                0,
                0L,
                0,
                0L,
                null,
                null,
                List.of(),
                List.of());
    }
}
