package io.firedrill.failover;

/**
 * How a runbook step ended.
 *
 * @param outcome {@code done}, {@code unreachable}, {@code timed-out} or {@code failed}
 * @param goOn whether the runbook goes on with the next step
 * @param note what it did and saw, a sentence
 */
public record StepOutcome(String outcome, boolean goOn, String note) {

    static StepOutcome done(String note) {
        return new StepOutcome("done", true, note);
    }

    static StepOutcome unreachable(String note) {
        return new StepOutcome("unreachable", true, note);
    }

    static StepOutcome timedOut(boolean goOn, String note) {
        return new StepOutcome("timed-out", goOn, note);
    }

    static StepOutcome failed(boolean goOn, String note) {
        return new StepOutcome("failed", goOn, note);
    }
}
