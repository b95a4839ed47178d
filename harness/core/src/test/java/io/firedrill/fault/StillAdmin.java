package io.firedrill.fault;

import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeMetadataQuorumResult;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.internals.KafkaFutureImpl;

/** Answers who leads and how much was written: broker 2 leads everything, and what is written grows with the time. */
final class StillAdmin {
    private StillAdmin() {}

    static Admin of(Supplier<StillSite.State> state, LongSupplier written) {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (self, method, args) -> {
                    boolean answers = state.get() == StillSite.State.STILL;
                    return switch (method.getName()) {
                        case "describeTopics" -> new Topics(answers);
                        case "listOffsets" -> offsets((Map<?, ?>) args[0], written.getAsLong());
                        case "describeMetadataQuorum" -> quorum(answers);
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private static <T> KafkaFuture<T> answer(boolean answers, T value) {
        KafkaFutureImpl<T> future = new KafkaFutureImpl<>();
        if (answers) {
            future.complete(value);
        } else {
            future.completeExceptionally(new org.apache.kafka.common.errors.TimeoutException("nobody answers"));
        }
        return future;
    }

    private static final class Topics extends DescribeTopicsResult {
        Topics(boolean answers) {
            super((Map<Uuid, KafkaFuture<TopicDescription>>) null, Map.of("orders", answer(answers, orders())));
        }

        private static TopicDescription orders() {
            return new TopicDescription(
                    "orders", false, List.of(new TopicPartitionInfo(0, new Node(2, "host", 1), List.of(), List.of())));
        }
    }

    private static ListOffsetsResult offsets(Map<?, ?> wanted, long written) {
        Map<TopicPartition, KafkaFuture<ListOffsetsResult.ListOffsetsResultInfo>> offsets = new HashMap<>();
        for (Object partition : wanted.keySet()) {
            offsets.put(
                    (TopicPartition) partition,
                    KafkaFuture.completedFuture(
                            new ListOffsetsResult.ListOffsetsResultInfo(written, -1, java.util.Optional.empty())));
        }
        return new ListOffsetsResult(offsets);
    }

    /** Kafka keeps these constructors to itself. */
    private static DescribeMetadataQuorumResult quorum(boolean answers) throws ReflectiveOperationException {
        Constructor<?> info = QuorumInfo.class.getDeclaredConstructors()[0];
        info.setAccessible(true);
        Object[] values = new Object[info.getParameterCount()];
        for (int i = 0; i < values.length; i++) {
            Class<?> type = info.getParameterTypes()[i];
            values[i] = type == int.class ? 2 : type == long.class ? 2L : type == Map.class ? Map.of() : List.of();
        }
        Constructor<DescribeMetadataQuorumResult> result =
                DescribeMetadataQuorumResult.class.getDeclaredConstructor(KafkaFuture.class);
        result.setAccessible(true);
        return result.newInstance(answer(answers, (QuorumInfo) info.newInstance(values)));
    }
}
