package io.firedrill.failover;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.FailoverSpec.Decide;
import io.firedrill.scenario.RunbookStep;

/** Walks one transition from its detection to the last step of its runbook, and writes down when each part happened. */
public final class Failover {
    private final String name;
    private final FailoverSpec spec;
    private final FailoverSite site;

    public Failover(String name, FailoverSpec spec, FailoverSite site) {
        this.name = name;
        this.spec = spec;
        this.site = site;
    }

    /**
     * Decides and walks the runbook. Guarantees a {@code step-finished} fact for every step that was begun.
     *
     * @param by what declared the region down
     * @param decided called at the decision, before the first step
     * @return whether the runbook was walked to its end
     * @throws InterruptedException the drill was ended
     */
    public boolean run(String by, Runnable decided) throws InterruptedException {
        site.record(new TimelineEvent.Detected(site.now(), name, by));
        decide();
        decided.run();
        int index = 0;
        for (RunbookStep step : spec.runbook()) {
            long startedAt = site.now();
            StepOutcome outcome = outcome(step);
            site.record(new TimelineEvent.StepFinished(
                    site.now(), startedAt, name, index++, step.key(), outcome.outcome(), outcome.note()));
            if (outcome.outcome().equals("failed")) {
                site.record(new TimelineEvent.Trouble(site.now(), name + " " + step.key(), outcome.note()));
            }
            if (!outcome.goOn()) {
                return false;
            }
        }
        return true;
    }

    private void decide() throws InterruptedException {
        if (spec.decide() instanceof Decide.After after) {
            site.pause(after.delay());
            site.record(new TimelineEvent.Decided(
                    site.now(), name, "automatically after " + after.delay().toMillis() + " ms"));
        } else {
            site.record(new TimelineEvent.Decided(site.now(), name, "automatically"));
        }
    }

    private StepOutcome outcome(RunbookStep step) throws InterruptedException {
        try {
            return Step.of(name, spec, step).run(site);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return StepOutcome.failed(false, "failed: " + e.getMessage());
        }
    }
}
