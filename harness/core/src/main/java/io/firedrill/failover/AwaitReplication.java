package io.firedrill.failover;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.kafka.EndOffsets;
import io.firedrill.replication.CopyCheck;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.RunbookStep;
import io.firedrill.scenario.RunbookStep.WaitForReplication.OnTimeout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Waits until the target holds what the source holds. A source that can't be asked has nothing more to send: then what
 * MirrorMaker had already read is on its way, and the wait ends when the copies stand still.
 */
final class AwaitReplication implements Step {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration ASK_SOURCE = Duration.ofMillis(500);
    private static final Duration ASK_TARGET = Duration.ofSeconds(5);
    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    private final FailoverSpec failover;
    private final RunbookStep.WaitForReplication wait;

    AwaitReplication(FailoverSpec failover, RunbookStep.WaitForReplication wait) {
        this.failover = failover;
        this.wait = wait;
    }

    @Override
    public StepOutcome run(FailoverSite site) throws Exception {
        Map<String, String> copies = site.catalogue().topics().stream()
                .filter(topic -> topic.mirrored() && topic.origin().equals(failover.from()))
                .collect(Collectors.toMap(Catalogue.Topic::lineage, Catalogue.Topic::name));
        if (copies.isEmpty()) {
            return StepOutcome.done("nothing is replicated from " + failover.from());
        }
        long deadline = site.now() + wait.atMost().toNanos();
        try {
            Optional<CopyCheck> source = source(site, copies);
            return source.isPresent()
                    ? awaitCopies(site, source.get(), deadline)
                    : awaitStandstill(site, List.copyOf(copies.values()), deadline);
        } catch (InterruptException e) {
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException("interrupted while looking at copies").initCause(e);
        }
    }

    private Optional<CopyCheck> source(FailoverSite site, Map<String, String> copies) {
        try (Consumer<byte[], byte[]> client = site.reader(failover.from())) {
            return Optional.of(CopyCheck.of(client, copies, ASK_SOURCE));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            site.record(
                    new TimelineEvent.Note(site.now(), failover.from() + " can't be asked for its last records: " + e));
            return Optional.empty();
        }
    }

    private StepOutcome awaitCopies(FailoverSite site, CopyCheck source, long deadline) throws InterruptedException {
        try (Consumer<byte[], byte[]> target = site.localReader(failover.to())) {
            List<TopicPartition> missing = source.missing(target, ASK_TARGET);
            while (!missing.isEmpty() && site.now() < deadline) {
                site.pause(LOOK);
                missing = source.missing(target, ASK_TARGET);
            }
            return missing.isEmpty()
                    ? StepOutcome.done(
                            "the target holds the last record of all " + source.partitions() + " source partitions")
                    : timedOut("the target lacks the last record of " + missing);
        }
    }

    private StepOutcome awaitStandstill(FailoverSite site, List<String> copies, long deadline) throws Exception {
        long held = -1;
        long still = site.now();
        while (site.now() < deadline) {
            long now = EndOffsets.total(EndOffsets.of(site.localAdmin(failover.to()), copies, ASK_TARGET));
            if (now != held) {
                held = now;
                still = site.now();
            } else if (site.now() - still >= STANDSTILL.toNanos()) {
                return StepOutcome.unreachable(failover.from() + " can't be asked; the copies stood still for "
                        + STANDSTILL.toMillis() + " ms, their ends at " + held + " in sum");
            }
            site.pause(LOOK);
        }
        return timedOut("the copies still grew, and " + failover.from() + " can't be asked");
    }

    private StepOutcome timedOut(String what) {
        return StepOutcome.timedOut(
                wait.onTimeout() == OnTimeout.CONTINUE, "after " + wait.atMost().toMillis() + " ms " + what);
    }
}
