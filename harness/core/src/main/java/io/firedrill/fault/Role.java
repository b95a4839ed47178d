package io.firedrill.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeMetadataQuorumOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/** What one broker of a region is and others are not. It moves; a fault asks who holds it at that moment. */
sealed interface Role {

    /** For people: {@code the leader of orders/0}. */
    String text();

    /**
     * Who holds it now; empty when nobody does.
     *
     * @throws ExecutionException the region answered with an error
     * @throws TimeoutException no answer within {@code atMost}
     */
    Optional<Integer> holder(Admin region, Duration atMost)
            throws ExecutionException, InterruptedException, TimeoutException;

    /** The active KRaft controller. */
    record Controller() implements Role {
        @Override
        public String text() {
            return "the active controller";
        }

        @Override
        public Optional<Integer> holder(Admin region, Duration atMost)
                throws ExecutionException, InterruptedException, TimeoutException {
            int millis = (int) atMost.toMillis();
            int leader = region.describeMetadataQuorum(new DescribeMetadataQuorumOptions().timeoutMs(millis))
                    .quorumInfo()
                    .get(millis, TimeUnit.MILLISECONDS)
                    .leaderId();
            return leader < 0 ? Optional.empty() : Optional.of(leader);
        }
    }

    /**
     * The leader of a partition.
     *
     * @param topic native name
     * @param partition from 0
     */
    record Leader(String topic, int partition) implements Role {
        private static final Pattern FORM = Pattern.compile("([a-zA-Z0-9._-]+)/(\\d{1,5})");

        /** Reads {@code orders/0}; empty when it is nothing of the kind. */
        static Optional<Leader> parse(String text) {
            Matcher parts = FORM.matcher(text);
            return parts.matches()
                    ? Optional.of(new Leader(parts.group(1), Integer.parseInt(parts.group(2))))
                    : Optional.empty();
        }

        static Pattern form() {
            return FORM;
        }

        /** As the scenario writes it. */
        String place() {
            return topic + "/" + partition;
        }

        @Override
        public String text() {
            return "the leader of " + place();
        }

        @Override
        public Optional<Integer> holder(Admin region, Duration atMost)
                throws ExecutionException, InterruptedException, TimeoutException {
            int millis = (int) atMost.toMillis();
            return region
                    .describeTopics(Set.of(topic), new DescribeTopicsOptions().timeoutMs(millis))
                    .allTopicNames()
                    .get(millis, TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .flatMap(description -> description.partitions().stream())
                    .filter(info -> info.partition() == partition)
                    .map(TopicPartitionInfo::leader)
                    .filter(leader -> leader != null && !leader.isEmpty())
                    .map(Node::id)
                    .findFirst();
        }
    }
}
