package io.firedrill.scenario;

import java.util.List;

/** {@code to-west: { from: us-east, to: us-west, runbook: [...] }}. */
final class FailoverForm extends Block<FailoverSpec> {
    private final Key<String> from = required("from", Scalars.REGION, "the region left behind");
    private final Key<String> to = required("to", Scalars.REGION, "the region that takes over");
    private final Key<DetectForm.Probing> detect = optional(
            "detect",
            new DetectForm(),
            DetectForm.Probing.USUAL,
            "a probe from the region that takes over, every 250ms, 4 failures",
            "what declares the region down");
    private final Key<FailoverSpec.Decide> decide = optional(
            "decide",
            new DecideForm(),
            new FailoverSpec.Decide.Automatic(),
            "automatic",
            "what happens between detection and the first step");
    private final Key<List<RunbookStep>> runbook =
            required("runbook", ListForm.atLeastOne(new RunbookStepForm()), "steps, walked in order, each timed");

    FailoverForm() {
        super("a failover");
    }

    @Override
    protected FailoverSpec build(Fields in) {
        String target = in.get(to);
        return new FailoverSpec(in.get(from), target, in.get(detect).towards(target), in.get(decide), in.get(runbook));
    }
}
