package io.firedrill.audit;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.Troubles.Scope;
import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent.DrillEnded;
import io.firedrill.evidence.TimelineEvent.RunStarted;
import io.firedrill.scenario.Objective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds measures against objectives (MEASURES.md, 6). A figure lies within its error bar, a count between what is certain and what
 * is possible: FAIL when all of that is over the limit, unless our own apparatus or what the evidence lacks may be why; PASS when
 * none of it is, and nothing is wrong with what it was measured from; INCONCLUSIVE otherwise.
 */
final class Judgement {

    /** What was measured, for the objectives to be held against. */
    record Measures(
            List<Result.Transition> transitions,
            Map<String, ErrorBar> errorBars,
            Optional<DuplicateCount> duplicates,
            Result.@Nullable SplitBrain splitBrain,
            Result.@Nullable Conflicts conflicts,
            Anomalies.Counted anomalies,
            boolean everythingScanned) {

        /** The headline's; empty too when its audit failed, as the next one's figures are no answer. */
        Optional<Result.Transition> first(Story story) {
            return story.headline().flatMap(headline -> transitions.stream()
                    .filter(transition -> transition.name().equals(headline.name()))
                    .findFirst());
        }
    }

    /**
     * What an objective limits.
     *
     * @param text as the result shows it
     * @param bar as the result shows it, or empty
     * @param least it may be, in the unit of the limit
     * @param most it may be
     * @param doubt why the two differ, a sentence's end
     */
    private record Measured(String text, String bar, double least, double most, String doubt) {
        static Measured exactly(String text, double value) {
            return new Measured(text, "", value, value, "");
        }

        static Measured time(double millis, double plusMinus, Duration limit) {
            String bar = Limits.measured(plusMinus, limit);
            return new Measured(
                    Limits.measured(millis, limit),
                    bar,
                    Math.round((millis - plusMinus) * 1e6),
                    Math.round((millis + plusMinus) * 1e6),
                    "the limit lies within the error bar of " + bar);
        }
    }

    /** Ends a figure that was computed from what damage left over, so that it does not stand there as if it were whole. */
    static final String DAMAGED = ", of evidence that is not whole";

    private final Story story;
    private final Measures measures;
    private final Doubts doubts;
    private final Troubles troubles;
    private final AnomalyRows rows;

    Judgement(Story story, Measures measures, Doubts doubts, Troubles troubles) {
        this.story = story;
        this.measures = measures;
        this.doubts = doubts;
        this.troubles = troubles;
        this.rows = new AnomalyRows(story.scenario(), measures.anomalies(), measures.duplicates(), doubts, troubles);
    }

    /** A row for every class, measured or not. */
    Map<String, Result.Anomaly> anomalies() {
        return rows.all();
    }

    /** The scenario's objectives in its order, then what the pattern and the transitions imply and was missed. */
    List<ObjectiveResult> objectives() {
        List<ObjectiveResult> results = new ArrayList<>();
        story.scenario().objectives().forEach(objective -> results.add(objective(objective)));
        for (Result.Transition transition : measures.transitions()) {
            if (!transition.rto().recovered()) {
                results.add(notRecovered(transition));
            }
        }
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            rows.implied(anomaly).ifPresent(results::add);
        }
        return results.stream().map(this::fair).toList();
    }

    private ObjectiveResult fair(ObjectiveResult result) {
        if (troubles.fair(result.verdict()) == result.verdict()) {
            return result;
        }
        return new ObjectiveResult(
                result.name(),
                result.limit(),
                result.measured(),
                result.plusMinus(),
                troubles.fair(result.verdict()),
                result.reason() + "; but " + troubles.excuse().orElse(""));
    }

    private ObjectiveResult notRecovered(Result.Transition transition) {
        String window = String.format(Locale.ROOT, "%.2fs", transition.rto().windowMillis() / 1000);
        List<String> leftBehind = LeftBehind.of(story.scenario(), transition);
        Optional<String> doubt = doubt("recovered", transition);
        String why = doubt.isPresent()
                ? ", but " + doubt.get()
                : !watchedWhole(transition.rto())
                        ? ", and the evidence ends before its time was over"
                        : !awake(transition)
                                ? ", but our own processes stood still for so much of them that no recovery could have been seen"
                                : leftBehind.isEmpty() ? "" : ": " + String.join("; ", leftBehind);
        return new ObjectiveResult(
                transition.name() + ".recovered",
                window,
                "> " + window,
                "",
                certainlyDown(transition) && doubt.isEmpty() ? Verdict.FAIL : Verdict.INCONCLUSIVE,
                transition.name() + " did not recover within the " + window + " that were watched" + why);
    }

    /**
     * Why a time, or that there is none, may be for what the evidence lacks. Protection is told by the timeline; and a service that
     * no step switched, or that is deployed nowhere else, stays down whatever a journal says.
     */
    private Optional<String> doubt(String name, Result.Transition transition) {
        boolean leftDown = !LeftBehind.of(story.scenario(), transition).isEmpty();
        return switch (name) {
            case "rto.protected" -> doubts.ofStalls();
            case "rto.service", "rto.full", "recovered" -> leftDown ? Optional.empty() : doubts.ofTime();
            default -> doubts.ofTime();
        };
    }

    /** Not recovered, and neither a drill that was broken off nor stalls of ours can be the reason. */
    private boolean certainlyDown(Result.Transition transition) {
        return watchedWhole(transition.rto()) && awake(transition);
    }

    /** Whether there was time for a steady window beside the stalls. */
    private boolean awake(Result.Transition transition) {
        long window = nanos(transition.rto().windowMillis());
        long needed = story.scenario().settings().recoveryWindow().toNanos();
        long stalled = errorBar(transition).map(bar -> bar.stalled(window)).orElse(0L);
        return stalled == 0 || window - stalled >= needed;
    }

    private Optional<ErrorBar> errorBar(Result.Transition transition) {
        return Optional.ofNullable(measures.errorBars().get(transition.name()));
    }

    private static long nanos(double millis) {
        return Math.round(millis * 1e6);
    }

    /**
     * Whether the transition was watched for as long as the scenario wanted it to be. A drill that was broken off says nothing of
     * what came after.
     */
    private boolean watchedWhole(Result.Rto rto) {
        boolean completed = story.timeline()
                .last(DrillEnded.class)
                .map(end -> end.how().equals("completed"))
                .orElse(false);
        return completed
                || rto.windowMillis()
                        >= story.scenario().settings().recoveryAtMost().toNanos() / 1e6;
    }

    private ObjectiveResult objective(Objective objective) {
        String name = objective.name();
        if (objective.limit() instanceof Objective.Limit.Time time) {
            return name.startsWith("rpo.") ? lossTime(name, time.atMost()) : time(name, time.atMost());
        }
        if (objective.limit() instanceof Objective.Limit.Ratio ratio) {
            return ratio(name, ratio.atMost());
        }
        return count(name, ((Objective.Limit.Count) objective.limit()).atMost());
    }

    private ObjectiveResult time(String name, Duration limit) {
        Optional<Result.Transition> first = measures.first(story);
        if (first.isEmpty()) {
            return unmeasured(
                    name,
                    Limits.duration(limit),
                    story.headline().isPresent()
                            ? "the audit of " + story.headline().get().name() + " failed"
                            : troubles.damaged()
                                    ? "no transition can be told from evidence that is not whole"
                                    : "no transition took place");
        }
        Result.Rto rto = first.get().rto();
        Double millis =
                switch (name) {
                    case "rto.service" -> rto.serviceMillis();
                    case "rto.write" -> rto.writeMillis();
                    case "rto.read" -> rto.readMillis();
                    case "rto.full" -> rto.fullMillis();
                    default -> rto.protectedMillis();
                };
        String text = Limits.duration(limit);
        if (millis == null) {
            return missing(name, limit, first.get());
        }
        // Each figure bears the stalls of its own interval; of a planned headline that is from T0 to T5.
        double plusMinus = name.equals("rto.service")
                ? rto.plusMinusMillis()
                : errorBar(first.get())
                        .map(bar -> Millis.of(bar.ofDuration(nanos(millis))))
                        .orElse(rto.plusMinusMillis());
        return judged(
                name,
                text,
                Measured.time(millis, plusMinus, limit),
                limit.toNanos(),
                Scope.TIME,
                doubt(name, first.get()));
    }

    private ObjectiveResult missing(String name, Duration limit, Result.Transition transition) {
        String text = Limits.duration(limit);
        if (name.equals("rto.protected")) {
            Optional<String> unasked = protection(transition);
            if (unasked.isPresent()) {
                return unmeasured(name, text, unasked.get());
            }
        }
        Optional<String> nobody = nobody(name, transition);
        if (nobody.isPresent()) {
            return unmeasured(name, text, nobody.get());
        }
        Optional<String> doubt = doubt(name, transition);
        long watched = nanos(transition.rto().windowMillis());
        String window = String.format(Locale.ROOT, "> %.2fs", watched / 1e9);
        long stalled = errorBar(transition).map(bar -> bar.stalled(watched)).orElse(0L);
        boolean longEnough = certainlyDown(transition) || watched - stalled > limit.toNanos();
        boolean certain = longEnough && doubt.isEmpty();
        return new ObjectiveResult(
                name,
                text,
                window,
                "",
                certain ? Verdict.FAIL : Verdict.INCONCLUSIVE,
                certain
                        ? "not reached within the time that was watched"
                        : longEnough
                                ? "not reached within the time that was watched, but " + doubt.orElse("")
                                : "not reached in the time that was watched and in which our own processes ran, and that is no"
                                        + " longer than the limit");
    }

    /** Why T4w or T4r could not have a time: nobody whom the transition moved writes, or reads. */
    private Optional<String> nobody(String name, Result.Transition transition) {
        Catalogue catalogue = story.timeline()
                .first(RunStarted.class)
                .map(RunStarted::catalogue)
                .orElse(new Catalogue(List.of(), List.of(), List.of(), List.of()));
        Set<String> moved =
                transition.services().stream().map(Result.ServiceRto::service).collect(Collectors.toSet());
        boolean writes = catalogue.producers().stream().anyMatch(it -> moved.contains(it.service()));
        boolean reads = catalogue.groups().stream().anyMatch(it -> moved.contains(it.service()));
        return switch (name) {
            case "rto.write" -> writes ? Optional.empty() : Optional.of(nobody(transition, "writes"));
            case "rto.read" -> reads ? Optional.empty() : Optional.of(nobody(transition, "reads"));
            default -> Optional.empty();
        };
    }

    private static String nobody(Result.Transition transition, String does) {
        return "no service that was active in " + transition.from() + " " + does + " anything";
    }

    /** Why T7 could not have a time; empty: it could have. */
    private Optional<String> protection(Result.Transition transition) {
        String flow = transition.to() + "->" + transition.from();
        if (story.scenario().replication().stream().noneMatch(it -> it.name().equals(flow))) {
            return Optional.of("the scenario has no replication " + flow + ", so what " + transition.to()
                    + " took over is never protected again");
        }
        boolean measured = story.transitions().stream()
                .filter(facts -> facts.name().equals(transition.name()))
                .anyMatch(facts -> Protection.measured(story, facts));
        return measured
                ? Optional.empty()
                : Optional.of("nothing in the evidence says how far replication lags, neither in the baseline nor as "
                        + flow + ": it is noted of a flow that a step starts (started: by-step)");
    }

    private ObjectiveResult lossTime(String name, Duration limit) {
        String text = Limits.duration(limit);
        Result.Rpo rpo = measures.first(story).map(Result.Transition::rpo).orElse(null);
        if (rpo == null) {
            return unmeasured(name, text, "there is no transition with a failover snapshot");
        }
        double worst = Math.max(rpo.oldestMillis(), rpo.prefixMillis());
        Measured measured = Measured.time(worst, rpo.plusMinusMillis(), limit);
        if (rpo.mayRecords() > 0 && measured.least() <= limit.toNanos()) {
            return unmeasured(
                    name, text, rpo.mayRecords() + " records may be lost as well, and nobody can say how old");
        }
        return judged(name, text, measured, limit.toNanos(), Scope.LOSS, doubts.ofTime());
    }

    private ObjectiveResult ratio(String name, double limit) {
        String text = Limits.percent(limit);
        if (measures.duplicates().isEmpty()) {
            return unmeasured(name, text, "duplicates could not be counted");
        }
        Result.Duplicates duplicates = measures.duplicates().get().figures();
        boolean log = name.equals("duplicates.log");
        Result.Counted counted = log ? duplicates.log() : duplicates.delivered();
        String measured = Limits.percent(counted.ratio()) + " (" + counted.count() + ")";
        return judged(
                name,
                text,
                Measured.exactly(measured, counted.ratio()),
                limit,
                log ? Scope.DUPLICATES : Scope.CONSUMERS,
                log ? doubts.ofScans() : doubts.ofFacts());
    }

    private ObjectiveResult count(String name, long limit) {
        Result.Rpo rpo = measures.first(story).map(Result.Transition::rpo).orElse(null);
        String text = Long.toString(limit);
        switch (name) {
            case "rpo.records" -> {
                return rpo == null
                        ? unmeasured(name, text, "there is no transition with a failover snapshot")
                        : lost(name, limit, rpo.records(), rpo.mayRecords());
            }
            case "rpo.bytes" -> {
                if (rpo == null || rpo.mayRecords() > 0 && rpo.bytes() <= limit) {
                    return unmeasured(name, text, "not every record's fate is known");
                }
                return exact(name, limit, rpo.bytes(), Scope.LOSS, doubts.ofLosses());
            }
            case "rpo.final" -> {
                if (rpo == null) {
                    return unmeasured(name, text, "there is no transition with a failover snapshot");
                }
                // A region that was not scanned may hold every one of them.
                return measures.everythingScanned()
                        ? lost(name, limit, rpo.finalRecords(), rpo.mayRecords())
                        : lost(name, limit, 0, rpo.finalRecords() + rpo.mayRecords());
            }
            case "split-brain.writes" -> {
                Result.SplitBrain split = measures.splitBrain();
                return split == null
                        ? unmeasured(name, text, "ownership of the keys is not known")
                        : exact(name, limit, split.writes(), Scope.OWNERSHIP, doubts.ofWrites());
            }
            case "false-failovers" -> {
                return falseFailovers(name, limit);
            }
            case "conflict.writes", "conflict.keys" -> {
                Result.Conflicts conflicts = measures.conflicts();
                if (conflicts == null) {
                    return unmeasured(name, text, "ownership of the keys is not known");
                }
                long found = name.equals("conflict.writes") ? conflicts.writes() : conflicts.keys();
                return exact(name, limit, found, Scope.OWNERSHIP, doubts.ofFacts());
            }
            default -> {
                return anomaly(name, limit);
            }
        }
    }

    /** What stood still while the detector looked may be why it found nobody: that is no failover of Kafka's clients' doing. */
    private ObjectiveResult falseFailovers(String name, long limit) {
        List<Result.Transition> found = measures.transitions().stream()
                .filter(Result.Transition::falseFailover)
                .toList();
        long ours = found.stream()
                .filter(transition -> doubts.ofStalls().isPresent()
                        || errorBar(transition).map(ErrorBar::stalledDetector).orElse(0L) > 0)
                .count();
        return range(
                name,
                limit,
                found.size() - ours,
                ours,
                doubts.ofStalls()
                        .orElse(
                                "our own processes stood still while the detector looked at the region, and that may be why"),
                Scope.TIME,
                Optional.empty());
    }

    private ObjectiveResult anomaly(String name, long limit) {
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            Anomalies.Count found = measures.anomalies().counts().get(anomaly);
            if (name.equals("anomalies." + anomaly) && found != null) {
                return exact(name, limit, found.count(), Anomalies.scope(anomaly), Optional.empty());
            }
        }
        return unmeasured(name, Long.toString(limit), "this version does not measure it, or not from this evidence");
    }

    private ObjectiveResult exact(String name, long limit, long found, Scope scope, Optional<String> doubt) {
        return judged(name, Long.toString(limit), Measured.exactly(Long.toString(found), found), limit, scope, doubt);
    }

    private ObjectiveResult lost(String name, long limit, long must, long may) {
        return range(
                name, limit, must, may, "the fate of " + may + " records is not known", Scope.LOSS, doubts.ofLosses());
    }

    private ObjectiveResult range(
            String name, long limit, long must, long may, String wide, Scope scope, Optional<String> doubt) {
        Measured measured = may == 0
                ? Measured.exactly(Long.toString(must), must)
                : new Measured("[" + must + " .. " + (must + may) + "]", "", must, must + may, wide);
        return judged(name, Long.toString(limit), measured, limit, scope, doubt);
    }

    /**
     * @param limit in the unit of the figure
     * @param lacking why the figure may be less than the least of it, for what the evidence lacks
     */
    private ObjectiveResult judged(
            String name, String text, Measured found, double limit, Scope scope, Optional<String> lacking) {
        Verdict verdict;
        String reason;
        Optional<String> trouble = troubles.touching(scope);
        if (found.least() > limit && lacking.isPresent()) {
            verdict = Verdict.INCONCLUSIVE;
            reason = found.text() + " is more than the limit of " + text + ", but " + lacking.get();
        } else if (found.least() > limit) {
            verdict = Verdict.FAIL;
            reason = found.text() + " is more than the limit of " + text
                    + (found.bar().isEmpty() ? "" : ", and the error bar does not reach down to it");
        } else if (found.most() > limit) {
            verdict = Verdict.INCONCLUSIVE;
            reason = found.doubt();
        } else if (trouble.isPresent()) {
            verdict = Verdict.INCONCLUSIVE;
            reason = trouble.get();
        } else {
            verdict = Verdict.PASS;
            reason = found.text() + " is within the limit of " + text;
        }
        String shown = troubles.damaged() ? found.text() + DAMAGED : found.text();
        return new ObjectiveResult(name, text, shown, found.bar(), verdict, reason);
    }

    private static ObjectiveResult unmeasured(String name, String limit, String why) {
        return new ObjectiveResult(name, limit, "not measured", "", Verdict.INCONCLUSIVE, why);
    }

    Verdict drill(List<ObjectiveResult> objectives) {
        Verdict verdict = troubles.none() ? Verdict.PASS : Verdict.INCONCLUSIVE;
        for (ObjectiveResult objective : objectives) {
            verdict = verdict.and(objective.verdict());
        }
        return verdict;
    }
}
