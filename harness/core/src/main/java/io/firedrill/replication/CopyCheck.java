package io.firedrill.replication;

import io.firedrill.evidence.RecordId;
import io.firedrill.evidence.RecordStamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Whether the target of a flow holds what its source held at one moment, partition by partition: the last record of each source
 * partition is looked for in the copy of that partition. MirrorMaker keeps partitions and the order in them, so with the last
 * record those before it have been copied.
 *
 * <p>Log ends can't tell: they count transaction markers, which are never copied and which an exactly-once MirrorMaker adds, and a
 * sum over partitions lets one that has more hide another that lacks some. MirrorMaker's own offsets can't either: it commits
 * them once a minute, and syncs them when it likes.
 *
 * <p>All methods throw {@link org.apache.kafka.common.KafkaException} when the region does not answer, {@link TimeoutException}
 * when not in time.
 */
public final class CopyCheck {
    private static final RecordStamp.HeaderAccess<Header> HEADERS =
            new RecordStamp.HeaderAccess<>(Header::key, Header::value);
    private static final Duration POLL = Duration.ofMillis(50);

    private final List<Tail> tails;

    /** The last record of a source partition, as it must appear in {@code copy}. */
    private record Tail(TopicPartition source, TopicPartition copy, Identity identity, long timestamp) {}

    /** What a faithful copy has in common with its record, and no other record has. */
    private record Identity(Optional<RecordId> id, int digest) {
        static Identity of(ConsumerRecord<byte[], byte[]> record) {
            RecordStamp stamp = RecordStamp.read(record.key(), record.headers(), HEADERS, record.value());
            return new Identity(
                    Optional.ofNullable(stamp).map(RecordStamp::id),
                    RecordStamp.digest(record.key(), record.headers(), HEADERS, record.value()));
        }
    }

    private CopyCheck(List<Tail> tails) {
        this.tails = List.copyOf(tails);
    }

    /** A client for both ends. The caller closes it. */
    public static Consumer<byte[], byte[]> reader(Map<String, Object> connection) {
        Map<String, Object> settings = new HashMap<>(connection);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "firedrill-copies");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return new KafkaConsumer<>(settings) {
            @Override
            public void close() {
                // It has nothing to say goodbye to, and must not wait for a region that is gone.
                close(CloseOptions.timeout(Duration.ZERO));
            }
        };
    }

    /**
     * Notes the last record of every source partition.
     *
     * @param copies name at the source to name at the target
     */
    public static CopyCheck of(Consumer<byte[], byte[]> source, Map<String, String> copies, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Set<TopicPartition> open = partitions(source, copies.keySet(), deadline);
        Map<TopicPartition, Long> starts = source.beginningOffsets(open, left(deadline));
        Map<TopicPartition, Long> ends = source.endOffsets(open, left(deadline));
        List<Tail> tails = new ArrayList<>();
        // What lies at the end may be no record but a marker, or aborted: look further back until there is one.
        for (long back = 1; !open.isEmpty(); back *= 4) {
            Map<TopicPartition, Long> from = new HashMap<>();
            for (TopicPartition partition : open) {
                from.put(partition, Math.max(offset(starts, partition), offset(ends, partition) - back));
            }
            Map<TopicPartition, ConsumerRecord<byte[], byte[]>> last = new HashMap<>();
            read(source, from, ends, record -> last.put(partition(record), record), deadline);
            last.forEach((partition, record) -> tails.add(new Tail(
                    partition,
                    new TopicPartition(
                            copies.getOrDefault(partition.topic(), partition.topic()), partition.partition()),
                    Identity.of(record),
                    record.timestamp())));
            open.removeIf(
                    partition -> last.containsKey(partition) || offset(from, partition) == offset(starts, partition));
        }
        return new CopyCheck(tails);
    }

    /** How many source partitions held a record. */
    public int partitions() {
        return tails.size();
    }

    /** Source partitions whose last record, as it was noted, is not in the target now. */
    public List<TopicPartition> missing(Consumer<byte[], byte[]> target, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Map<TopicPartition, Tail> wanted = new HashMap<>();
        tails.forEach(tail -> wanted.put(tail.copy(), tail));
        Set<TopicPartition> there = partitions(
                target, tails.stream().map(tail -> tail.copy().topic()).toList(), deadline);
        there.retainAll(wanted.keySet());
        Map<TopicPartition, Long> ends = target.endOffsets(there, left(deadline));
        Map<TopicPartition, Long> times = new HashMap<>();
        wanted.values().stream()
                .filter(tail -> there.contains(tail.copy()))
                .forEach(tail -> times.put(tail.copy(), tail.timestamp()));
        // A copy has its record's time, or a later one where the target's topic says when it was appended.
        Map<TopicPartition, Long> from = new HashMap<>();
        target.offsetsForTimes(times, left(deadline)).forEach((partition, found) -> {
            if (found != null) {
                from.put(partition, found.offset());
            }
        });
        read(
                target,
                from,
                ends,
                record -> {
                    Tail tail = wanted.get(partition(record));
                    if (tail != null && tail.identity().equals(Identity.of(record))) {
                        wanted.remove(tail.copy());
                    }
                },
                deadline);
        return wanted.values().stream()
                .map(Tail::source)
                .sorted(Comparator.comparing(TopicPartition::toString))
                .toList();
    }

    private static void read(
            Consumer<byte[], byte[]> client,
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> ends,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each,
            long deadline) {
        Set<TopicPartition> open = new HashSet<>(from.keySet());
        client.assign(open);
        from.forEach(client::seek);
        open.removeIf(partition -> offset(from, partition) >= offset(ends, partition));
        while (!open.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : client.poll(POLL)) {
                if (record.offset() < offset(ends, partition(record))) {
                    each.accept(record);
                }
            }
            // The position also passes what is no record.
            open.removeIf(partition -> client.position(partition, left(deadline)) >= offset(ends, partition));
            if (!open.isEmpty() && System.nanoTime() > deadline) {
                throw new TimeoutException("the ends of " + open + " were not reached in time");
            }
        }
    }

    private static Set<TopicPartition> partitions(
            Consumer<byte[], byte[]> client, Collection<String> topics, long deadline) {
        Set<TopicPartition> partitions = new HashSet<>();
        Map<String, List<PartitionInfo>> existing = client.listTopics(left(deadline));
        topics.forEach(topic -> existing.getOrDefault(topic, List.of())
                .forEach(info -> partitions.add(new TopicPartition(topic, info.partition()))));
        return partitions;
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }
}
