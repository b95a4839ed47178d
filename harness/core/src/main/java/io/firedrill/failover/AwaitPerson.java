package io.firedrill.failover;

import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.RunbookStep;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Waits as long as a person takes. How long is drawn from the drill's seed and the step's place in the runbook, so the same drill
 * has the same people.
 */
final class AwaitPerson implements Step {
    private final FailoverSpec failover;
    private final RunbookStep.OperatorDelay delay;

    AwaitPerson(FailoverSpec failover, RunbookStep.OperatorDelay delay) {
        this.failover = failover;
        this.delay = delay;
    }

    @Override
    public StepOutcome run(FailoverSite site) throws InterruptedException {
        Duration time = drawn(site.scenario().settings().seed(), place());
        site.pause(time);
        return StepOutcome.done(String.format(Locale.ROOT, "a person took %.1f s", time.toMillis() / 1000.0)
                + (delay.doing().isEmpty() ? "" : ": " + delay.doing()));
    }

    /** Two equal steps are two, and draw for themselves. */
    private int place() {
        for (int i = 0; i < failover.runbook().size(); i++) {
            if (failover.runbook().get(i) == delay) {
                return i;
            }
        }
        throw new IllegalStateException("the runbook does not have this step");
    }

    private Duration drawn(long seed, int place) {
        long most = delay.giveOrTake().toMillis();
        long off = new SplittableRandom(31 * seed + place).nextLong(-most, most + 1);
        return delay.time().plusMillis(off);
    }
}
