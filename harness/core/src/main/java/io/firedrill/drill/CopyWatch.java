package io.firedrill.drill;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.region.Vantage;
import io.firedrill.replication.CopyCheck;
import io.firedrill.scenario.ReplicationSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Looks past every fault whether the target of a flow holds what its source holds. */
final class CopyWatch {
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final long LOOK_EVERY_MILLIS = 20;

    private final Stage stage;

    CopyWatch(Stage stage) {
        this.stage = stage;
    }

    /**
     * Waits until the target holds what the source holds now: how long that takes is how far replication lags, and a little more for the
     * look itself.
     *
     * @return empty when it did not within the time
     */
    Optional<TimelineEvent.ReplicationLag> lag(ReplicationSpec flow, Duration atMost) throws InterruptedException {
        long startedAt = System.nanoTime();
        return behind(flow, atMost).isEmpty()
                ? Optional.of(new TimelineEvent.ReplicationLag(System.nanoTime(), startedAt, flow.from(), flow.to()))
                : Optional.empty();
    }

    /**
     * Waits until the target holds what the source held when this was called.
     *
     * @param patience zero: looks once
     * @return what is missing, a sentence; empty: nothing
     */
    String behind(ReplicationSpec flow, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        try (Consumer<byte[], byte[]> source = stage.reader(flow.from(), Vantage.OBSERVER);
                Consumer<byte[], byte[]> target = stage.reader(flow.to(), Vantage.OBSERVER)) {
            CopyCheck check = CopyCheck.of(
                    source, flow.topics().stream().collect(Collectors.toMap(Function.identity(), flow::mirrored)), ASK);
            List<TopicPartition> missing = check.missing(target, ASK);
            while (!missing.isEmpty() && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                missing = check.missing(target, ASK);
            }
            return missing.isEmpty() ? "" : flow.name() + ": the last record of " + missing + " has not been copied";
        } catch (InterruptException e) {
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException("interrupted while looking at copies").initCause(e);
        } catch (KafkaException e) {
            return flow.name() + " can't be looked at: " + e;
        }
    }
}
