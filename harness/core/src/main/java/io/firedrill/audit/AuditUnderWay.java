package io.firedrill.audit;

import io.firedrill.audit.Troubles.Scope;
import io.firedrill.evidence.RunFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One audit of evidence that was read: asks for each figure and puts them together. */
record AuditUnderWay(RunFolder folder, Dossier dossier, Troubles troubles, Measuring measuring) {

    Result result() {
        Story story = dossier.story();
        RunDescription description = new RunDescription(folder, story, troubles);
        Result.Run run = description.run();
        measuring.figure("the evidence's completeness", Scope.ALL, () -> {
            EvidenceCheck.check(dossier, troubles);
            return true;
        });
        Work work = new Work(dossier, folder.samples());
        Anomalies.Counted counted = Anomalies.count(work.answers(), measuring, troubles);
        Optional<Schedules> schedules = measuring.figure("the schedules", Scope.ALL, work.schedules());
        List<RecoveryTime.Found> found = schedules.map(it -> transitions(work)).orElse(List.of());
        List<Result.Transition> transitions =
                found.stream().map(RecoveryTime.Found::figures).toList();
        Optional<DuplicateCount> duplicates = measuring.figure("duplicates", Scope.DUPLICATES, work.duplicates());
        Result.SplitBrain splitBrain = measuring
                .figure("split-brain", Scope.OWNERSHIP, work.splitBrain())
                .flatMap(writes -> writes)
                .orElse(null);
        Result.Conflicts conflicts = measuring
                .figure("conflicts", Scope.OWNERSHIP, work.conflicts())
                .flatMap(writes -> writes)
                .orElse(null);
        Measures measures = new Measures(transitions, errorBars(), duplicates, splitBrain, conflicts, counted);
        Optional<Result.Transition> first = measures.first(story);
        Judgement judgement = new Judgement(story, measures, new Doubts(dossier), troubles);
        Map<String, Result.Latency> latency = measuring
                .figure("latency", Scope.TIME, () -> Latencies.of(dossier, story.recovered(first)))
                .orElse(Map.of());
        Optional<Totals.Sent> sends =
                schedules.flatMap(known -> measuring.figure("the sends", Scope.ALL, work.sends()));
        Result.Deliveries deliveries = measuring
                .figure("the deliveries", Scope.CONSUMERS, work.deliveries())
                .orElse(null);
        Map<String, List<String>> examples = measuring
                .figure("the examples", Scope.ALL, () -> {
                    NamedRecords named = new NamedRecords(dossier);
                    sends.ifPresent(named::sends);
                    named.transitions(found);
                    duplicates.ifPresent(named::duplicates);
                    if (splitBrain != null) {
                        named.splitBrain();
                    }
                    if (conflicts != null) {
                        named.conflicts();
                    }
                    return named.byCount();
                })
                .orElse(Map.of());
        // Before anything is judged, since what can't be measured of them is a trouble too.
        List<String> warnings = new Warnings(dossier, measuring, troubles).of(transitions);
        List<Result.ObjectiveResult> objectives = judgement.objectives();
        return new Result(
                Result.SCHEMA_VERSION,
                run,
                judgement.drill(objectives),
                objectives,
                transitions,
                first.map(Result.Transition::rto).orElse(null),
                first.map(Result.Transition::rpo).orElse(null),
                duplicates.map(DuplicateCount::figures).orElse(null),
                splitBrain,
                conflicts,
                judgement.anomalies(),
                sends.map(Totals.Sent::figures).orElse(null),
                deliveries,
                examples,
                latency,
                description.faults(),
                description.environment(),
                warnings,
                troubles.sentences());
    }

    private List<RecoveryTime.Found> transitions(Work work) {
        boolean keys = measuring
                .figure("the keys' partitions", Scope.TIME, work.keys())
                .isPresent();
        List<RecoveryTime.Found> results = new ArrayList<>();
        for (int i = 0; i < work.transitions().size(); i++) {
            String name = dossier.story().transitions().get(i).name();
            measuring.figure(name, Scope.ALL, work.transitions().get(i)).ifPresent(figures -> {
                measuring.figure("MirrorMaker's samples", Scope.LOSS, figures.mirror());
                measuring.figure("the RPO of " + name, Scope.LOSS, figures.rpo());
                if (keys) {
                    measuring
                            .figure("the RTO of " + name, Scope.TIME, figures.whole())
                            .ifPresent(results::add);
                }
            });
        }
        return results;
    }

    private Map<String, ErrorBar> errorBars() {
        return dossier.story().transitions().stream()
                .collect(Collectors.toMap(TransitionFacts::name, it -> new ErrorBar(dossier, it)));
    }
}
