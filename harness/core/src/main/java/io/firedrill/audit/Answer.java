package io.firedrill.audit;

/** What a fold has to say of its class. Of what it cannot count it says why, and never zero. */
sealed interface Answer permits Finding, Answer.Unsettled, Answer.Unasked {

    /** The drill could have shown the class, but its evidence is not whole: makes the drill INCONCLUSIVE. */
    record Unsettled(String why) implements Answer {}

    /** Nothing in this drill could have shown the class: changes no verdict, and is no PASS either. */
    record Unasked(String why) implements Answer {}
}
