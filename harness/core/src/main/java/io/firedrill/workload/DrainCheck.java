package io.firedrill.workload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what a group has left to read: the ends of all its topics against its members' positions. */
final class DrainCheck {

    private static final Logger LOG = LoggerFactory.getLogger(DrainCheck.class);
    private static final long ANSWER_SECONDS = 5;

    private final Admin admin;

    DrainCheck(Admin admin) {
        this.admin = admin;
    }

    /**
     * Records between the positions and the ends that the topics have now. A partition without a position counts whole, and so does
     * one whose end lies before it: the position is of a log that was cut, or of a topic that was deleted and made again. A topic
     * that does not exist holds nothing.
     *
     * @return -1 when the brokers did not answer
     */
    long lag(List<String> topics, Map<TopicPartition, Long> positions) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
            for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                    admin.describeTopics(topics).topicNameValues().entrySet()) {
                partitions(topic.getValue()).forEach(partition -> {
                    latest.put(new TopicPartition(topic.getKey(), partition), OffsetSpec.latest());
                    earliest.put(new TopicPartition(topic.getKey(), partition), OffsetSpec.earliest());
                });
            }
            return lag(
                    answer(admin.listOffsets(latest).all()),
                    answer(admin.listOffsets(earliest).all()),
                    positions);
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("the lag of {} could not be found out: {}", topics, e.toString());
            return -1;
        }
    }

    static long lag(
            Map<TopicPartition, ListOffsetsResultInfo> ends,
            Map<TopicPartition, ListOffsetsResultInfo> starts,
            Map<TopicPartition, Long> positions) {
        long lag = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            ListOffsetsResultInfo first = starts.get(end.getKey());
            long start = first == null ? 0 : first.offset();
            long position = positions.getOrDefault(end.getKey(), start);
            boolean ofThisLog = position <= end.getValue().offset();
            lag += end.getValue().offset() - (ofThisLog ? Math.max(position, start) : start);
        }
        return lag;
    }

    private static List<Integer> partitions(KafkaFuture<TopicDescription> topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return answer(topic).partitions().stream().map(p -> p.partition()).toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return List.of();
            }
            throw e;
        }
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
}
