package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AttemptTest {

    @Test
    void whatCameOfTheWorkIsKept() {
        Attempt<Integer> attempt = Attempt.at(() -> 7);
        assertThat(attempt.get()).isEqualTo(7);
        assertThat(attempt.result()).contains(7);
    }

    @Test
    void whoAsksForWhatFailedGetsWhatItThrew() {
        IllegalStateException thrown = new IllegalStateException("no room");
        Attempt<Integer> attempt = Attempt.at(() -> {
            throw thrown;
        });
        assertThat(attempt.result()).isEmpty();
        assertThatThrownBy(attempt::get).isSameAs(thrown);
    }
}
