package io.firedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptsTest {

    private final AtomicInteger first = new AtomicInteger();
    private final AtomicInteger second = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void theFirstSignalAsksAndEveryFurtherOneInsists(String signal) throws IOException {
        try (Interrupts interrupts = Interrupts.listen(first::incrementAndGet, second::incrementAndGet)) {
            assertThat(interrupts.asked()).isFalse();

            kill(signal);
            await().atMost(Duration.ofSeconds(10)).until(() -> first.get() == 1);
            assertThat(interrupts.asked()).isTrue();
            assertThat(second).hasValue(0);

            kill(signal);
            await().atMost(Duration.ofSeconds(10)).until(() -> second.get() == 1);
            assertThat(first).hasValue(1);
        }
    }

    @Test
    void closedTheHandlerOfBeforeHearsAgain() throws IOException {
        try (Interrupts outer = Interrupts.listen(first::incrementAndGet, first::incrementAndGet)) {
            Interrupts.listen(second::incrementAndGet, second::incrementAndGet).close();

            kill("TERM");
            await().atMost(Duration.ofSeconds(10)).until(outer::asked);
            assertThat(second).hasValue(0);
        }
    }

    private static void kill(String signal) throws IOException {
        new ProcessBuilder(
                        "sh",
                        "-c",
                        "kill -" + signal + " " + ProcessHandle.current().pid())
                .start();
    }
}
