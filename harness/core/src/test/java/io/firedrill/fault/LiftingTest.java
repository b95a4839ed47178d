package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiftingTest {
    private final Lifting lifting = new Lifting();
    private final List<String> done = new ArrayList<>();

    private String step(String name) {
        done.add(name);
        return name;
    }

    @Test
    void takesBackTheLastChangeFirst() throws Exception {
        lifting.add(() -> step("proof"));
        lifting.add(() -> step("first"));
        lifting.add(() -> step(""));

        assertThat(lifting.lift()).containsExactly("first", "proof");
        assertThat(done).containsExactly("", "first", "proof");
    }

    @Test
    void triesEveryStepWhenOneFails() {
        lifting.add(() -> step("first"));
        lifting.add(() -> {
            throw new IOException("second");
        });
        lifting.add(() -> {
            throw new IOException("third");
        });

        assertThatThrownBy(lifting::lift).hasMessage("third").satisfies(e -> assertThat(e.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("second"));
        assertThat(done).containsExactly("first");
    }

    @Test
    void goesOnWithTheOtherStepsWhenOneIsEndedAndSaysWhatWasDone() {
        lifting.add(() -> step("first"));
        lifting.add(() -> {
            throw new IOException("second is gone");
        });
        lifting.add(() -> {
            throw new InterruptedException();
        });
        lifting.add(() -> step("fourth"));

        assertThatThrownBy(lifting::lift)
                .isInstanceOf(InterruptedException.class)
                .hasMessage("the drill was ended before all of that was done: 2 of 4 steps were; fourth; first;"
                        + " second is gone");
        assertThat(done).containsExactly("fourth", "first");
    }

    @Test
    void takesAFaultBackOnce() throws Exception {
        lifting.add(() -> step("first"));
        lifting.lift();

        assertThat(lifting.lift()).isEmpty();
        assertThat(done).containsExactly("first");
        assertThatThrownBy(() -> lifting.add(() -> "")).isInstanceOf(IllegalStateException.class);
    }
}
