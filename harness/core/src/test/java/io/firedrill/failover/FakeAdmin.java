package io.firedrill.failover;

import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateAclsResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.jspecify.annotations.Nullable;

/** Answers what a runbook asks of a region: which topics there are, where they end, and what becomes of an ACL. */
final class FakeAdmin {
    /** End offsets by topic; a topic that is not here does not exist. */
    final Map<String, List<Long>> ends = new TreeMap<>();

    final List<String> acls = new ArrayList<>();

    /** What an ACL is answered with; null: it is made. */
    @Nullable
    Exception refusal;

    Admin client() {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (self, method, args) -> switch (method.getName()) {
                    case "createAcls" -> made((Collection<?>) args[0]);
                    case "describeTopics" -> new Topics((Collection<?>) args[0]);
                    case "listOffsets" -> offsets((Map<?, ?>) args[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Kafka keeps this constructor to itself. */
    private CreateAclsResult made(Collection<?> wanted) throws ReflectiveOperationException {
        Map<AclBinding, KafkaFuture<Void>> answers = new HashMap<>();
        for (Object each : wanted) {
            AclBinding acl = (AclBinding) each;
            KafkaFutureImpl<Void> answer = new KafkaFutureImpl<>();
            if (refusal == null) {
                acls.add(acl.pattern().name() + " " + acl.entry().permissionType() + " "
                        + acl.entry().operation());
                answer.complete(null);
            } else {
                answer.completeExceptionally(refusal);
            }
            answers.put(acl, answer);
        }
        Constructor<CreateAclsResult> result = CreateAclsResult.class.getDeclaredConstructor(Map.class);
        result.setAccessible(true);
        return result.newInstance(answers);
    }

    private final class Topics extends DescribeTopicsResult {
        Topics(Collection<?> names) {
            super((Map<Uuid, KafkaFuture<TopicDescription>>) null, described(names));
        }
    }

    private Map<String, KafkaFuture<TopicDescription>> described(Collection<?> names) {
        Map<String, KafkaFuture<TopicDescription>> answers = new HashMap<>();
        for (Object name : names) {
            KafkaFutureImpl<TopicDescription> answer = new KafkaFutureImpl<>();
            List<Long> known = ends.get(name);
            if (known == null) {
                answer.completeExceptionally(new UnknownTopicOrPartitionException("no topic " + name));
            } else {
                List<TopicPartitionInfo> partitions = new ArrayList<>();
                for (int partition = 0; partition < known.size(); partition++) {
                    partitions.add(new TopicPartitionInfo(partition, new Node(1, "host", 1), List.of(), List.of()));
                }
                answer.complete(new TopicDescription((String) name, false, partitions));
            }
            answers.put((String) name, answer);
        }
        return answers;
    }

    private ListOffsetsResult offsets(Map<?, ?> wanted) {
        Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> answers = new HashMap<>();
        for (Object each : wanted.keySet()) {
            TopicPartition partition = (TopicPartition) each;
            long end = ends.get(partition.topic()).get(partition.partition());
            answers.put(
                    partition,
                    KafkaFuture.completedFuture(new ListOffsetsResultInfo(end, -1, java.util.Optional.empty())));
        }
        return new ListOffsetsResult(answers);
    }
}
