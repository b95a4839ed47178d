package io.firedrill.workload;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FactSink;
import io.firedrill.evidence.RecordStamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * Reads whole logs, from their start to the end they have when it begins, and writes down what they hold. For one thread.
 */
final class LogScan {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> client;
    private final Catalogue catalogue;
    private final FactSink journal;
    private final Map<String, Long> records = new TreeMap<>();
    private final StringJoiner note = new StringJoiner("; ");
    private final Map<TopicPartition, Long> starts = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    private final TopicLook look;

    /** How a scan ended. */
    record Outcome(Map<String, Long> records, boolean complete, String note) {}

    /** @param client reads what is committed */
    LogScan(Consumer<byte[], byte[]> client, Catalogue catalogue, FactSink journal, TopicLook look) {
        this.client = client;
        this.catalogue = catalogue;
        this.journal = journal;
        this.look = look;
    }

    /**
     * Scans.
     *
     * @param topics one that does not exist is noted; one that the catalogue does not know makes the scan incomplete
     * @param deadline monotonic nanoseconds
     */
    Outcome run(List<String> topics, long deadline) {
        boolean complete = false;
        try {
            List<TopicPartition> partitions = partitions(topics);
            client.assign(partitions);
            starts.putAll(client.beginningOffsets(partitions, left(deadline)));
            // Not the client's own ends: those stop before an open transaction, and the scan has to wait for its end.
            ends.putAll(look.ends(partitions, left(deadline)));
            look.ids(records.keySet(), left(deadline)).forEach(this::identified);
            complete = readAll(deadline) && topics.stream().allMatch(topic -> whole(topic, partitions));
        } catch (KafkaException e) {
            note.add(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        return new Outcome(Map.copyOf(records), complete, note.toString());
    }

    private void identified(String topic, Uuid id) {
        int index = catalogue.topic(topic);
        if (index >= 0) {
            journal.topicId(index, id.getMostSignificantBits(), id.getLeastSignificantBits(), System.nanoTime());
        }
    }

    /** Every partition that the catalogue knows was there to be read. A copy that was never made is no gap in the scan. */
    private boolean whole(String topic, List<TopicPartition> partitions) {
        int index = catalogue.topic(topic);
        if (index < 0) {
            return false;
        }
        long found = partitions.stream()
                .filter(partition -> partition.topic().equals(topic))
                .count();
        boolean absentCopy = found == 0 && catalogue.topics().get(index).mirrored();
        if (!absentCopy && found < catalogue.topics().get(index).partitions()) {
            note.add("topic " + topic + " shows " + found + " of its "
                    + catalogue.topics().get(index).partitions() + " partitions");
            return false;
        }
        return true;
    }

    private List<TopicPartition> partitions(List<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        Map<String, List<PartitionInfo>> existing = client.listTopics(ANSWER);
        for (String topic : topics) {
            records.put(topic, 0L);
            List<PartitionInfo> of = existing.get(topic);
            if (catalogue.topic(topic) < 0) {
                note.add("topic " + topic + " is not in the catalogue");
            } else if (of == null) {
                note.add("topic " + topic + " does not exist");
            } else {
                of.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
        }
        return partitions;
    }

    private boolean readAll(long deadline) {
        starts.forEach(client::seek);
        Set<TopicPartition> open = new HashSet<>(ends.keySet());
        finish(open);
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : client.poll(POLL)) {
                write(record);
            }
            finish(open);
        }
        for (TopicPartition partition : open) {
            note.add(partition + " was read to offset " + position(partition) + " of " + ends.get(partition));
        }
        return open.isEmpty();
    }

    private void finish(Set<TopicPartition> open) {
        List<TopicPartition> done = new ArrayList<>();
        for (TopicPartition partition : open) {
            long end = ends.getOrDefault(partition, 0L);
            if (position(partition) >= end) {
                done.add(partition);
                journal.scanComplete(
                        catalogue.topic(partition.topic()),
                        partition.partition(),
                        starts.getOrDefault(partition, 0L),
                        end,
                        System.nanoTime());
            }
        }
        if (!done.isEmpty()) {
            client.pause(done);
            done.forEach(open::remove);
        }
    }

    private long position(TopicPartition partition) {
        return client.position(partition, ANSWER);
    }

    private void write(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() >= ends.getOrDefault(partition, 0L)) {
            return;
        }
        int topic = catalogue.topic(record.topic());
        int bytes = RecordStamp.serializedBytes(record.key(), record.headers(), KafkaHeaders.ACCESS, record.value());
        RecordStamp stamp = RecordStamp.read(record.key(), record.headers(), KafkaHeaders.ACCESS, record.value());
        if (stamp == null) {
            journal.scannedForeign(topic, record.partition(), record.offset(), record.timestamp(), bytes);
        } else {
            journal.scanned(
                    topic,
                    record.partition(),
                    record.offset(),
                    stamp.worker(),
                    stamp.producer(),
                    stamp.session(),
                    stamp.sequence(),
                    stamp.keyHash(),
                    record.timestamp(),
                    bytes,
                    RecordStamp.digest(record.key(), record.headers(), KafkaHeaders.ACCESS, record.value()),
                    stamp.intact());
        }
        records.merge(record.topic(), 1L, Long::sum);
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    }
}
