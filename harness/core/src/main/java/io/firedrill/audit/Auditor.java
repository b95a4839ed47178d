package io.firedrill.audit;

import io.firedrill.audit.Troubles.Scope;
import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.NewerFormat;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent.DrillEnded;
import io.firedrill.evidence.TimelineEvent.FaultApplied;
import io.firedrill.evidence.TimelineEvent.RunStarted;
import io.firedrill.evidence.TimelineEvent.SettingsNoted;
import io.firedrill.evidence.TimelineEvent.Warning;
import io.firedrill.evidence.TimelineReader;
import io.firedrill.scenario.Pattern;
import io.firedrill.scenario.Scenario;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Computes the findings of a drill from its folder and from nothing else (MEASURES.md). The same folder gives the same result on any
 * machine at any time.
 *
 * <p>It never throws for what a folder holds: what is missing, cut, altered or foreign is a trouble, and makes the verdict
 * INCONCLUSIVE. It never passes what it could not measure. Of evidence that a newer version made it says just that.
 */
public final class Auditor {

    private static final Catalogue NOTHING = new Catalogue(List.of(), List.of(), List.of(), List.of());

    /** What every figure rests on, as the manifest calls them. */
    private static final String TIMELINE = "timeline.jsonl";

    private static final String SCENARIO = "scenario.yaml";

    private Auditor() {}

    /** Audits a run by the scenario in its folder. */
    public static Result audit(RunFolder folder) {
        Troubles troubles = new Troubles();
        Scenario scenario = null;
        ScenarioReading reading = new ScenarioReader().read(folder.scenario());
        if (reading instanceof ScenarioReading.Read read) {
            scenario = read.scenario();
        } else if (Files.exists(folder.scenario())) {
            troubles.baseless("scenario.yaml cannot be read, so there is nothing to hold the drill against");
        } else {
            troubles.baseless("scenario.yaml is missing, so there is nothing to hold the drill against");
        }
        Timeline timeline = TimelineReader.read(folder.timeline());
        try (Crew crew = Crew.ofThisMachine()) {
            Means means = new Means(Scratch.ofThisMachine(), crew);
            return audit(folder, timeline, scenario == null ? unknown(timeline) : scenario, troubles, means);
        }
    }

    /** Audits a run by a given scenario. */
    public static Result audit(RunFolder folder, Scenario scenario) {
        try (Crew crew = Crew.ofThisMachine()) {
            return audit(folder, scenario, new Means(Scratch.ofThisMachine(), crew));
        }
    }

    /** What an audit may use; it changes nothing in the result. */
    record Means(Scratch scratch, Crew crew) {}

    static Result audit(RunFolder folder, Scenario scenario, Means means) {
        return audit(folder, TimelineReader.read(folder.timeline()), scenario, new Troubles(), means);
    }

    private static Result audit(
            RunFolder folder, Timeline timeline, Scenario scenario, Troubles troubles, Means means) {
        Optional<String> newer = NewerFormat.of(folder);
        if (newer.isPresent()) {
            troubles.unread(newer.get());
            Story nothing = Story.of(new Timeline(List.of(), List.of(), false), scenario);
            return new Auditor.Run(
                            folder,
                            new Dossier(new Facts(NOTHING), nothing, means.crew()),
                            troubles,
                            new Measuring(troubles))
                    .result();
        }
        // A line that was cut when the harness ended is the last: what came before it says what it says.
        List<String> unread = timeline.problems();
        int lost = unread.size() - (timeline.cut() ? 1 : 0);
        unread.subList(0, lost).forEach(troubles::baseless);
        unread.subList(lost, unread.size()).forEach(problem -> troubles.damage(problem, Scope.ALL));
        List<String> altered = Manifest.verify(folder).problems();
        altered.forEach(problem -> {
            if (problem.startsWith(TIMELINE) || problem.startsWith(SCENARIO)) {
                troubles.baseless(problem);
            } else {
                troubles.damage(problem, Scope.ALL);
            }
        });
        Catalogue said =
                timeline.first(RunStarted.class).map(RunStarted::catalogue).orElse(NOTHING);
        if (timeline.first(RunStarted.class).isEmpty()) {
            troubles.baseless("the timeline does not say what run this is; this may be no evidence of a drill");
        }
        Measuring measuring = new Measuring(troubles);
        Story told = Story.of(timeline, scenario);
        Optional<String> unsound = Soundness.problem(said, told);
        unsound.ifPresent(troubles::baseless);
        // Without its facts a drill would look as if nobody had ever recovered.
        Story story = unsound.isPresent() ? told.withoutTransitions() : told;
        Catalogue catalogue = unsound.isPresent() ? NOTHING : said;
        Facts facts = measuring
                .figure(
                        "the facts",
                        Scope.ALL,
                        () -> FactsLoader.load(
                                folder.journals(), folder.scans(), folder.logs(), catalogue, troubles, means))
                .orElseGet(() -> new Facts(catalogue));
        facts.altered(altered);
        Dossier dossier = measuring
                .figure("the evidence", Scope.ALL, () -> new Dossier(facts, story, means.crew()))
                .orElseGet(() -> new Dossier(new Facts(catalogue), story, means.crew()));
        return new Auditor.Run(folder, dossier, troubles, measuring).result();
    }

    /** A scenario without objectives, for a folder that has none. */
    static Scenario unknown(Timeline timeline) {
        Optional<RunStarted> run = timeline.first(RunStarted.class);
        String pattern = run.map(RunStarted::pattern).orElse("");
        Pattern of = Stream.of(Pattern.values())
                .filter(candidate -> candidate
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-')
                        .equals(pattern))
                .findFirst()
                .orElse(Pattern.ACTIVE_PASSIVE);
        return new Scenario(
                run.map(RunStarted::scenario).orElse(""),
                run.map(RunStarted::title).orElse(""),
                of,
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                Scenario.Settings.DEFAULT);
    }

    /** One audit under way. */
    private record Run(RunFolder folder, Dossier dossier, Troubles troubles, Measuring measuring) {

        Result result() {
            Story story = dossier.story();
            Result.Run run = run();
            measuring.figure("the evidence's completeness", Scope.ALL, () -> {
                EvidenceCheck.check(dossier, troubles);
                return true;
            });
            Work work = new Work(dossier, folder.samples());
            Anomalies.Counted counted = Anomalies.count(work.answers(), measuring, troubles);
            Optional<Schedules> schedules = measuring.figure("the schedules", Scope.ALL, work.schedules());
            List<Result.Transition> transitions =
                    schedules.map(it -> transitions(work)).orElse(List.of());
            Optional<DuplicateCount> duplicates = measuring.figure("duplicates", Scope.DUPLICATES, work.duplicates());
            Result.SplitBrain splitBrain = measuring
                    .figure("split-brain", Scope.OWNERSHIP, work.splitBrain())
                    .flatMap(found -> found)
                    .orElse(null);
            Result.Conflicts conflicts = measuring
                    .figure("conflicts", Scope.OWNERSHIP, work.conflicts())
                    .flatMap(found -> found)
                    .orElse(null);
            Measures measures = new Measures(
                    transitions,
                    errorBars(),
                    duplicates,
                    splitBrain,
                    conflicts,
                    counted,
                    dossier.completeness().allScannedWhole());
            Optional<Result.Transition> first = measures.first(story);
            Judgement judgement = new Judgement(story, measures, new Doubts(dossier), troubles);
            Map<String, Result.Latency> latency = measuring
                    .figure("latency", Scope.TIME, () -> Latencies.of(dossier, recovered(first)))
                    .orElse(Map.of());
            Result.Sends sends = schedules
                    .flatMap(known -> measuring.figure("the sends", Scope.ALL, work.sends()))
                    .orElse(null);
            Result.Deliveries deliveries = measuring
                    .figure("the deliveries", Scope.CONSUMERS, work.deliveries())
                    .orElse(null);
            // Before anything is judged, since what can't be measured of them is a trouble too.
            List<String> warnings = warnings(transitions);
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
                    sends,
                    deliveries,
                    latency,
                    faults(),
                    environment(),
                    warnings,
                    troubles.sentences());
        }

        private List<Result.Transition> transitions(Work work) {
            boolean keys = measuring
                    .figure("the keys' partitions", Scope.TIME, work.keys())
                    .isPresent();
            List<Result.Transition> results = new ArrayList<>();
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

        /** T5 of a transition, monotonic nanoseconds. */
        private long recovered(Optional<Result.Transition> transition) {
            return transition
                    .map(it -> it.points().get("T5"))
                    .map(millis -> dossier.story().zero() + Math.round(millis * 1e6))
                    .orElse(Long.MAX_VALUE);
        }

        private Result.Run run() {
            Story story = dossier.story();
            Optional<RunStarted> started = story.timeline().first(RunStarted.class);
            return new Result.Run(
                    started.map(RunStarted::id).orElse(""),
                    started.map(RunStarted::scenario).orElse(story.scenario().name()),
                    started.map(RunStarted::title).orElse(story.scenario().title()),
                    started.map(RunStarted::pattern).orElse(""),
                    started.map(RunStarted::platform).orElse(""),
                    started.map(it -> Instant.ofEpochMilli(it.epochMillis()).toString())
                            .orElse(""),
                    Millis.of(story.last() - story.first()) / 1000,
                    started.map(RunStarted::firedrillVersion).orElse(""),
                    new TreeMap<>(started.map(RunStarted::kafkaVersions).orElse(Map.of())),
                    scenarioSum(),
                    started.map(RunStarted::seed).orElse(0L),
                    started.map(RunStarted::operator).orElse(""),
                    story.timeline().last(DrillEnded.class).map(DrillEnded::how).orElse("unknown"));
        }

        private String scenarioSum() {
            if (!Files.exists(folder.scenario())) {
                return "";
            }
            try {
                return Manifest.sha256(folder.scenario());
            } catch (IOException e) {
                troubles.damage("scenario.yaml cannot be read (" + e.getClass().getSimpleName() + ")", Scope.ALL);
                return "";
            }
        }

        private List<Result.Fault> faults() {
            return dossier.story()
                    .timeline()
                    .all(FaultApplied.class)
                    .map(this::fault)
                    .toList();
        }

        private Result.Fault fault(FaultApplied applied) {
            Story story = dossier.story();
            FaultReceipt receipt = applied.receipt();
            return new Result.Fault(
                    receipt,
                    story.millisFromZero(receipt.appliedFrom()),
                    story.millisFromZero(receipt.effectFrom()),
                    Millis.of(receipt.effectTo() - receipt.effectFrom()),
                    story.lifted(applied)
                            .map(lifted -> new Result.Lift(
                                    story.millisFromZero(lifted.takenBackAt()),
                                    story.millisFromZero(lifted.at()),
                                    lifted.clean(),
                                    lifted.note()))
                            .orElse(null));
        }

        private Map<String, String> environment() {
            Map<String, String> environment = new TreeMap<>(dossier.story()
                    .timeline()
                    .first(RunStarted.class)
                    .map(RunStarted::environment)
                    .orElse(new LinkedHashMap<>()));
            dossier.story().timeline().all(SettingsNoted.class).forEach(noted -> noted.settings()
                    .forEach((name, value) -> environment.put(noted.subject() + "." + name, value)));
            return environment;
        }

        private List<String> warnings(List<Result.Transition> transitions) {
            List<String> warnings = new ArrayList<>();
            dossier.story().timeline().all(Warning.class).map(Warning::text).forEach(warnings::add);
            transitions.stream()
                    .filter(Result.Transition::falseFailover)
                    .forEach(it -> warnings.add(it.name() + " was a false failover: no fault called for it"));
            transitions.forEach(
                    it -> warnings.addAll(LeftBehind.of(dossier.story().scenario(), it)));
            warnings.addAll(stalls(transitions));
            String unmeasured = Stream.of(AnomalyClass.values())
                    .filter(anomaly -> !Anomalies.measured(anomaly))
                    .map(AnomalyClass::name)
                    .collect(Collectors.joining(" "));
            if (!unmeasured.isEmpty()) {
                warnings.add("This version does not measure the anomaly classes " + unmeasured
                        + ": nothing is said about them.");
            }
            measuring
                    .figure("the directions of X4", Scope.LOSS, () -> Divergence.oneWay(dossier))
                    .ifPresent(warnings::addAll);
            return warnings;
        }

        private List<String> stalls(List<Result.Transition> transitions) {
            List<String> sentences = new ArrayList<>();
            for (TransitionFacts facts : dossier.story().transitions()) {
                Optional<Result.Transition> found = transitions.stream()
                        .filter(it -> it.name().equals(facts.name()))
                        .findFirst();
                long until = Math.min(facts.until(), recovered(found));
                sentences.addAll(dossier.stalls().sentences(facts.name(), facts.t0From(), until));
            }
            return sentences;
        }
    }
}
