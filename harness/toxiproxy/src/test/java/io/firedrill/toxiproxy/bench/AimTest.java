package io.firedrill.toxiproxy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What falls short is told from what does not. */
class AimTest {
    @Test
    void aRatioIsHeldAgainstItsAimToTheDigitsThatAreShown() {
        Aim faster = Aim.atLeast(1.5, "");
        assertThat(faster.reached(9000, 1.496)).isTrue();
        assertThat(faster.reached(9000, 1.49)).isFalse();
        Aim cheaper = Aim.atMost(0.8, "");
        assertThat(cheaper.reached(9000, 0.804)).isTrue();
        assertThat(cheaper.reached(9000, 0.81)).isFalse();
    }

    @Test
    void aFigureOfItsOwnIsHeldAgainstItsBoundsWhateverTheRatio() {
        Aim within = Aim.own(49, 51, "");
        assertThat(within.reached(49, 0.1)).isTrue();
        assertThat(within.reached(48.9, 1)).isFalse();
        assertThat(within.reached(51.1, 1)).isFalse();
        assertThat(within.text()).isEqualTo("this 49 to 51");
    }

    @Test
    void whatIsKnownToFallShortHasAReason() {
        assertThat(Aim.of("round trip of 512 B, 50 connections, µs p50"))
                .hasValueSatisfying(aim -> assertThat(aim.why()).contains("both processors busy"));
        assertThat(Aim.atMost(1, "").why()).startsWith("no reason is known");
    }
}
