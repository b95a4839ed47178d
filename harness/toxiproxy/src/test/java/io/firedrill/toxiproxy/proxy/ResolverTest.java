package io.firedrill.toxiproxy.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Names that the system is slow to look up, or does not know. */
class ResolverTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch answers = new CountDownLatch(1);

    private InetAddress[] slowly(String host) {
        asked.incrementAndGet();
        try {
            answers.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    @Test
    void aNameIsLookedUpOnceHoweverManyAskForItMeanwhile() {
        try (Resolver resolver = new Resolver(this::slowly, LONG)) {
            List<CompletableFuture<List<InetAddress>>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(resolver.resolve("somewhere"));
            }
            answers.countDown();

            assertThat(all).allSatisfy(one -> assertThat(one.join()).containsExactly(InetAddress.getLoopbackAddress()));
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void aNameThatIsNotThereIsNotAskedForAgainAtOnce() {
        Resolver.Lookup none = host -> {
            asked.incrementAndGet();
            throw new UnknownHostException(host);
        };
        try (Resolver resolver = new Resolver(none, LONG)) {
            assertThatThrownBy(() -> resolver.resolve("nowhere").join()).hasCauseInstanceOf(UnknownHostException.class);
            assertThatThrownBy(() -> resolver.resolve("nowhere").join()).hasCauseInstanceOf(UnknownHostException.class);

            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void aLookupWithoutAnAnswerFailsInTimeAndTakesNoSecondThread() {
        try (Resolver resolver = new Resolver(this::slowly, Duration.ofMillis(20))) {
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> resolver.resolve("somewhere").join())
                        .hasCauseInstanceOf(TimeoutException.class);
            }
            assertThat(asked).hasValue(1);

            answers.countDown();
            await().ignoreExceptions().untilAsserted(() -> assertThat(
                            resolver.resolve("somewhere").join())
                    .containsExactly(InetAddress.getLoopbackAddress()));
            assertThat(asked).hasValue(1);
        }
    }
}
