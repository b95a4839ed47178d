package io.firedrill.kafka;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.TimelineEvent.MetadataNoted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeAclsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What metadata of a workload a region has: its topics, what was set on them, ACLs, groups with committed offsets. */
public final class RegionMetadata {
    private final Admin admin;
    private final int millis;

    private RegionMetadata(Admin admin, Duration atMost) {
        this.admin = admin;
        this.millis = (int) atMost.toMillis();
    }

    /**
     * Asks the region's brokers; nothing is changed.
     *
     * @param catalogue whose topics and groups are asked for
     * @param atMost for each of its calls
     * @throws ExecutionException the region answered with an error
     * @throws TimeoutException no answer in time
     */
    public static MetadataNoted note(Admin admin, String region, Catalogue catalogue, Duration atMost)
            throws ExecutionException, InterruptedException, TimeoutException {
        long startedAt = System.nanoTime();
        RegionMetadata metadata = new RegionMetadata(admin, atMost);
        Map<String, TopicDescription> described = metadata.described(
                catalogue.topics().stream().map(Catalogue.Topic::name).toList());
        Map<String, MetadataNoted.Topic> topics = metadata.topics(described);
        List<MetadataNoted.Acl> acls = metadata.acls();
        List<String> groups = new ArrayList<>();
        for (Catalogue.Group group : catalogue.groups()) {
            if (metadata.hasOffsets(group.name())) {
                groups.add(group.name());
            }
        }
        return new MetadataNoted(System.nanoTime(), startedAt, region, topics, acls, groups);
    }

    private Map<String, TopicDescription> described(Collection<String> names)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, TopicDescription> found = new TreeMap<>();
        var described = admin.describeTopics(names, new DescribeTopicsOptions().timeoutMs(millis))
                .topicNameValues();
        for (var entry : described.entrySet()) {
            try {
                found.put(entry.getKey(), answer(entry.getValue()));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return found;
    }

    private Map<String, MetadataNoted.Topic> topics(Map<String, TopicDescription> described)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, MetadataNoted.Topic> topics = new TreeMap<>();
        List<ConfigResource> resources = described.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        var configs = answer(admin.describeConfigs(resources, new DescribeConfigsOptions().timeoutMs(millis))
                .all());
        configs.forEach((resource, config) -> {
            Map<String, String> set = new TreeMap<>();
            config.entries().stream()
                    .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                    .filter(entry -> entry.value() != null)
                    .forEach(entry -> set.put(entry.name(), entry.value()));
            TopicDescription topic = described.get(resource.name());
            if (topic != null) {
                topics.put(
                        resource.name(),
                        new MetadataNoted.Topic(
                                topic.partitions().size(), set, topic.topicId().toString()));
            }
        });
        return topics;
    }

    private List<MetadataNoted.Acl> acls() throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return answer(admin.describeAcls(AclBindingFilter.ANY, new DescribeAclsOptions().timeoutMs(millis))
                            .values())
                    .stream()
                    .map(RegionMetadata::acl)
                    .sorted(Comparator.comparing(MetadataNoted.Acl::text))
                    .toList();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SecurityDisabledException) {
                return List.of();
            }
            throw e;
        }
    }

    private static MetadataNoted.Acl acl(AclBinding binding) {
        return new MetadataNoted.Acl(
                binding.pattern().resourceType().name(),
                binding.pattern().patternType().name(),
                binding.pattern().name(),
                binding.entry().principal(),
                binding.entry().host(),
                binding.entry().operation().name(),
                binding.entry().permissionType().name());
    }

    private boolean hasOffsets(String group) throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return !answer(admin.listConsumerGroupOffsets(
                                    group, new ListConsumerGroupOffsetsOptions().timeoutMs(millis))
                            .partitionsToOffsetAndMetadata())
                    .isEmpty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw e;
        }
    }

    private <T> T answer(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(millis, TimeUnit.MILLISECONDS);
    }
}
