package io.firedrill.failover;

import io.firedrill.scenario.FailoverSpec;

/** Stops MirrorMaker of the flow out of the region left behind, so that nothing arrives behind the new owner's back. */
final class StopMirror implements Step {
    private final FailoverSpec failover;

    StopMirror(FailoverSpec failover) {
        this.failover = failover;
    }

    @Override
    public StepOutcome run(FailoverSite site) throws Exception {
        return site.stopMirror(failover.from(), failover.to())
                .map(StepOutcome::done)
                .orElseGet(
                        () -> StepOutcome.done("no MirrorMaker runs from " + failover.from() + " to " + failover.to()));
    }
}
