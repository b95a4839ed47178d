package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.fault.PauseMirror;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OverrunTest {
    private static final PauseMirror MIRROR = new PauseMirror("us-east", "us-west");

    @Test
    void aFaultThatHoldsLongerThanTheScenarioSaysIsToldWithBothTimes() {
        assertThat(Conductor.overrun(MIRROR, Duration.ofSeconds(3), Duration.ofMillis(10_200)))
                .contains("pause-mirror us-east->us-west holds for 10200 ms and not for 3000 ms as the scenario says:"
                        + " so long its effect was looked for");
    }

    @Test
    void aFaultWhoseEffectWasSeenInTimeIsNotMentioned() {
        assertThat(Conductor.overrun(MIRROR, Duration.ofSeconds(3), Duration.ofMillis(1_200)))
                .isEmpty();
    }
}
