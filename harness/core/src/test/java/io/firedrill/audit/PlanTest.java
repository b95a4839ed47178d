package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever looks at which shard when, what they say together is the same, and nothing of it is lost. */
@Timeout(60)
class PlanTest {

    private static List<Integer> both(List<Integer> some, List<Integer> later) {
        some.addAll(later);
        return some;
    }

    private static Plan<List<Integer>> plan(List<? extends Supplier<List<Integer>>> shards) {
        return new Plan<>(shards, ArrayList::new, PlanTest::both, found -> Finding.of(List.of(found.toString())));
    }

    private static List<String> said(Plan<?> plan, int threads) {
        try (Crew crew = new Crew(threads)) {
            return ((Finding) plan.begin(crew).get()).otherExamples();
        }
    }

    @Test
    void whatWasFoundIsPutTogetherInTheOrderOfShards() {
        CountDownLatch last = new CountDownLatch(1);
        List<Supplier<List<Integer>>> shards = List.of(
                () -> {
                    await(last);
                    return List.of(1, 2);
                },
                () -> List.of(),
                () -> List.of(3),
                () -> {
                    last.countDown();
                    return List.of(4);
                });
        assertThat(said(plan(shards), 2)).containsExactly("[1, 2, 3, 4]");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ofNoShardsItSaysWhatNothingSays() {
        assertThat(said(plan(List.of()), 1)).containsExactly("[]");
    }

    @Test
    void noneOfManyShardsIsLost() {
        List<Supplier<List<Integer>>> shards = new ArrayList<>();
        IntStream.range(0, 1000).forEach(number -> shards.add(() -> List.of(number)));
        assertThat(said(plan(shards), 3))
                .containsExactly(IntStream.range(0, 1000).boxed().toList().toString());
    }

    @Test
    void whereOneShardFailsThereIsNoAnswer() {
        List<Supplier<List<Integer>>> shards = List.of(() -> List.of(1), () -> {
            throw new IllegalStateException("the second");
        });
        try (Crew crew = new Crew(2)) {
            Supplier<Answer> answer = plan(shards).begin(crew);
            assertThatThrownBy(answer::get).hasMessage("the second");
        }
    }

    @Test
    void whatIsSettledIsSaidWithoutALook() {
        Answer settled = new Answer.Unasked("nobody asked");
        try (Crew crew = new Crew(1)) {
            assertThat(Plan.settled(settled).begin(crew).get()).isSameAs(settled);
        }
    }
}
