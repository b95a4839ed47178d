package io.firedrill.evidence;

import java.util.List;

/**
 * Proof of what a fault did (MEASURES.md, 1). Times are monotonic nanoseconds.
 *
 * @param fault its kind, as {@code kill-region}
 * @param target what it was aimed at, as {@code us-east}
 * @param parameters as the scenario said them, for people
 * @param mechanism how, as {@code SIGKILL}
 * @param appliedFrom the call began
 * @param appliedTo the call returned
 * @param touched what it touched, by name
 * @param observed whether an effect was observed
 * @param effectFrom lower bound of the moment of the effect: last success of the canary; T0.lo
 * @param effectTo upper bound: first failure; T0.hi
 * @param effect the observed effect, or why there was none, as a sentence
 */
public record FaultReceipt(
        String fault,
        String target,
        String parameters,
        String mechanism,
        long appliedFrom,
        long appliedTo,
        List<String> touched,
        boolean observed,
        long effectFrom,
        long effectTo,
        String effect) {

    public FaultReceipt {
        touched = List.copyOf(touched);
    }

    /** Before this it had no effect; where none was observed, before the call. */
    public long earliest() {
        return observed ? effectFrom : appliedFrom;
    }
}
