package io.firedrill.workload;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what a member has handled: every half second without waiting for the answer, and with waiting before a partition is
 * given up. Only a commit that succeeded is told to the listener. For the member's thread.
 */
final class GroupCommits {

    /** Told of every commit, on the member's thread. */
    interface Listener {
        /** It is about to be asked for: all below the offset was handled. */
        void asking(TopicPartition partition, long offset, long at);

        /** It succeeded. */
        void committed(TopicPartition partition, long offset, long at);
    }

    static final long EVERY_NANOS = 500_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommits.class);
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final String groupId;
    private final Consumer<byte[], byte[]> client;
    private final UnaryOperator<Duration> patience;
    private final Listener listener;
    /** Next offset to handle, of partitions that this member holds. */
    private final Map<TopicPartition, Long> handled = new HashMap<>();

    /** Those of them that were handled further since a commit was last begun, or whose commit failed. */
    private final Set<TopicPartition> due = new HashSet<>();

    private long last = System.nanoTime();

    /** @param patience how long a call that usually waits that long may wait now */
    GroupCommits(String groupId, Consumer<byte[], byte[]> client, UnaryOperator<Duration> patience, Listener listener) {
        this.groupId = groupId;
        this.client = client;
        this.patience = patience;
        this.listener = listener;
    }

    /** The group will start at {@code offset} once this is committed. */
    void handled(TopicPartition partition, long offset) {
        handled.put(partition, offset);
        due.add(partition);
    }

    /** Begins a commit when half a second has passed since the last and there is something to commit. */
    void commitWhenDue(long now) {
        if (now - last < EVERY_NANOS || due.isEmpty()) {
            return;
        }
        last = now;
        Map<TopicPartition, OffsetAndMetadata> offsets = take(due);
        client.commitAsync(offsets, (done, error) -> {
            if (error == null) {
                succeeded(offsets);
            } else {
                LOG.info("group {}: a commit failed and is tried again: {}", groupId, error.toString());
                // With what is handled by then, so that no commit goes back; unless the partition was given up.
                offsets.keySet().stream().filter(handled::containsKey).forEach(due::add);
            }
        });
    }

    /** Commits what was handled of {@code partitions}, which are then no longer ours; if that fails, it is delivered again. */
    void commitAndForget(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = take(partitions);
        forget(partitions);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            client.commitSync(offsets, patience.apply(WAIT));
            succeeded(offsets);
        } catch (KafkaException e) {
            LOG.warn(
                    "group {}: what was handled last could not be committed and will be delivered again: {}",
                    groupId,
                    e.toString());
        }
    }

    /** The partitions are no longer this member's to commit. */
    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(handled::remove);
        partitions.forEach(due::remove);
    }

    private Map<TopicPartition, OffsetAndMetadata> take(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        long at = System.nanoTime();
        for (TopicPartition partition : List.copyOf(partitions)) {
            Long offset = handled.get(partition);
            if (offset != null && due.remove(partition)) {
                offsets.put(partition, new OffsetAndMetadata(offset));
                listener.asking(partition, offset, at);
            }
        }
        return offsets;
    }

    private void succeeded(Map<TopicPartition, OffsetAndMetadata> offsets) {
        long at = System.nanoTime();
        offsets.forEach((partition, offset) -> listener.committed(partition, offset.offset(), at));
    }
}
