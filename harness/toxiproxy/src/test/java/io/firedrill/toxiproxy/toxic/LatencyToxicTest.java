package io.firedrill.toxiproxy.toxic;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.toxiproxy.toxic.FakeStream.Arrival;
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
}
