package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Troubles.Scope;
import org.junit.jupiter.api.Test;

class MeasuringTest {

    private final Troubles troubles = new Troubles();
    private final Measuring measuring = new Measuring(troubles);

    @Test
    void aFigureIsWhatItsFoldGives() {
        assertThat(measuring.figure("x", Scope.TIME, () -> 7)).contains(7);
        assertThat(troubles.none()).isTrue();
    }

    @Test
    void aFoldThatThrowsLeavesItsFigureUnmeasuredAndSaysWhatHappened() {
        assertThat(measuring.figure("the sends", Scope.TIME, () -> {
                    throw new IllegalStateException("no room");
                }))
                .isEmpty();
        assertThat(troubles.sentences())
                .containsExactly("the audit of the sends failed: java.lang.IllegalStateException: no room");
        assertThat(troubles.touching(Scope.TIME)).isPresent();
        assertThat(troubles.touching(Scope.LOSS)).isEmpty();
        assertThat(troubles.damaged()).isFalse();
    }
}
