package io.firedrill.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The word somebody probably meant. */
class NearestTest {
    private static final List<String> REGIONS = List.of("us-east", "us-west", "eu");

    @Test
    void takesTheClosestWord() {
        assertThat(Nearest.to("us-eats", REGIONS)).isEqualTo("us-east");
        assertThat(Nearest.to("US-West", REGIONS)).isEqualTo("us-west");
        assertThat(Nearest.to("brokrs", List.of("config", "brokers"))).isEqualTo("brokers");
    }

    @Test
    void countsTwoSwappedLettersAsOneMistake() {
        assertThat(Nearest.to("ue", REGIONS)).isEqualTo("eu");
    }

    @Test
    void isSilentWhenNothingIsNear() {
        assertThat(Nearest.to("antarctica", REGIONS)).isEmpty();
        assertThat(Nearest.to("x", List.of("y"))).isEmpty();
        assertThat(Nearest.to("", REGIONS)).isEmpty();
        assertThat(Nearest.to("us-east", List.of())).isEmpty();
    }

    @Test
    void doesNotStruggleWithAVeryLongWord() {
        assertThat(Nearest.to("x".repeat(1_000_000), REGIONS)).isEmpty();
    }
}
