package io.firedrill.failover;

import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.RunbookStep;

/** One runbook step at work. Takes as long as it takes: its time is part of the RTO. */
interface Step {

    StepOutcome run(FailoverSite site) throws Exception;

    /** The one place where a runbook step gets its implementation. */
    static Step of(String name, FailoverSpec failover, RunbookStep step) {
        if (step instanceof RunbookStep.Fence fence) {
            return new FenceByAcl(failover, fence);
        } else if (step instanceof RunbookStep.WaitForReplication wait) {
            return new AwaitReplication(failover, wait);
        } else if (step instanceof RunbookStep.StopReplication) {
            return new StopMirror(failover);
        } else if (step instanceof RunbookStep.VerifyTopics verify) {
            return new CheckTopics(failover, verify);
        } else if (step instanceof RunbookStep.ActivateConsumers activate) {
            return new StartConsumers(failover, activate);
        } else if (step instanceof RunbookStep.SwitchProducers producers) {
            return new RouteProducers(name, failover, producers);
        } else if (step instanceof RunbookStep.OperatorDelay delay) {
            return new AwaitPerson(failover, delay);
        }
        throw new IllegalArgumentException("no implementation of runbook step " + step.key());
    }
}
