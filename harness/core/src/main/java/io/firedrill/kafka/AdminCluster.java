package io.firedrill.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;

/** A cluster, by Kafka's own admin client. */
final class AdminCluster implements Cluster {
    private static final ScramCredentialInfo SCRAM = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096);

    private final Admin admin;
    private final Duration atMost;

    AdminCluster(Admin admin, Duration atMost) {
        this.admin = admin;
        this.atMost = atMost;
    }

    @Override
    public Optional<TopicState> topic(String name) throws IOException, InterruptedException {
        Optional<TopicDescription> description = description(name);
        if (description.isEmpty()) {
            return Optional.empty();
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        var config = answer(
                "the settings of topic " + name,
                admin.describeConfigs(List.of(resource)).all());
        return Optional.of(new TopicState(
                description.get().topicId().toString(),
                description.get().partitions().stream()
                        .map(AdminCluster::copies)
                        .toList(),
                config.values().stream()
                        .flatMap(own -> own.entries().stream())
                        .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value))));
    }

    private Optional<TopicDescription> description(String name) throws IOException, InterruptedException {
        return found(
                        "topic " + name,
                        admin.describeTopics(List.of(name)).allTopicNames(),
                        UnknownTopicOrPartitionException.class)
                .flatMap(topics -> topics.values().stream().findFirst());
    }

    private static TopicState.Copies copies(TopicPartitionInfo info) {
        Node leader = info.leader();
        return new TopicState.Copies(
                leader == null || leader.isEmpty() ? TopicState.Copies.NOBODY : leader.id(),
                ids(info.replicas()),
                ids(info.isr()));
    }

    private static List<Integer> ids(Collection<Node> nodes) {
        return nodes.stream().map(Node::id).toList();
    }

    @Override
    public SortedMap<Integer, LogBounds> logs(String topic) throws IOException, InterruptedException {
        int partitions = description(topic).map(it -> it.partitions().size()).orElse(0);
        SortedMap<Integer, Long> starts = offsets(topic, partitions, OffsetSpec.earliest());
        SortedMap<Integer, Long> ends = offsets(topic, partitions, OffsetSpec.latest());
        SortedMap<Integer, LogBounds> bounds = new TreeMap<>();
        starts.forEach(
                (partition, start) -> bounds.put(partition, new LogBounds(start, ends.getOrDefault(partition, start))));
        return bounds;
    }

    private SortedMap<Integer, Long> offsets(String topic, int partitions, OffsetSpec spec)
            throws IOException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            wanted.put(new TopicPartition(topic, partition), spec);
        }
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        answer("the offsets of " + topic, admin.listOffsets(wanted).all())
                .forEach((partition, found) -> offsets.put(partition.partition(), found.offset()));
        return offsets;
    }

    @Override
    public void truncate(String topic, Map<Integer, Long> firstKept) throws IOException, InterruptedException {
        Map<TopicPartition, RecordsToDelete> before = new HashMap<>();
        firstKept.forEach((partition, offset) ->
                before.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)));
        answer("deleting records of " + topic, admin.deleteRecords(before).all());
    }

    @Override
    public void createTopic(String name, TopicState like) throws IOException, InterruptedException {
        Map<Integer, List<Integer>> replicas = new HashMap<>();
        for (int partition = 0; partition < like.partitions().size(); partition++) {
            replicas.put(partition, like.partitions().get(partition).replicas());
        }
        answer(
                "creating topic " + name,
                admin.createTopics(List.of(new NewTopic(name, replicas).configs(like.config())))
                        .all());
    }

    @Override
    public void raisePartitions(String topic, int to) throws IOException, InterruptedException {
        answer(
                "raising the partitions of " + topic + " to " + to,
                admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(to)))
                        .all());
    }

    @Override
    public void deleteTopic(String name) throws IOException, InterruptedException {
        answer("deleting topic " + name, admin.deleteTopics(List.of(name)).all());
    }

    @Override
    public boolean holdsLogs(String topic) throws IOException, InterruptedException {
        var nodes = answer("the brokers", admin.describeCluster().nodes());
        var disks =
                answer("the brokers' disks", admin.describeLogDirs(ids(nodes)).allDescriptions());
        return disks.values().stream()
                .flatMap(folders -> folders.values().stream())
                .flatMap(folder -> folder.replicaInfos().keySet().stream())
                .anyMatch(partition -> partition.topic().equals(topic));
    }

    @Override
    public void configureTopic(String topic, Map<String, Optional<String>> settings)
            throws IOException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        List<AlterConfigOp> changes = new ArrayList<>();
        settings.forEach((name, value) -> changes.add(new AlterConfigOp(
                new ConfigEntry(name, value.orElse("")),
                value.isPresent() ? AlterConfigOp.OpType.SET : AlterConfigOp.OpType.DELETE)));
        answer(
                "the settings of topic " + topic,
                admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
    }

    @Override
    public boolean electUncleanly(String topic, int partition) throws IOException, InterruptedException {
        String what = "an unclean election for " + topic + "/" + partition;
        TopicPartition wanted = new TopicPartition(topic, partition);
        Optional<Throwable> refusal = answer(
                        what,
                        admin.electLeaders(ElectionType.UNCLEAN, Set.of(wanted)).partitions())
                .getOrDefault(wanted, Optional.empty());
        if (refusal.isEmpty()) {
            return true;
        }
        if (refusal.get() instanceof ElectionNotNeededException) {
            return false;
        }
        throw new IOException(what + ": " + refusal.get(), refusal.get());
    }

    @Override
    public Map<String, Double> quotas(String user) throws IOException, InterruptedException {
        var filter = ClientQuotaFilter.containsOnly(
                List.of(ClientQuotaFilterComponent.ofEntity(ClientQuotaEntity.USER, user)));
        return answer(
                        "the quotas of " + user,
                        admin.describeClientQuotas(filter).entities())
                .getOrDefault(entity(user), Map.of());
    }

    @Override
    public void setQuotas(String user, Map<String, Optional<Double>> quotas) throws IOException, InterruptedException {
        List<ClientQuotaAlteration.Op> changes = new ArrayList<>();
        quotas.forEach((name, value) -> changes.add(new ClientQuotaAlteration.Op(name, value.orElse(null))));
        answer(
                "the quotas of " + user,
                admin.alterClientQuotas(List.of(new ClientQuotaAlteration(entity(user), changes)))
                        .all());
    }

    private static ClientQuotaEntity entity(String user) {
        return new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, user));
    }

    @Override
    public boolean hasPassword(String user) throws IOException, InterruptedException {
        return found(
                        "the password of " + user,
                        admin.describeUserScramCredentials(List.of(user)).description(user),
                        ResourceNotFoundException.class)
                .isPresent();
    }

    @Override
    public void setPassword(String user, String password) throws IOException, InterruptedException {
        answer(
                "the password of " + user,
                admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                user, SCRAM, password.getBytes(StandardCharsets.UTF_8))))
                        .all());
    }

    private <T> Optional<T> found(String what, KafkaFuture<T> future, Class<? extends Exception> absent)
            throws IOException, InterruptedException {
        try {
            return Optional.of(answer(what, future));
        } catch (IOException e) {
            if (absent.isInstance(e.getCause())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> T answer(String what, KafkaFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(what + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException(what + ": the cluster did not answer within " + atMost.toMillis() + " ms", e);
        }
    }
}
