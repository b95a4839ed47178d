package io.firedrill.failover;

import io.firedrill.scenario.RunbookStep;

/** Starts MirrorMaker of the flow into the region left behind, so that what is written from now on is protected again. */
final class StartMirror implements Step {
    private final String failover;
    private final RunbookStep.StartReplication start;

    StartMirror(String failover, RunbookStep.StartReplication start) {
        this.failover = failover;
        this.start = start;
    }

    @Override
    public StepOutcome run(FailoverSite site) throws Exception {
        return StepOutcome.done(site.startMirror(start.from(), start.to(), failover));
    }
}
