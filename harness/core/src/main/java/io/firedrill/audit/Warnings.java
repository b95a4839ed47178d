package io.firedrill.audit;

import io.firedrill.audit.Troubles.Scope;
import io.firedrill.evidence.JournalClocks;
import io.firedrill.evidence.TimelineEvent.ClockMeasured;
import io.firedrill.evidence.TimelineEvent.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a reader should know beside the figures, none of which it changes. */
record Warnings(Dossier dossier, Measuring measuring, Troubles troubles) {

    /** An objective says of its own figure that the evidence is not whole; most figures have none. */
    static final String NOT_WHOLE = "the evidence is not whole, is not as the drill left it, or can't be read:"
            + " any figure here, also one that no objective holds, may look better than what happened";

    List<String> of(List<Result.Transition> transitions) {
        List<String> warnings = new ArrayList<>();
        if (troubles.damaged()) {
            warnings.add(NOT_WHOLE);
        }
        dossier.story().timeline().all(Warning.class).map(Warning::text).forEach(warnings::add);
        transitions.stream()
                .filter(Result.Transition::falseFailover)
                .forEach(it -> warnings.add(it.name() + " was a false failover: no fault called for it"));
        transitions.forEach(it -> warnings.addAll(LeftBehind.of(dossier.story().scenario(), it)));
        warnings.addAll(clocks());
        warnings.addAll(stalls(transitions));
        measuring
                .figure("the directions of X4", Scope.LOSS, () -> Divergence.oneWay(dossier))
                .ifPresent(warnings::addAll);
        return warnings;
    }

    private List<String> clocks() {
        JournalClocks clocks = JournalClocks.of(dossier.story().timeline());
        return dossier.story()
                .timeline()
                .all(ClockMeasured.class)
                .map(measured -> measured.region() + "-" + measured.incarnation())
                .distinct()
                .map(journal -> String.format(
                        Locale.ROOT,
                        "the times of %s are of another clock than the timeline's: it was measured to be %.3f ms behind, give or"
                                + " take %.3f ms, which error bars hold",
                        journal,
                        Millis.of(clocks.of(journal).nanos()),
                        Millis.of(clocks.of(journal).plusMinus())))
                .toList();
    }

    private List<String> stalls(List<Result.Transition> transitions) {
        List<String> sentences = new ArrayList<>();
        for (TransitionFacts facts : dossier.story().transitions()) {
            Optional<Result.Transition> found = transitions.stream()
                    .filter(it -> it.name().equals(facts.name()))
                    .findFirst();
            long until = Math.min(facts.until(), dossier.story().recovered(found));
            sentences.addAll(dossier.stalls().sentences(facts.name(), facts.t0From(), until));
        }
        return sentences;
    }
}
