package io.firedrill.audit;

import java.util.Map;

/** What a fold has to say of its class. Of what it cannot count it says why, and never zero. */
sealed interface Answer permits Finding, Answer.Unsettled, Answer.Unasked {

    /** The drill could have shown the class, but its evidence is not whole: makes the drill INCONCLUSIVE. */
    record Unsettled(String why) implements Answer {}

    /** Nothing in this drill could have shown the class: changes no verdict, and is no PASS either. Figures: what was measured beside a count. */
    record Unasked(String why, Map<String, Double> figures) implements Answer {
        Unasked(String why) {
            this(why, Map.of());
        }
    }
}
