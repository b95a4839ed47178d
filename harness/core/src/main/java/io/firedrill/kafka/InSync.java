package io.firedrill.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/** Whether brokers are in the in-sync replicas of every partition that they hold a replica of. */
public final class InSync {
    private static final long POLL_MILLIS = 50;

    private InSync() {}

    /**
     * Once this returns, each of the brokers is in sync for every partition of every topic, internal ones too.
     *
     * @throws TimeoutException they were not within {@code atMost}; says which partitions were left
     */
    public static void await(Admin region, Set<Integer> brokers, Duration atMost)
            throws TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        String left = "";
        do {
            try {
                List<String> behind = behind(region, brokers);
                if (behind.isEmpty()) {
                    return;
                }
                left = behind.size() + " partitions, among them " + behind.get(0);
            } catch (ExecutionException | TimeoutException e) {
                left = "the region does not answer: " + (e.getCause() == null ? e : e.getCause());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } while (System.nanoTime() < deadline);
        throw new TimeoutException("brokers " + new TreeSet<>(brokers) + " are not in sync again after "
                + atMost.toSeconds() + " s: " + left);
    }

    private static List<String> behind(Admin region, Set<Integer> brokers)
            throws ExecutionException, TimeoutException, InterruptedException {
        Set<String> topics = region.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get(AdminSettings.CALL_MILLIS, TimeUnit.MILLISECONDS);
        Collection<TopicDescription> described = region.describeTopics(topics)
                .allTopicNames()
                .get(AdminSettings.CALL_MILLIS, TimeUnit.MILLISECONDS)
                .values();
        return described.stream()
                .flatMap(topic -> topic.partitions().stream()
                        .filter(partition -> !inSync(partition, brokers))
                        .map(partition -> topic.name() + "/" + partition.partition()))
                .toList();
    }

    private static boolean inSync(TopicPartitionInfo partition, Set<Integer> brokers) {
        List<Integer> isr = partition.isr().stream().map(Node::id).toList();
        return partition.replicas().stream()
                .map(Node::id)
                .filter(brokers::contains)
                .allMatch(isr::contains);
    }
}
