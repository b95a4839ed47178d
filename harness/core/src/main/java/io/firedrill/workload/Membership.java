package io.firedrill.workload;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.RecordStamp;
import io.firedrill.scenario.RunbookStep.ActivateConsumers.Offsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of a group from subscription to leaving: hands records to the handler, commits what was handled, and writes down
 * each assignment, delivery and commit. For the member's thread only, but for {@link #lag} and {@link #assigned}.
 */
final class Membership implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final Duration POSITION_WAIT = Duration.ofSeconds(3);
    private static final long CALL_AGAIN_NANOS = 50_000_000;

    private final WorkerAssignment.ConsumerAssignment assignment;
    private final Catalogue catalogue;
    private final int instance;
    private final GroupState group;
    private final FactSink journal;
    private final Consumer<byte[], byte[]> client;
    private final BooleanSupplier calls;
    private final Map<String, Integer> topics = new HashMap<>();

    /** Partitions of this member, with the next offset to handle; -1 while the client does not know. */
    private final Map<TopicPartition, Long> handled = new HashMap<>();

    private final GroupCommits commits;
    private final Set<TopicPartition> asleep = new HashSet<>();
    private volatile int assigned;
    private volatile long lag = -1;

    /** @param calls makes the handler's calls for a record; false: one was not answered, and is to be made again */
    Membership(
            WorkerAssignment.ConsumerAssignment assignment,
            Catalogue catalogue,
            int instance,
            GroupState group,
            FactSink journal,
            Consumer<byte[], byte[]> client,
            BooleanSupplier calls) {
        this.assignment = assignment;
        this.catalogue = catalogue;
        this.instance = instance;
        this.group = group;
        this.journal = journal;
        this.client = client;
        this.calls = calls;
        this.commits = new GroupCommits(assignment.groupId(), client, group::within, new GroupCommits.Listener() {
            @Override
            public void asking(TopicPartition partition, long offset, long at) {
                journal.processed(
                        assignment.group(), instance, topic(partition.topic()), partition.partition(), offset, at);
            }

            @Override
            public void committed(TopicPartition partition, long offset, long at) {
                journal.committed(assignment.group(), topic(partition.topic()), partition.partition(), offset, at);
            }
        });
    }

    void subscribe() {
        client.subscribe(assignment.topics(), this);
    }

    /** Polls once and handles what came; stops between two records when the group is no longer active. */
    void turn(Duration atMost) {
        fallAsleepOrWakeUp();
        ConsumerRecords<byte[], byte[]> records = client.poll(atMost);
        for (TopicPartition partition : records.partitions()) {
            handle(partition, records.records(partition));
        }
        placeTheUnplaced();
        publish();
        commits.commitWhenDue(System.nanoTime());
    }

    /** Commits what was handled and writes down that the partitions are given up. */
    void leave() {
        onPartitionsRevoked(List.copyOf(handled.keySet()));
    }

    /** The client is of no more use: its partitions are gone without a commit. */
    void abandon() {
        onPartitionsLost(List.copyOf(handled.keySet()));
    }

    int assigned() {
        return assigned;
    }

    /** Records from this member's positions to the ends it knows; -1 when it does not know all of them. */
    long lag() {
        return lag;
    }

    // --- deliveries

    private void handle(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        int topic = topic(partition.topic());
        if (handled.getOrDefault(partition, -1L) < 0 && !records.isEmpty()) {
            place(partition, records.get(0).offset());
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!group.active()) {
                // What was fetched but not handled is not ours to commit; the next owner reads it again.
                client.seek(partition, record.offset());
                sought(partition, record.offset());
                break;
            }
            deliver(topic, record);
            if (!called()) {
                // It was delivered and not processed; whoever comes next gets it again.
                client.seek(partition, record.offset());
                break;
            }
            handled.put(partition, record.offset() + 1);
            commits.handled(partition, record.offset() + 1);
            long handlerNanos = assignment.handlerTime().toNanos();
            if (handlerNanos > 0) {
                work(handlerNanos);
            }
        }
    }

    private void deliver(int topic, ConsumerRecord<byte[], byte[]> record) {
        RecordStamp stamp = RecordStamp.read(record.key(), record.headers(), KafkaHeaders.ACCESS, record.value());
        long at = System.nanoTime();
        if (stamp == null) {
            journal.deliveredForeign(assignment.group(), instance, topic, record.partition(), record.offset(), at);
        } else {
            journal.delivered(
                    assignment.group(),
                    instance,
                    topic,
                    record.partition(),
                    record.offset(),
                    stamp.worker(),
                    stamp.producer(),
                    stamp.session(),
                    stamp.sequence(),
                    at,
                    stamp.intact());
        }
        group.delivered.increment();
    }

    /** A handler does not go on without an answer, unless the group has to stop. */
    private boolean called() {
        while (!calls.getAsBoolean()) {
            if (!group.active()) {
                return false;
            }
            LockSupport.parkNanos(this, CALL_AGAIN_NANOS);
        }
        return true;
    }

    private void work(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    // --- positions

    private void publish() {
        long sum = 0;
        for (Map.Entry<TopicPartition, Long> entry : handled.entrySet()) {
            if (entry.getValue() < 0) {
                sum = -1;
                continue;
            }
            group.positions.put(entry.getKey(), positionOf(entry.getKey(), entry.getValue()));
            OptionalLong behind = client.currentLag(entry.getKey());
            sum = sum < 0 || behind.isEmpty() ? -1 : sum + behind.getAsLong();
        }
        assigned = handled.size();
        lag = sum;
    }

    /** The client's position also passes what is no record: transaction markers, compacted offsets. */
    private long positionOf(TopicPartition partition, long lastKnown) {
        try {
            return group.active() ? client.position(partition, Duration.ZERO) : lastKnown;
        } catch (TimeoutException e) {
            LOG.debug("group {}: {} is without a position", assignment.groupId(), partition, e);
            return lastKnown;
        }
    }

    // --- assignments

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            handled.put(partition, -1L);
        }
        if (group.active()) {
            startAt(partitions);
        }
        placeTheUnplaced();
        assigned = handled.size();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        commits.commitAndForget(partitions);
        giveUp(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        commits.forget(partitions);
        giveUp(partitions);
    }

    private void giveUp(Collection<TopicPartition> partitions) {
        long at = System.nanoTime();
        for (TopicPartition partition : partitions) {
            Long position = handled.remove(partition);
            if (position != null) {
                journal.revoked(
                        assignment.group(), instance, topic(partition.topic()), partition.partition(), position, at);
                if (position >= 0) {
                    group.positions.put(partition, position);
                }
            }
            asleep.remove(partition);
        }
        assigned = handled.size();
    }

    /** On standby all partitions are paused; once active they are not, and start where the activation said. */
    private void fallAsleepOrWakeUp() {
        if (!group.active()) {
            Set<TopicPartition> awake = new HashSet<>(handled.keySet());
            awake.removeAll(asleep);
            client.pause(awake);
            asleep.addAll(awake);
        } else if (!asleep.isEmpty()) {
            List<TopicPartition> partitions = new ArrayList<>(asleep);
            asleep.clear();
            client.resume(partitions);
            startAt(partitions);
        }
    }

    private void startAt(Collection<TopicPartition> partitions) {
        Offsets offsets = group.offsets();
        if (offsets == Offsets.SYNCED) {
            return;
        }
        List<TopicPartition> first = new ArrayList<>(partitions);
        first.removeIf(partition -> !group.firstToStart(partition));
        if (first.isEmpty()) {
            // An empty collection would mean all partitions.
            return;
        }
        if (offsets == Offsets.EARLIEST) {
            client.seekToBeginning(first);
        } else {
            client.seekToEnd(first);
        }
        for (TopicPartition partition : first) {
            handled.put(partition, -1L);
            tryToPlace(partition);
            Long position = handled.get(partition);
            if (position != null && position >= 0) {
                sought(partition, position);
                // Committed at once: another member that takes over must not start somewhere else.
                commits.handled(partition, position);
            }
        }
    }

    private void placeTheUnplaced() {
        for (Map.Entry<TopicPartition, Long> entry : List.copyOf(handled.entrySet())) {
            if (entry.getValue() < 0) {
                tryToPlace(entry.getKey());
            }
        }
    }

    private void tryToPlace(TopicPartition partition) {
        try {
            place(partition, client.position(partition, group.within(POSITION_WAIT)));
        } catch (TimeoutException e) {
            LOG.info("group {}: the position of {} is not known yet", assignment.groupId(), partition);
        }
    }

    private void place(TopicPartition partition, long position) {
        handled.put(partition, position);
        journal.assigned(
                assignment.group(),
                instance,
                topic(partition.topic()),
                partition.partition(),
                position,
                System.nanoTime());
    }

    private void sought(TopicPartition partition, long position) {
        journal.sought(
                assignment.group(),
                instance,
                topic(partition.topic()),
                partition.partition(),
                position,
                System.nanoTime());
    }

    private int topic(String name) {
        return topics.computeIfAbsent(name, catalogue::topic);
    }
}
