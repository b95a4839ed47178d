package io.firedrill.toxiproxy.toxic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResetPeerToxicTest {

    @Test
    void zeroResetsAtOnceWithoutAnyData() throws Exception {
        assertThat(FakeStream.with("reset_peer", Map.of()).reset).isTrue();
    }

    @Test
    void resetsAfterTheTimeoutWithoutAnyData() throws Exception {
        FakeStream stream = FakeStream.with("reset_peer", Map.of("timeout", 100L));
        stream.passMillis(99);
        assertThat(stream.reset).isFalse();
        stream.passMillis(1);
        assertThat(stream.reset).isTrue();
    }

    @Test
    void takenAwayInTimeItLetsGoWhatWaitedAndResetsNothing() throws Exception {
        FakeStream stream = FakeStream.with("reset_peer", Map.of("timeout", 100L));
        stream.send("waits");
        assertThat(stream.delivered).isEmpty();
        stream.stage().removed();
        assertThat(stream.delivered.toString()).isEqualTo("waits");
        stream.passMillis(1000);
        assertThat(stream.reset).isFalse();
        assertThat(stream.pendingTimers()).isZero();
    }

    @Test
    void anUpdateCountsFromWhenTheToxicTookHold() throws Exception {
        FakeStream stream = FakeStream.with("reset_peer", Map.of("timeout", 10_000L));
        stream.passMillis(50);
        stream.update("reset_peer", Map.of("timeout", 20L));
        assertThat(stream.reset).isTrue();
    }
}
