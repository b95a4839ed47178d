package io.firedrill.audit;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.audit.Troubles.Scope;
import io.firedrill.scenario.Objective;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
            Map<AnomalyClass, Anomalies.Count> anomalies,
            long longestStallNanos,
            boolean everythingScanned) {

        Optional<Result.Transition> first() {
            return transitions.stream().findFirst();
        }
    }

    private final Story story;
    private final Measures measures;
    private final Troubles troubles;

    Judgement(Story story, Measures measures, Troubles troubles) {
        this.story = story;
        this.measures = measures;
        this.troubles = troubles;
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
            implied(anomaly).ifPresent(results::add);
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
                Verdict.FAIL,
                transition.name() + " did not recover within the " + window + " that were watched");
    }

    /** A class that was found beyond its limit and that no objective of the scenario names. */
    private Optional<ObjectiveResult> implied(AnomalyClass anomaly) {
        Anomalies.Count found = measures.anomalies().get(anomaly);
        if (found == null || named(anomaly) || anomaly(anomaly).verdict() != Verdict.FAIL) {
            return Optional.empty();
        }
        Rule rule = PatternTable.rule(story.scenario(), anomaly);
        String says = rule == Rule.FORBIDDEN
                ? "the pattern forbids it"
                : "the pattern bounds it, and no objective allows any";
        return Optional.of(new ObjectiveResult(
                "anomalies." + anomaly,
                "0",
                Long.toString(found.count()),
                "",
                Verdict.FAIL,
                found.count() + " " + anomaly.unit() + " of " + anomaly.title() + ": " + says));
    }

    /** The row of the table of anomalies. A class that was not measured changes no verdict, and is no PASS either. */
    Result.Anomaly anomaly(AnomalyClass anomaly) {
        Rule rule = PatternTable.rule(story.scenario(), anomaly);
        Anomalies.Count found = measures.anomalies().get(anomaly);
        Long limit = limit(anomaly, rule);
        Verdict verdict = Verdict.PASS;
        if (found == null) {
            verdict = Verdict.INCONCLUSIVE;
        } else if (limit != null && found.count() > limit) {
            verdict = Verdict.FAIL;
        } else if (limit != null && troubles.touching(Anomalies.scope(anomaly)).isPresent()) {
            verdict = Verdict.INCONCLUSIVE;
        }
        return new Result.Anomaly(
                anomaly.title(),
                anomaly.unit(),
                found == null ? null : Long.valueOf(found.count()),
                rule.text(),
                limit,
                verdict,
                found == null ? List.of() : found.examples());
    }

    private boolean named(AnomalyClass anomaly) {
        return Limits.of(story.scenario(), "anomalies." + anomaly).isPresent()
                || measure(anomaly)
                        .filter(name -> Limits.of(story.scenario(), name).isPresent())
                        .isPresent();
    }

    /** The measure whose objective bounds a class as well. */
    private static Optional<String> measure(AnomalyClass anomaly) {
        return switch (anomaly) {
            case P4 -> Optional.of("duplicates.log");
            case R1 -> Optional.of("rpo.records");
            case C3 -> Optional.of("duplicates.delivered");
            case X1 -> Optional.of("split-brain.writes");
            default -> Optional.empty();
        };
    }

    private @Nullable Long limit(AnomalyClass anomaly, Rule rule) {
        Optional<Objective.Limit> own = Limits.of(story.scenario(), "anomalies." + anomaly);
        Optional<Objective.Limit> given =
                own.isPresent() ? own : measure(anomaly).flatMap(name -> Limits.of(story.scenario(), name));
        if (given.isPresent() && given.get() instanceof Objective.Limit.Count count) {
            return count.atMost();
        }
        if (given.isPresent() && given.get() instanceof Objective.Limit.Ratio ratio) {
            return records(anomaly, ratio.atMost());
        }
        return rule == Rule.FORBIDDEN || rule == Rule.BOUNDED ? 0L : null;
    }

    /** How many records a ratio allows; a record that comes three times is one of the class and two of the ratio. */
    private @Nullable Long records(AnomalyClass anomaly, double ratio) {
        Result.Duplicates duplicates = measures.duplicates();
        if (duplicates == null) {
            return null;
        }
        Result.Counted counted = anomaly == AnomalyClass.P4 ? duplicates.log() : duplicates.delivered();
        return counted.ratio() == 0 ? 0L : (long) Math.floor(counted.count() / counted.ratio() * ratio + 1e-9);
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
            return missing(name, text, rto);
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

    private ObjectiveResult missing(String name, String limit, Result.Rto rto) {
        if (name.equals("rto.protected")) {
            return unmeasured(name, limit, "this version does not measure it");
        }
        String window = String.format(Locale.ROOT, "> %.2fs", rto.windowMillis() / 1000);
        return new ObjectiveResult(
                name, limit, window, "", Verdict.FAIL, "not reached within the time that was watched");
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
            default -> {
                return anomaly(name, limit);
            }
        }
    }

    private ObjectiveResult anomaly(String name, long limit) {
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            Anomalies.Count found = measures.anomalies().get(anomaly);
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

    /** Rows for every class, measured or not. */
    Map<String, Result.Anomaly> anomalies() {
        Map<String, Result.Anomaly> rows = new LinkedHashMap<>();
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            rows.put(anomaly.name(), anomaly(anomaly));
        }
        return rows;
    }

    Verdict drill(List<ObjectiveResult> objectives) {
        Verdict verdict = troubles.none() ? Verdict.PASS : Verdict.INCONCLUSIVE;
        for (ObjectiveResult objective : objectives) {
            verdict = verdict.and(objective.verdict());
        }
        return verdict;
    }
}
