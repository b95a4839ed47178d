package io.firedrill.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Ctrl-C before or while something is closed. */
class UninterruptedTest {
    @AfterEach
    void forget() {
        Thread.interrupted();
    }

    @Test
    void whoWasInterruptedBeforeDoesItAllTheSameAndIsSoAfterwards() throws Exception {
        AtomicReference<Boolean> seen = new AtomicReference<>();
        Thread.currentThread().interrupt();

        Uninterrupted.run(() -> seen.set(Thread.currentThread().isInterrupted()));

        assertThat(seen).hasValue(false);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whoIsInterruptedMeanwhileWaitsForTheEnd() throws Exception {
        Thread closing = Thread.currentThread();
        AtomicReference<Boolean> done = new AtomicReference<>(false);

        Uninterrupted.run(() -> {
            closing.interrupt();
            // Who waits has heard of it, and waits on.
            Awaitility.await().until(() -> !closing.isInterrupted());
            done.set(true);
        });

        assertThat(done).hasValue(true);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatFailsIsThrownAsItIs() {
        assertThatThrownBy(() -> Uninterrupted.run(() -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no");
        assertThatThrownBy(() -> Uninterrupted.run(() -> {
                    throw new IllegalStateException("never");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Thread.interrupted()).isFalse();
    }
}
