package io.firedrill.toxiproxy.toxic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitDataToxicTest {

    @Test
    void closesExactlyAtTheLimit() throws Exception {
        FakeStream stream = FakeStream.with("limit_data", Map.of("bytes", 5L));
        stream.send("abc");
        assertThat(stream.closed).isFalse();
        stream.send("defg");
        assertThat(stream.delivered.toString()).isEqualTo("abcde");
        assertThat(stream.closed).isTrue();
        assertThat(stream.ended).isTrue();
        assertThat(stream.dropped).isEqualTo(2);
    }

    @Test
    void closesWithTheLastAllowedByteNotTheFirstForbiddenOne() throws Exception {
        FakeStream stream = FakeStream.with("limit_data", Map.of("bytes", 5L));
        stream.send("abcde");
        assertThat(stream.closed).isTrue();
    }

    @Test
    void nothingComesAfterTheLimit() throws Exception {
        FakeStream stream = FakeStream.with("limit_data", Map.of("bytes", 1L));
        stream.send("ab");
        stream.send("cd");
        stream.stage().end();
        assertThat(stream.arrivals).hasSize(2);
        assertThat(stream.dropped).isEqualTo(3);
    }

    @Test
    void countsOnAcrossAnUpdate() throws Exception {
        FakeStream stream = FakeStream.with("limit_data", Map.of("bytes", 100L));
        stream.send("abc");
        stream.update("limit_data", Map.of("bytes", 4L));
        stream.send("def");
        assertThat(stream.delivered.toString()).isEqualTo("abcd");
        assertThat(stream.closed).isTrue();
    }
}
