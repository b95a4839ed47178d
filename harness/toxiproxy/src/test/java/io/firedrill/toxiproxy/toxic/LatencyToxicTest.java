package io.firedrill.toxiproxy.toxic;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.toxiproxy.toxic.FakeStream.Arrival;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyToxicTest {

    @Test
    void delaysEachChunkFromItsOwnArrival() throws Exception {
        FakeStream stream = FakeStream.with("latency", Map.of("latency", 20L));
        stream.send("a");
        stream.passMillis(5);
        stream.send("b");
        stream.passMillis(100);
        assertThat(stream.arrivals).containsExactly(new Arrival(20, "a"), new Arrival(25, "b"));
    }

    @Test
    void delaysTheEndOfTheStreamToo() throws Exception {
        FakeStream stream = FakeStream.with("latency", Map.of("latency", 20L));
        stream.stage().end();
        stream.passMillis(100);
        assertThat(stream.arrivals).containsExactly(new Arrival(20, "END"));
    }

    @Test
    void jitterStaysInItsBoundsAndKeepsOrder() throws Exception {
        FakeStream stream = FakeStream.with("latency", Map.of("latency", 20L, "jitter", 10L));
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            stream.send(String.valueOf((char) ('0' + i % 64)));
            sent.append((char) ('0' + i % 64));
            double at = stream.millis();
            int before = stream.arrivals.size();
            stream.passMillis(40);
            assertThat(stream.arrivals).hasSize(before + 1);
            assertThat(stream.arrivals.get(before).atMillis() - at).isBetween(10.0, 30.0);
        }
        assertThat(stream.delivered.toString()).isEqualTo(sent.toString());
    }

    @Test
    void aShorterLatencyFreesWhatWaits() throws Exception {
        FakeStream stream = FakeStream.with("latency", Map.of("latency", 10_000L));
        stream.send("a");
        stream.passMillis(100);
        stream.update("latency", Map.of("latency", 150L));
        stream.passMillis(100);
        assertThat(stream.arrivals).containsExactly(new Arrival(150, "a"));
    }

    @Test
    void takenAwayItHandsOnEverythingAtOnceAndInOrder() throws Exception {
        FakeStream stream = FakeStream.with("latency", Map.of("latency", 10_000L));
        stream.send("a");
        stream.send("b");
        stream.stage().end();
        stream.stage().removed();
        assertThat(stream.arrivals).containsExactly(new Arrival(0, "a"), new Arrival(0, "b"), new Arrival(0, "END"));
        assertThat(stream.held).isZero();
        assertThat(stream.pendingTimers()).isZero();
    }

    @Test
    void discardedItReleasesWhatItHolds() throws Exception {
        FakeStream stream = FakeStream.with("latency", Map.of("latency", 10_000L));
        stream.send("abc");
        stream.stage().discard();
        assertThat(stream.held).isZero();
        assertThat(stream.dropped).isEqualTo(3);
        assertThat(stream.pendingTimers()).isZero();
    }

    @Test
    void holdsOnlyTheLeastWhenMemoryIsScarce() throws Exception {
        FakeStream stream = FakeStream.with("latency", Map.of("latency", 10_000L));
        String chunk = "x".repeat(64 * 1024);
        stream.send(chunk);
        assertThat(stream.stage().full()).isFalse();
        stream.scarce = true;
        assertThat(stream.stage().full()).isTrue();
        stream.scarce = false;
        while (!stream.stage().full()) {
            stream.send(chunk);
        }
        assertThat(stream.held).isEqualTo(32L * 1024 * 1024);
        stream.stage().discard();
    }

    /** The delays that a thousand chunks had beyond 1000 ms, at a jitter of 10 ms. */
    private static double[] beyond(Distribution distribution) throws Exception {
        FakeStream stream =
                FakeStream.with("latency", Map.of("latency", 1000L, "jitter", 10L), new Extras(null, distribution));
        double[] beyond = new double[1000];
        for (int i = 0; i < beyond.length; i++) {
            double at = stream.millis();
            stream.send("x");
            stream.passMillis(5000);
            beyond[i] = stream.arrivals.get(i).atMillis() - at - 1000;
        }
        return beyond;
    }

    @Test
    void normalJitterIsItsStandardDeviation() throws Exception {
        double[] beyond = beyond(Distribution.NORMAL);
        // Five standard errors of a thousand draws.
        assertThat(Arrays.stream(beyond).average().orElseThrow()).isBetween(-1.6, 1.6);
        assertThat(Math.sqrt(Arrays.stream(beyond).map(x -> x * x).average().orElseThrow()))
                .isBetween(8.9, 11.1);
        assertThat(Arrays.stream(beyond).boxed()).anyMatch(x -> Math.abs(x) > 20);
    }

    @Test
    void paretoJitterIsItsMeanAndItHasALongTail() throws Exception {
        double[] beyond = beyond(Distribution.PARETO);
        assertThat(Arrays.stream(beyond).boxed()).allMatch(x -> x >= 0);
        // Its median is 2 * (cube root of 2 - 1) jitters.
        double median = Arrays.stream(beyond).sorted().toArray()[beyond.length / 2];
        assertThat(median).isBetween(4.2, 6.2);
        assertThat(Arrays.stream(beyond).boxed()).anyMatch(x -> x > 80);
    }

    @Test
    void uniformJitterStaysWithinIt() throws Exception {
        assertThat(Arrays.stream(beyond(Distribution.UNIFORM)).boxed())
                .allMatch(x -> Math.abs(x) <= 10)
                .anyMatch(x -> x < -9);
    }
}
