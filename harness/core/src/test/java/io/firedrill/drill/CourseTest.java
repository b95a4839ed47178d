package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.fault.Canaries;
import io.firedrill.fault.Lifting;
import io.firedrill.fault.MisroutedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A drill in which a writer is misrouted, and what is done when it ends. */
class CourseTest {
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final AppliedFaults applied = new AppliedFaults(any -> {}, any -> {});
    private final Course course = new Course(
            () -> done.add("halted"),
            new Healing(applied, new Canaries(), any -> {}, Progress.NONE),
            () -> false,
            why -> done.add("journals closed after: " + why.getMessage()),
            () -> done.add("let go"));

    @BeforeEach
    void misroute() {
        Lifting lifting = new Lifting();
        lifting.add(() -> {
            done.add("lifted");
            return "";
        });
        assertThat(applied.add(new AppliedFaults.Applied(
                        new MisroutedWriter("order-service", "us-west"), Optional.empty(), lifting)))
                .isEmpty();
    }

    @Test
    void whatBreaksADrillOffHasItsFaultsTakenBackBeforeItsJournalsAreClosed() {
        assertThatThrownBy(() -> course.run(() -> {
                    throw new IOException("the proxy server is gone");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("the proxy server is gone");

        assertThat(done)
                .containsExactly("halted", "lifted", "journals closed after: the proxy server is gone", "let go");
        assertThat(applied.all()).isEmpty();
    }

    @Test
    void aMistakeOfOurOwnDoesSoToo() {
        assertThatThrownBy(() -> course.run(() -> {
                    throw new IllegalStateException("a mistake");
                }))
                .hasMessage("a mistake");

        assertThat(done).containsExactly("halted", "lifted", "journals closed after: a mistake", "let go");
    }

    @Test
    void anInterruptDoesNotKeepFaultsInPlace() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> course.run(() -> Thread.sleep(1))).isInstanceOf(InterruptedException.class);

        assertThat(done).startsWith("halted", "lifted").endsWith("let go");
    }

    @Test
    void aDrillThatCameToItsEndHasLiftedItsFaultsItself() throws Exception {
        course.run(() -> done.add("walked"));

        assertThat(done).containsExactly("walked", "let go");
    }
}
