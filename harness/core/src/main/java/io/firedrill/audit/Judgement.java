package io.firedrill.audit;

import io.firedrill.audit.Result.ObjectiveResult;
import io.firedrill.audit.Result.Verdict;
import io.firedrill.scenario.AnomalyClass;
import io.firedrill.scenario.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holds measures against objectives (MEASURES.md, 6). A figure lies within its error bar, a count between what is certain and what
 * is possible: FAIL when all of that is over the limit, unless our own apparatus or what the evidence lacks may be why; PASS when
 * none of it is, and nothing is wrong with what it was measured from; INCONCLUSIVE otherwise.
 */
final class Judgement {

    private final Story story;
    private final Measures measures;
    private final TimeObjectives times;
    private final CountObjectives counts;
    private final Troubles troubles;
    private final AnomalyRows rows;

    Judgement(Story story, Measures measures, Doubts doubts, Troubles troubles) {
        this.story = story;
        this.measures = measures;
        this.times = new TimeObjectives(story, measures, doubts, troubles);
        this.counts = new CountObjectives(story, measures, doubts, troubles);
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
        story.scenario()
                .objectives()
                .forEach(objective -> results.add(objective(objective).because(objective.because())));
        for (Result.Transition transition : measures.transitions()) {
            if (!transition.rto().recovered()) {
                results.add(times.notRecovered(transition));
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
                result.reason() + "; but " + troubles.excuse().orElse(""),
                result.because());
    }

    private ObjectiveResult objective(Objective objective) {
        String name = objective.name();
        if (objective.limit() instanceof Objective.Limit.Time time) {
            return times.of(name, time.atMost());
        }
        if (objective.limit() instanceof Objective.Limit.Ratio ratio) {
            return counts.ratio(name, ratio.atMost());
        }
        return counts.count(name, ((Objective.Limit.Count) objective.limit()).atMost());
    }

    Verdict drill(List<ObjectiveResult> objectives) {
        Verdict verdict = troubles.none() ? Verdict.PASS : Verdict.INCONCLUSIVE;
        for (ObjectiveResult objective : objectives) {
            verdict = verdict.and(objective.verdict());
        }
        return verdict;
    }
}
