package io.firedrill.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** End offsets of a region's topics, as its brokers say them. */
public final class EndOffsets {
    private EndOffsets() {}

    /**
     * End offset of every partition of the topics, by topic; a topic that does not exist is absent.
     *
     * @throws ExecutionException the region answered with an error
     * @throws java.util.concurrent.TimeoutException no answer within {@code atMost}
     */
    public static Map<String, List<Long>> of(Admin admin, Collection<String> topics, Duration atMost)
            throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
        int millis = (int) atMost.toMillis();
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        Map<String, List<Long>> ends = new TreeMap<>();
        var described = admin.describeTopics(topics, new DescribeTopicsOptions().timeoutMs(millis))
                .topicNameValues();
        for (var entry : described.entrySet()) {
            try {
                int partitions = entry.getValue()
                        .get(millis, TimeUnit.MILLISECONDS)
                        .partitions()
                        .size();
                List<Long> offsets = new ArrayList<>();
                for (int partition = 0; partition < partitions; partition++) {
                    wanted.put(new TopicPartition(entry.getKey(), partition), OffsetSpec.latest());
                    offsets.add(0L);
                }
                ends.put(entry.getKey(), offsets);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        var listed = admin.listOffsets(wanted, new ListOffsetsOptions().timeoutMs(millis))
                .all()
                .get(millis, TimeUnit.MILLISECONDS);
        for (var entry : listed.entrySet()) {
            TopicPartition partition = entry.getKey();
            ends.getOrDefault(partition.topic(), List.of())
                    .set(partition.partition(), entry.getValue().offset());
        }
        return ends;
    }

    /** Sum over all partitions. */
    public static long total(Map<String, List<Long>> ends) {
        return ends.values().stream()
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sum();
    }
}
