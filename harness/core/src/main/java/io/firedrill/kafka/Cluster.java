package io.firedrill.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.clients.admin.Admin;

/**
 * What somebody with all rights sees of a cluster's data and settings, and does to them. Each call returns once the cluster has
 * answered, and throws an {@link IOException} with a sentence when it refused or did not answer in time.
 */
public interface Cluster {

    /** A cluster behind a client, which stays the caller's. */
    static Cluster of(Admin admin, Duration atMost) {
        return new AdminCluster(admin, atMost);
    }

    /** A topic's state; empty when there is none of that name. */
    Optional<TopicState> topic(String name) throws IOException, InterruptedException;

    /** What a topic's logs hold, by partition; empty when there is none of that name. */
    SortedMap<Integer, LogBounds> logs(String topic) throws IOException, InterruptedException;

    /** Removes the records before an offset. Done on every replica when this returns. */
    void truncate(String topic, Map<Integer, Long> firstKept) throws IOException, InterruptedException;

    /** Makes a topic with the partitions, replicas and settings of {@code like}. */
    void createTopic(String name, TopicState like) throws IOException, InterruptedException;

    /** Raises a topic's number of partitions. Brokers hear of it, and the new ones get leaders, a moment later. */
    void raisePartitions(String topic, int to) throws IOException, InterruptedException;

    /** Deletes a topic; its logs go a moment later, see {@link #holdsLogs}. */
    void deleteTopic(String name) throws IOException, InterruptedException;

    /** Whether any broker has a log of the topic; it could still take a record. */
    boolean holdsLogs(String topic) throws IOException, InterruptedException;

    /** Sets settings of a topic's own; an empty value takes one away. */
    void configureTopic(String topic, Map<String, Optional<String>> settings) throws IOException, InterruptedException;

    /** Makes any live replica the leader, in sync or not; false when there was a leader and nothing was done. */
    boolean electUncleanly(String topic, int partition) throws IOException, InterruptedException;

    /** A user's own quotas, by Kafka's names such as {@code producer_byte_rate}. */
    Map<String, Double> quotas(String user) throws IOException, InterruptedException;

    /** Sets quotas of a user; an empty value takes one away. */
    void setQuotas(String user, Map<String, Optional<Double>> quotas) throws IOException, InterruptedException;

    /** Whether the user has a password for SCRAM-SHA-256. */
    boolean hasPassword(String user) throws IOException, InterruptedException;

    /** Gives a user a password for SCRAM-SHA-256, in place of the one it had. Brokers hear of it a moment later. */
    void setPassword(String user, String password) throws IOException, InterruptedException;
}
