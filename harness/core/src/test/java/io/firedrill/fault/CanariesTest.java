package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.kafka.HostPort;
import io.firedrill.kafka.Listener;
import io.firedrill.network.Wire;
import io.firedrill.scenario.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanariesTest {
    private final Canaries canaries = new Canaries();
    private final Wire first = wire(1);
    private final Wire second = wire(2);

    private static Wire wire(int broker) {
        return new Wire(
                "us-west-to-us-east." + broker + ".link",
                Set.of(Endpoint.region("us-west")),
                Endpoint.broker("us-east", broker),
                Listener.LINK,
                new HostPort("127.0.0.1", 20_000 + broker));
    }

    private static Canaries.RoundTrip window(long from, int millis) {
        return new Canaries.RoundTrip(from, from + 500, 25, Duration.ofMillis(millis), Duration.ofMillis(2L * millis));
    }

    @Test
    void givesTheEdgesOfEveryWireThatFailedSinceTheFault() throws InterruptedException {
        canaries.failed(first, 90, 110);
        canaries.failed(second, 95, 120);

        assertThat(canaries.awaitFailures(List.of(first, second), 100, Duration.ZERO))
                .isEqualTo(Map.of(first, new Canaries.Edge(90, 110), second, new Canaries.Edge(95, 120)));
    }

    @Test
    void aFailureFromBeforeTheFaultIsNoEffectOfIt() throws InterruptedException {
        canaries.failed(first, 10, 20);

        assertThat(canaries.awaitFailures(List.of(first), 100, Duration.ZERO)).isEmpty();
    }

    @Test
    void aWireThatFailedDoesNotWorkUntilItSucceedsAgain() throws InterruptedException {
        canaries.succeeded(first);
        assertThat(canaries.works(first)).isTrue();

        canaries.failed(first, 10, 20);
        assertThat(canaries.state(first)).isEqualTo(Canaries.State.FAILS);
        assertThat(canaries.awaitWorking(List.of(first), Duration.ZERO)).isFalse();

        canaries.succeeded(first);
        assertThat(canaries.awaitWorking(List.of(first), Duration.ZERO)).isTrue();
    }

    @Test
    void whatNobodyWatchesNeitherWorksNorFails() throws InterruptedException {
        assertThat(canaries.state(first)).isEqualTo(Canaries.State.UNKNOWN);

        canaries.succeeded(first);
        canaries.unwatched(first);

        assertThat(canaries.state(first)).isEqualTo(Canaries.State.UNKNOWN);
        assertThat(canaries.awaitWorking(List.of(first), Duration.ZERO)).isFalse();
        assertThat(canaries.awaitFailures(List.of(first), 0, Duration.ZERO)).isEmpty();
    }

    @Test
    void theBaselineIsTheMedianOfTheLastFiveSeconds() {
        assertThat(canaries.baseline(first)).isEmpty();

        for (int i = 0; i < 10; i++) {
            canaries.took(first, window(i * 500, 100));
        }
        for (int i = 10; i < 20; i++) {
            canaries.took(first, window(i * 500, i == 15 ? 90 : 20));
        }

        assertThat(canaries.baseline(first)).contains(Duration.ofMillis(20));
    }

    @Test
    void aRoundTripCountsWhenItsWindowBeganAfterTheFaultAndWasLongEnough() throws InterruptedException {
        canaries.took(first, window(0, 90));
        canaries.took(first, window(1000, 79));
        canaries.took(second, window(1000, 81));

        assertThat(canaries.awaitWindows(
                        List.of(first, second),
                        (wire, window) -> window.median().toMillis() >= 80,
                        600,
                        Duration.ZERO))
                .isEqualTo(Map.of(second, window(1000, 81)));
    }

    @Test
    void namesTheWiresThatDoNotWorkAndSaysOfThoseThatNobodyWatchesAnyMoreThatNothingIsKnown()
            throws InterruptedException {
        canaries.succeeded(first);
        canaries.failed(second, 10, 20);
        assertThat(canaries.awaitAllWorking(Duration.ZERO)).isEqualTo(Map.of(second, Canaries.State.FAILS));

        canaries.unwatched(second);
        assertThat(canaries.awaitAllWorking(Duration.ZERO)).isEqualTo(Map.of(second, Canaries.State.UNKNOWN));

        canaries.succeeded(second);
        assertThat(canaries.awaitAllWorking(Duration.ZERO)).isEmpty();
    }
}
