package io.firedrill.fault;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.region.Region;
import io.firedrill.workload.WorkerEvent;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A site whose time passes only while somebody waits or looks at the clock. What a test does not set is refused by its name.
 */
final class FakeClusterSite {
    private static final long CALL = 1_000_000;

    final Map<String, Answer> answers = new HashMap<>();
    final Map<String, Answer> ofRegion = new HashMap<>();
    final List<TimelineEvent> facts = new ArrayList<>();
    final List<String> noted = new ArrayList<>();
    final Canaries canaries = new Canaries();
    private long now = 1_000_000_000;

    /** What a method gives. */
    @FunctionalInterface
    interface Answer {
        @Nullable
        Object to(List<Object> arguments) throws Exception;
    }

    FakeClusterSite(FakeCluster cluster) {
        answers.put("cluster", any -> cluster);
        answers.put("regions", any -> List.of("us-east"));
        answers.put("canaries", any -> canaries);
        answers.put("now", any -> now += CALL);
        answers.put("pause", this::passes);
        answers.put("noteMetadata", any -> noted.add((String) any.get(0)));
        answers.put("record", any -> facts.add((TimelineEvent) any.get(0)));
        Region region = proxy(Region.class, ofRegion);
        answers.put("region", any -> region);
    }

    FaultSite site() {
        return proxy(FaultSite.class, answers);
    }

    /** A pause: its time passes. */
    @Nullable
    Object passes(List<Object> arguments) {
        now += ((Duration) arguments.get(0)).toNanos();
        return null;
    }

    /** An active producer of 100 sends a second, of which so many are acknowledged. */
    void load(LongUnaryOperator ackedBy) {
        answers.put("load", any -> {
            long intended = now / 10_000_000;
            return Optional.of(new WorkerEvent.Stats(
                    now,
                    List.of(new WorkerEvent.ProducerStats(
                            0, true, intended, intended, ackedBy.applyAsLong(intended), 0, 0, 0, 0)),
                    List.of(),
                    0,
                    ""));
        });
    }

    private static <T> T proxy(Class<T> type, Map<String, Answer> answers) {
        InvocationHandler handler = (Object self, Method method, Object @Nullable [] arguments) -> {
            Answer answer = answers.get(method.getName());
            if (answer == null) {
                throw new UnsupportedOperationException(method.getName());
            }
            Object given = answer.to(arguments == null ? List.of() : List.of(arguments));
            return method.getReturnType() == void.class ? null : given;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
