package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CrewTest {

    private static Supplier<Integer> fails(String message) {
        return () -> {
            throw new IllegalStateException(message);
        };
    }

    private static Runnable breaks(String message) {
        return () -> {
            throw new IllegalStateException(message);
        };
    }

    @Test
    void whatCameOfAllWorkIsInTheOrderInWhichItWasGiven() {
        try (Crew crew = new Crew(3)) {
            assertThat(crew.threads()).isEqualTo(3);
            List<Supplier<Integer>> work = List.of(() -> 1, fails("two"), () -> 3);
            List<Attempt<Integer>> attempts = crew.<Integer>begin(work).get();
            assertThat(attempts.get(0).get()).isEqualTo(1);
            assertThat(attempts.get(1).result()).isEmpty();
            assertThatThrownBy(attempts.get(1)::get).hasMessage("two");
            assertThat(attempts.get(2).result()).contains(3);
        }
    }

    @Test
    void theFirstFailureInTheOrderOfTheWorkIsThrownAndTheRestIsDoneNevertheless() {
        AtomicInteger done = new AtomicInteger();
        try (Crew crew = new Crew(2)) {
            assertThatThrownBy(() -> crew.all(
                            List.of(done::incrementAndGet, breaks("two"), breaks("three"), done::incrementAndGet)))
                    .hasMessage("two");
        }
        assertThat(done).hasValue(2);
    }

    @Test
    void allWorkIsDoneWhenTheCallReturns() {
        AtomicInteger done = new AtomicInteger();
        try (Crew crew = new Crew(2)) {
            crew.all(List.of(done::incrementAndGet, done::incrementAndGet, done::incrementAndGet));
            assertThat(done).hasValue(3);
        }
    }

    @Test
    void itTakesNothingMoreOnceItIsClosed() {
        Crew crew = new Crew(1);
        crew.close();
        assertThatThrownBy(() -> crew.executor().execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
