package io.firedrill.audit;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.scenario.AnomalyClass;
import io.firedrill.scenario.Objective;
import io.firedrill.scenario.PatternTable;
import io.firedrill.scenario.Rule;
import io.firedrill.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The table of anomalies: each class with the rule of the pattern, the limit and the verdict. A limit comes from the objective that
 * names the class, else, unless it is forbidden, from the objective of the measure that counts the same thing, else it is 0 for what
 * is forbidden or bounded. What is forbidden is allowed by its name only.
 */
final class AnomalyRows {
    private final Scenario scenario;
    private final Anomalies.Counted counted;
    private final Map<AnomalyClass, Anomalies.Count> counts;
    private final Map<AnomalyClass, String> reasons;
    private final Map<AnomalyClass, Map<String, Double>> figures;
    private final Optional<DuplicateCount> duplicates;
    private final Doubts doubts;
    private final Troubles troubles;

    AnomalyRows(
            Scenario scenario,
            Anomalies.Counted counted,
            Optional<DuplicateCount> duplicates,
            Doubts doubts,
            Troubles troubles) {
        this.scenario = scenario;
        this.counted = counted;
        this.counts = counted.counts();
        this.reasons = counted.reasons();
        this.figures = counted.figures();
        this.duplicates = duplicates;
        this.doubts = doubts;
        this.troubles = troubles;
    }

    /** Rows for every class, measured or not. */
    Map<String, Result.Anomaly> all() {
        Map<String, Result.Anomaly> rows = new LinkedHashMap<>();
        for (AnomalyClass anomaly : AnomalyClass.values()) {
            rows.put(anomaly.name(), anomaly(anomaly));
        }
        return rows;
    }

    /** A class that was found beyond its limit, or may be beyond it, and that no objective of the scenario names by itself. */
    Optional<ObjectiveResult> implied(AnomalyClass anomaly) {
        Result.Anomaly row = anomaly(anomaly);
        Long found = row.count();
        Long limit = row.limit();
        boolean named = Limits.of(scenario, anomaly.objective()).isPresent();
        if (found == null || limit == null || named) {
            return Optional.empty();
        }
        long may = counted.may(anomaly);
        if (found + may <= limit) {
            return Optional.empty();
        }
        Optional<String> doubt = found > limit ? doubt(anomaly) : Optional.of(FigureCheck.fate(may));
        String measured = FigureCheck.between(found, may);
        String says = row.rule().equals(Rule.FORBIDDEN.text())
                ? "the pattern forbids it"
                : "the pattern bounds it, and the objectives allow " + (limit == 0 ? "none" : "no more than " + limit);
        return Optional.of(new ObjectiveResult(
                anomaly.objective(),
                limit.toString(),
                troubles.damaged() ? measured + FigureCheck.DAMAGED : measured,
                "",
                doubt.isPresent() ? Verdict.INCONCLUSIVE : Verdict.FAIL,
                found + " " + anomaly.unit() + " of " + anomaly.title() + ": " + says
                        + doubt.map(why -> "; but " + why).orElse("")));
    }

    /** The row of the table of anomalies. A class that was not measured changes no verdict, and is no PASS either. */
    Result.Anomaly anomaly(AnomalyClass anomaly) {
        Rule rule = PatternTable.rule(scenario, anomaly);
        Anomalies.Count found = counts.get(anomaly);
        Long limit = limit(anomaly, rule);
        // A share of none allows any number, and what is damaged may hide that there were some.
        boolean judged = limit != null || rule == Rule.FORBIDDEN || rule == Rule.BOUNDED;
        Verdict verdict = Verdict.PASS;
        if (found == null) {
            verdict = Verdict.INCONCLUSIVE;
        } else if (given(anomaly).orElse(null) instanceof Objective.Limit.Time time) {
            verdict = new FigureCheck(doubts, troubles)
                    .judged(
                            anomaly.objective(),
                            "",
                            StaleRead.oldest(figures.getOrDefault(anomaly, Map.of()), time.atMost(), doubts),
                            time.atMost().toNanos(),
                            Anomalies.scope(anomaly),
                            doubts.ofTime())
                    .verdict();
        } else if (limit != null && found.count() > limit) {
            verdict = doubt(anomaly).isPresent() ? Verdict.INCONCLUSIVE : Verdict.FAIL;
        } else if (limit != null && found.count() + counted.may(anomaly) > limit) {
            verdict = Verdict.INCONCLUSIVE;
        } else if (judged && troubles.touching(Anomalies.scope(anomaly)).isPresent()) {
            verdict = Verdict.INCONCLUSIVE;
        }
        return new Result.Anomaly(
                anomaly.title(),
                anomaly.unit(),
                found == null ? null : Long.valueOf(found.count()),
                rule.text(),
                limit,
                troubles.fair(verdict),
                found == null ? List.of() : found.examples(),
                found == null ? reasons.getOrDefault(anomaly, "") : "",
                new TreeMap<>(figures.getOrDefault(anomaly, Map.of())));
    }

    /** The measure whose objective bounds a class as well. */
    private static Optional<String> measure(AnomalyClass anomaly) {
        return switch (anomaly) {
            case P4 -> Optional.of("duplicates.log");
            case R1 -> Optional.of("rpo.records");
            // Records before a translated offset are those that are delivered again.
            case R7, C3 -> Optional.of("duplicates.delivered");
            case X1 -> Optional.of("split-brain.writes");
            case X2 -> Optional.of("conflict.writes");
            default -> Optional.empty();
        };
    }

    private Optional<Objective.Limit> given(AnomalyClass anomaly) {
        Optional<Objective.Limit> own = Limits.of(scenario, anomaly.objective());
        return own.isPresent() || PatternTable.rule(scenario, anomaly) == Rule.FORBIDDEN
                ? own
                : measure(anomaly).flatMap(name -> Limits.of(scenario, name));
    }

    /** Why more might be allowed than the limit says: it is a share of what was counted, and not all of that was. */
    private Optional<String> doubt(AnomalyClass anomaly) {
        if (!(given(anomaly).orElse(null) instanceof Objective.Limit.Ratio)) {
            return Optional.empty();
        }
        if (duplicates.isEmpty()) {
            return Optional.of("duplicates could not be counted, so nobody knows how many are allowed");
        }
        return anomaly == AnomalyClass.P4 ? doubts.ofScans() : doubts.ofFacts();
    }

    private @Nullable Long limit(AnomalyClass anomaly, Rule rule) {
        Optional<Objective.Limit> given = given(anomaly);
        if (given.isPresent() && given.get() instanceof Objective.Limit.Count count) {
            return count.atMost();
        }
        if (given.isPresent() && given.get() instanceof Objective.Limit.Ratio ratio) {
            return records(anomaly, ratio.atMost());
        }
        boolean aged = given.isPresent() && given.get() instanceof Objective.Limit.Time;
        return aged || rule == Rule.FORBIDDEN || rule == Rule.BOUNDED ? 0L : null;
    }

    /** How many records a ratio allows; a record that comes three times is one of the class and two of the ratio. */
    private @Nullable Long records(AnomalyClass anomaly, double ratio) {
        if (duplicates.isEmpty()) {
            return 0L;
        }
        DuplicateCount known = duplicates.get();
        long distinct = anomaly == AnomalyClass.P4 ? known.inLogs() : known.deliveredRecords();
        // Of none, any limit allows all.
        return distinct == 0 ? null : Long.valueOf((long) Math.floor(distinct * ratio + 1e-9));
    }
}
