package io.firedrill.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DetectorTest {

    @Test
    void declaresARegionDownAtTheLastOfTheFailuresInARow() {
        Detector detector = new Detector(3);

        assertThat(detector.down(false)).isFalse();
        assertThat(detector.down(false)).isFalse();
        assertThat(detector.down(false)).isTrue();
    }

    @Test
    void aSuccessStartsTheCountAnew() {
        Detector detector = new Detector(2);

        assertThat(detector.down(false)).isFalse();
        assertThat(detector.down(true)).isFalse();
        assertThat(detector.down(false)).isFalse();
        assertThat(detector.down(false)).isTrue();
    }

    @Test
    void refusesACountThatCouldNeverBeReached() {
        assertThatThrownBy(() -> new Detector(0))
                .hasMessageContaining("found 0")
                .hasMessageContaining("1 or more");
    }
}
