package io.firedrill.failover;

import io.firedrill.evidence.Catalogue;
import io.firedrill.kafka.EndOffsets;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.RunbookStep;
import io.firedrill.scenario.RunbookStep.WaitForReplication.OnTimeout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Waits until the target holds what the source holds. A source that can't be asked has nothing more to send: then what
 * MirrorMaker had already read is on its way, and the wait ends when the copies stand still.
 */
final class AwaitReplication implements Step {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration ASK = Duration.ofMillis(500);
    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    private final FailoverSpec failover;
    private final RunbookStep.WaitForReplication wait;

    AwaitReplication(FailoverSpec failover, RunbookStep.WaitForReplication wait) {
        this.failover = failover;
        this.wait = wait;
    }

    @Override
    public StepOutcome run(FailoverSite site) throws Exception {
        List<String> copies = site.catalogue().topics().stream()
                .filter(topic -> topic.mirrored() && topic.origin().equals(failover.from()))
                .map(Catalogue.Topic::name)
                .toList();
        if (copies.isEmpty()) {
            return StepOutcome.done("nothing is replicated from " + failover.from());
        }
        long deadline = site.now() + wait.atMost().toNanos();
        Map<String, List<Long>> source = null;
        try {
            source = EndOffsets.of(
                    site.admin(failover.from()), site.scenario().topics().keySet(), ASK);
        } catch (TimeoutException | ExecutionException e) {
            site.record(new io.firedrill.evidence.TimelineEvent.Note(
                    site.now(), failover.from() + " can't be asked for its end offsets: " + e));
        }
        Admin target = site.admin(failover.to());
        long held = -1;
        long still = site.now();
        while (site.now() < deadline) {
            long now = EndOffsets.total(EndOffsets.of(target, copies, Duration.ofSeconds(5)));
            if (source != null && now >= EndOffsets.total(source)) {
                return StepOutcome.done("the target holds all " + now + " records of the source");
            }
            if (now != held) {
                held = now;
                still = site.now();
            } else if (source == null && site.now() - still >= STANDSTILL.toNanos()) {
                return StepOutcome.unreachable(failover.from() + " can't be asked; the copies stood still for "
                        + STANDSTILL.toMillis() + " ms at " + held + " records");
            }
            site.pause(LOOK);
        }
        return StepOutcome.timedOut(
                wait.onTimeout() == OnTimeout.CONTINUE,
                "after " + wait.atMost().toMillis() + " ms the target holds " + held + " records"
                        + (source == null ? "" : " of " + EndOffsets.total(source)));
    }
}
