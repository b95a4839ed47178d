package io.firedrill.toxiproxy.toxic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeoutToxicTest {

    @Test
    void steadyTrafficDoesNotPutTheTimeoutOff() throws Exception {
        FakeStream stream = FakeStream.with("timeout", Map.of("timeout", 100L));
        for (int i = 0; i < 9; i++) {
            stream.send("lost");
            stream.passMillis(10);
        }
        assertThat(stream.closed).isFalse();
        stream.passMillis(10);
        assertThat(stream.closed).isTrue();
        assertThat(stream.ended).isTrue();
        assertThat(stream.delivered).isEmpty();
        assertThat(stream.dropped).isEqualTo(36);
    }

    @Test
    void zeroIsABlackHoleThatNeverCloses() throws Exception {
        FakeStream stream = FakeStream.with("timeout", Map.of("timeout", 0L));
        stream.send("lost");
        stream.passMillis(1e6);
        assertThat(stream.closed).isFalse();
        assertThat(stream.dropped).isEqualTo(4);
    }

    @Test
    void takenAwayItClosesTheConnectionSinceBytesAreMissing() throws Exception {
        FakeStream stream = FakeStream.with("timeout", Map.of("timeout", 0L));
        stream.stage().removed();
        assertThat(stream.closed).isTrue();
    }

    @Test
    void anUpdateCountsFromWhenTheToxicTookHold() throws Exception {
        FakeStream stream = FakeStream.with("timeout", Map.of("timeout", 10_000L));
        stream.passMillis(50);
        stream.update("timeout", Map.of("timeout", 100L));
        stream.passMillis(49);
        assertThat(stream.closed).isFalse();
        stream.passMillis(1);
        assertThat(stream.closed).isTrue();
    }

    @Test
    void theEndOfTheStreamGoesThrough() throws Exception {
        FakeStream stream = FakeStream.with("timeout", Map.of("timeout", 0L));
        stream.stage().end();
        assertThat(stream.ended).isTrue();
    }
}
