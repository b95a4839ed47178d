package io.firedrill.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was measured, for the objectives to be held against. */
record Measures(
        List<Result.Transition> transitions,
        Map<String, ErrorBar> errorBars,
        Optional<DuplicateCount> duplicates,
        Result.@Nullable SplitBrain splitBrain,
        Result.@Nullable Conflicts conflicts,
        Anomalies.Counted anomalies) {

    /** The headline's; empty too when its audit failed, as the next one's figures are no answer. */
    Optional<Result.Transition> first(Story story) {
        return story.headline().flatMap(headline -> transitions.stream()
                .filter(transition -> transition.name().equals(headline.name()))
                .findFirst());
    }

    /** Of a transition's times; empty when it is none that the timeline tells of. */
    Optional<ErrorBar> errorBar(Result.Transition transition) {
        return Optional.ofNullable(errorBars.get(transition.name()));
    }
}
