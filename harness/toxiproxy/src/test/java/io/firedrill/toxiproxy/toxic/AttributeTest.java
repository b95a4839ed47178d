package io.firedrill.toxiproxy.toxic;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeTest {

    @ParameterizedTest
    @CsvSource({
        "latency, latency, -1",
        "latency, jitter, 4611686018427387904",
        "bandwidth, rate, -1",
        "timeout, timeout, -1",
        "reset_peer, timeout, -1",
        "slow_close, delay, 9223372036854775807",
        "limit_data, bytes, -1"
    })
    void aSenselessValueIsRefusedByName(String type, String attribute, long value) {
        assertThatThrownBy(() -> ToxicTypes.named(type).orElseThrow().attributes(Map.of(attribute, value), Extras.NONE))
                .isInstanceOf(InvalidToxicException.class)
                .hasMessageContaining(type + ": " + attribute + " is " + value + ", allowed is 0 to ");
    }

    @Test
    void aToxicityOutOfBoundsIsRefused() throws Exception {
        ToxicType noop = ToxicTypes.named("noop").orElseThrow();
        Attributes none = noop.attributes(Map.of(), Extras.NONE);
        assertThatThrownBy(() -> new Toxic("n", noop, Direction.UPSTREAM, "upstream", 1.5, none))
                .hasMessageContaining("toxicity is 1.5");
    }
}
