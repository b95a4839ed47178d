package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MillisTest {

    @Test
    void nanosecondsAreMillisecondsToTheMicrosecond() {
        assertThat(Millis.of(0)).isZero();
        assertThat(Millis.of(1_234_567)).isEqualTo(1.235);
        assertThat(Millis.of(1_234_499)).isEqualTo(1.234);
        assertThat(Millis.of(-2_000_000)).isEqualTo(-2.0);
    }

    @Test
    void whatHasNoTimeHasNoMilliseconds() {
        assertThat(Millis.ofNullable(null)).isNull();
        assertThat(Millis.ofNullable(3_000_000L)).isEqualTo(3.0);
    }
}
