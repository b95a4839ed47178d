package io.firedrill.toxiproxy.toxic;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.toxiproxy.toxic.FakeStream.Arrival;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlowCloseToxicTest {

    @Test
    void dataGoesAtOnceAndTheEndLate() throws Exception {
        FakeStream stream = FakeStream.with("slow_close", Map.of("delay", 100L));
        stream.send("a");
        stream.stage().end();
        stream.passMillis(1000);
        assertThat(stream.arrivals).containsExactly(new Arrival(0, "a"), new Arrival(100, "END"));
    }

    @Test
    void takenAwayItLetsAWaitingEndGo() throws Exception {
        FakeStream stream = FakeStream.with("slow_close", Map.of("delay", 100L));
        stream.stage().end();
        stream.stage().removed();
        stream.passMillis(1000);
        assertThat(stream.arrivals).containsExactly(new Arrival(0, "END"));
    }

    @Test
    void anUpdateCountsFromTheEnd() throws Exception {
        FakeStream stream = FakeStream.with("slow_close", Map.of("delay", 10_000L));
        stream.stage().end();
        stream.passMillis(50);
        stream.update("slow_close", Map.of("delay", 80L));
        stream.passMillis(1000);
        assertThat(stream.arrivals).containsExactly(new Arrival(80, "END"));
    }
}
