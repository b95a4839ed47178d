package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanariesTest {
    private final Canaries canaries = new Canaries();

    @Test
    void givesTheEdgesOfEveryBrokerThatFailedSinceTheFault() throws InterruptedException {
        canaries.failed("us-east", 1, 90, 110);
        canaries.failed("us-east", 2, 95, 120);

        assertThat(canaries.awaitFailures("us-east", Set.of(1, 2), 100, Duration.ZERO))
                .isEqualTo(Map.of(1, new Canaries.Edge(90, 110), 2, new Canaries.Edge(95, 120)));
    }

    @Test
    void aFailureFromBeforeTheFaultIsNoEffectOfIt() throws InterruptedException {
        canaries.failed("us-east", 1, 10, 20);

        assertThat(canaries.awaitFailures("us-east", Set.of(1), 100, Duration.ZERO))
                .isEmpty();
    }

    @Test
    void aPathThatFailedDoesNotWorkUntilItSucceedsAgain() throws InterruptedException {
        canaries.succeeded("us-east", 1, 5);
        assertThat(canaries.works("us-east", 1)).isTrue();

        canaries.failed("us-east", 1, 10, 20);
        assertThat(canaries.awaitWorking("us-east", Set.of(1), Duration.ZERO)).isFalse();

        canaries.succeeded("us-east", 1, 30);
        assertThat(canaries.awaitWorking("us-east", Set.of(1), Duration.ZERO)).isTrue();
    }

    @Test
    void pathsOfOtherRegionsAreOtherPaths() throws InterruptedException {
        canaries.failed("us-west", 1, 90, 110);

        assertThat(canaries.awaitFailures("us-east", Set.of(1), 0, Duration.ZERO))
                .isEmpty();
    }
}
