package io.firedrill.workload;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a consumer that reads committed records can't tell of its topics. Methods throw {@link KafkaException} when the region does not
 * answer, {@link TimeoutException} when not in time.
 */
interface TopicLook {

    /** Where the logs end, records of open transactions included. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, Duration atMost);

    /** Kafka's ids of those that exist. */
    Map<String, Uuid> ids(Collection<String> topics, Duration atMost);

    /** By an admin client, which the caller closes. */
    static TopicLook by(Admin admin) {
        return new TopicLook() {
            @Override
            public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, Duration atMost) {
                Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
                partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
                Map<TopicPartition, Long> ends = new HashMap<>();
                answer(
                                admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                                        .all(),
                                atMost)
                        .forEach((partition, end) -> ends.put(partition, end.offset()));
                return ends;
            }

            @Override
            public Map<String, Uuid> ids(Collection<String> topics, Duration atMost) {
                Map<String, Uuid> ids = new HashMap<>();
                admin.describeTopics(topics).topicNameValues().forEach((topic, description) -> {
                    try {
                        TopicDescription answer = answer(description, atMost);
                        ids.put(topic, answer.topicId());
                    } catch (UnknownTopicOrPartitionException e) {
                        // It does not exist, and has no id.
                        ids.remove(topic);
                    }
                });
                return ids;
            }
        };
    }

    private static <T> T answer(KafkaFuture<T> future, Duration atMost) {
        try {
            return future.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("no answer within " + atMost.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
