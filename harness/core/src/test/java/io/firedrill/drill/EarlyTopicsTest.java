package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EarlyTopicsTest {
    private static final List<NewTopic> TOPICS = List.of(new NewTopic("mm2-configs.us-east.internal", 1, (short) 3));

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch answered = new CountDownLatch(3);

    @Test
    void askedAgainWhileThereAreTooFewBrokers() throws Exception {
        Admin admin = answers(times -> times < 3
                ? failed(new InvalidReplicationFactorException("1 broker"))
                : KafkaFuture.completedFuture(null));

        try (EarlyTopics early = EarlyTopics.begin("us-west", admin, TOPICS)) {
            answered.await();
        }

        assertThat(asked).hasValue(3);
    }

    @Test
    void whatSomebodyElseMadeIsThere() throws Exception {
        Admin admin = answers(times -> failed(new TopicExistsException("MirrorMaker was quicker")));

        EarlyTopics early = EarlyTopics.begin("us-west", admin, TOPICS);
        early.join();

        assertThat(asked).hasValue(1);
    }

    @Test
    void nothingIsAskedAfterItIsClosed() throws Exception {
        Admin admin = answers(times -> failed(new InvalidReplicationFactorException("1 broker")));

        try (EarlyTopics early = EarlyTopics.begin("us-west", admin, TOPICS)) {
            answered.await();
        }

        int then = asked.get();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("early-topics-us-west"));
        assertThat(asked).hasValue(then);
    }

    @Test
    void forNoTopicsNobodyIsAsked() throws Exception {
        Admin admin = answers(times -> failed(new InvalidReplicationFactorException("1 broker")));

        try (EarlyTopics early = EarlyTopics.begin("us-west", admin, List.of())) {
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("early-topics-us-west"));
            early.join();
        }

        assertThat(asked).hasValue(0);
    }

    private Admin answers(IntFunction<KafkaFuture<Void>> answer) {
        return (Admin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("createTopics");
                    KafkaFuture<Void> made = answer.apply(asked.incrementAndGet());
                    answered.countDown();
                    return new Answer(made);
                });
    }

    private static KafkaFuture<Void> failed(RuntimeException why) {
        KafkaFutureImpl<Void> future = new KafkaFutureImpl<>();
        future.completeExceptionally(why);
        return future;
    }

    private static final class Answer extends CreateTopicsResult {
        Answer(KafkaFuture<Void> made) {
            super(Map.of(TOPICS.get(0).name(), made.thenApply(nothing -> null)));
        }
    }
}
