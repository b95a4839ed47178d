package io.firedrill.audit;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.Troubles.Scope;
import io.firedrill.evidence.TimelineEvent.DrillEnded;
import io.firedrill.scenario.Objective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds measures against objectives (MEASURES.md, 6). A limit that is missed is FAIL, whatever else is wrong; one that is held is
 * PASS only when nothing is wrong with what it was measured from.
 */
final class Judgement {

    /** What was measured, for the objectives to be held against. */
    record Measures(
            Optional<TransitionFacts> headline,
            List<Result.Transition> transitions,
            Result.@Nullable Duplicates duplicates,
            Result.@Nullable SplitBrain splitBrain,
            Result.@Nullable Conflicts conflicts,
            Anomalies.Counted anomalies,
            long longestStallNanos,
            boolean everythingScanned) {

        Optional<Result.Transition> first() {
            return transitions.stream().findFirst();
        }
    }

    private final Story story;
    private final Measures measures;
    private final Troubles troubles;
    private final AnomalyRows rows;

    Judgement(Story story, Measures measures, Troubles troubles) {
        this.story = story;
        this.measures = measures;
        this.troubles = troubles;
        this.rows = new AnomalyRows(story.scenario(), measures.anomalies(), measures.duplicates(), troubles);
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
        return results;
    }

    private ObjectiveResult notRecovered(Result.Transition transition) {
        String window = String.format(Locale.ROOT, "%.2fs", transition.rto().windowMillis() / 1000);
        return new ObjectiveResult(
                transition.name() + ".recovered",
                window,
                "> " + window,
                "",
                watchedWhole(transition.rto()) ? Verdict.FAIL : Verdict.INCONCLUSIVE,
                transition.name() + " did not recover within the " + window + " that were watched"
                        + (watchedWhole(transition.rto()) ? "" : ", and the evidence ends before its time was over"));
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
        Optional<Result.Transition> first = measures.first();
        if (first.isEmpty()) {
            return unmeasured(name, Limits.duration(limit), "no transition took place");
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
            return missing(name, limit, rto);
        }
        String bar = Limits.measured(rto.plusMinusMillis(), limit);
        String measured = Limits.measured(millis, limit);
        double margin = Math.abs(limit.toNanos() / 1e6 - millis);
        if (measures.longestStallNanos() / 1e6 > margin) {
            String reason = "one of our own processes stood still for "
                    + Limits.measured(measures.longestStallNanos() / 1e6, limit)
                    + ", longer than the distance to the limit";
            return new ObjectiveResult(name, text, measured, bar, Verdict.INCONCLUSIVE, reason);
        }
        return judged(name, text, measured, bar, millis * 1e6 > limit.toNanos(), Scope.TIME);
    }

    private ObjectiveResult missing(String name, Duration limit, Result.Rto rto) {
        String text = Limits.duration(limit);
        if (name.equals("rto.protected")) {
            return unmeasured(name, text, "this version does not measure it");
        }
        String window = String.format(Locale.ROOT, "> %.2fs", rto.windowMillis() / 1000);
        boolean certain = watchedWhole(rto) || rto.windowMillis() * 1e6 > limit.toNanos();
        return new ObjectiveResult(
                name,
                text,
                window,
                "",
                certain ? Verdict.FAIL : Verdict.INCONCLUSIVE,
                certain
                        ? "not reached within the time that was watched"
                        : "not reached when the evidence ends, which is before the limit was over");
    }

    private ObjectiveResult lossTime(String name, Duration limit) {
        String text = Limits.duration(limit);
        Result.Rpo rpo = measures.first().map(Result.Transition::rpo).orElse(null);
        if (rpo == null) {
            return unmeasured(name, text, "there is no transition with a failover snapshot");
        }
        double worst = Math.max(rpo.oldestMillis(), rpo.prefixMillis());
        if (rpo.mayRecords() > 0 && worst * 1e6 <= limit.toNanos()) {
            return unmeasured(
                    name, text, rpo.mayRecords() + " records may be lost as well, and nobody can say how old");
        }
        return judged(
                name,
                text,
                Limits.measured(worst, limit),
                Limits.measured(rpo.plusMinusMillis(), limit),
                worst * 1e6 > limit.toNanos(),
                Scope.LOSS);
    }

    private ObjectiveResult ratio(String name, double limit) {
        String text = Limits.percent(limit);
        Result.Duplicates duplicates = measures.duplicates();
        if (duplicates == null) {
            return unmeasured(name, text, "duplicates could not be counted");
        }
        boolean log = name.equals("duplicates.log");
        Result.Counted counted = log ? duplicates.log() : duplicates.delivered();
        String measured = Limits.percent(counted.ratio()) + " (" + counted.count() + ")";
        return judged(name, text, measured, "", counted.ratio() > limit, log ? Scope.DUPLICATES : Scope.CONSUMERS);
    }

    private ObjectiveResult count(String name, long limit) {
        Result.Rpo rpo = measures.first().map(Result.Transition::rpo).orElse(null);
        String text = Long.toString(limit);
        switch (name) {
            case "rpo.records" -> {
                return rpo == null
                        ? unmeasured(name, text, "there is no transition with a failover snapshot")
                        : range(name, limit, rpo.records(), rpo.mayRecords());
            }
            case "rpo.bytes", "rpo.stranded" -> {
                if (rpo == null || rpo.mayRecords() > 0) {
                    return unmeasured(name, text, "not every record's fate is known");
                }
                long found = name.equals("rpo.bytes") ? rpo.bytes() : rpo.strandedRecords();
                return judged(name, text, Long.toString(found), "", found > limit, Scope.LOSS);
            }
            case "rpo.final" -> {
                if (rpo == null) {
                    return unmeasured(name, text, "there is no transition with a failover snapshot");
                }
                // A region that was not scanned may hold every one of them.
                return measures.everythingScanned()
                        ? range(name, limit, rpo.finalRecords(), rpo.mayRecords())
                        : range(name, limit, 0, rpo.finalRecords() + rpo.mayRecords());
            }
            case "split-brain.writes" -> {
                Result.SplitBrain split = measures.splitBrain();
                return split == null
                        ? unmeasured(name, text, "ownership of the keys is not known")
                        : judged(
                                name, text, Long.toString(split.writes()), "", split.writes() > limit, Scope.OWNERSHIP);
            }
            case "false-failovers" -> {
                long found = measures.transitions().stream()
                        .filter(Result.Transition::falseFailover)
                        .count();
                return judged(name, text, Long.toString(found), "", found > limit, Scope.TIME);
            }
            case "conflict.writes", "conflict.keys" -> {
                Result.Conflicts conflicts = measures.conflicts();
                if (conflicts == null) {
                    return unmeasured(name, text, "ownership of the keys is not known");
                }
                long found = name.equals("conflict.writes") ? conflicts.writes() : conflicts.keys();
                return judged(name, text, Long.toString(found), "", found > limit, Scope.OWNERSHIP);
            }
            default -> {
                return anomaly(name, limit);
            }
        }
    }

    private ObjectiveResult anomaly(String name, long limit) {
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            Anomalies.Count found = measures.anomalies().counts().get(anomaly);
            if (name.equals("anomalies." + anomaly) && found != null) {
                return judged(
                        name,
                        Long.toString(limit),
                        Long.toString(found.count()),
                        "",
                        found.count() > limit,
                        Anomalies.scope(anomaly));
            }
        }
        return unmeasured(name, Long.toString(limit), "this version does not measure it, or not from this evidence");
    }

    private ObjectiveResult range(String name, long limit, long must, long may) {
        String text = Long.toString(limit);
        if (may == 0) {
            return judged(name, text, Long.toString(must), "", must > limit, Scope.LOSS);
        }
        String measured = "[" + must + " .. " + (must + may) + "]";
        if (must <= limit && must + may > limit) {
            return new ObjectiveResult(
                    name, text, measured, "", Verdict.INCONCLUSIVE, "the fate of " + may + " records is not known");
        }
        return judged(name, text, measured, "", must > limit, Scope.LOSS);
    }

    private ObjectiveResult judged(
            String name, String limit, String measured, String bar, boolean missed, Scope scope) {
        if (missed) {
            return new ObjectiveResult(
                    name, limit, measured, bar, Verdict.FAIL, measured + " is more than the limit of " + limit);
        }
        Optional<String> trouble = troubles.touching(scope);
        return trouble.isPresent()
                ? new ObjectiveResult(name, limit, measured, bar, Verdict.INCONCLUSIVE, trouble.get())
                : new ObjectiveResult(
                        name, limit, measured, bar, Verdict.PASS, measured + " is within the limit of " + limit);
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
