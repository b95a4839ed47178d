package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.workload.WorkerEvent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InboxTest {

    private static final WorkerEvent.Drained DRAINED = new WorkerEvent.Drained(1, Map.of());

    private final Inbox inbox = new Inbox();

    private Optional<WorkerEvent.Drained> answer(int mark, Duration atMost) throws InterruptedException {
        return inbox.await("us-east", mark, WorkerEvent.Drained.class, any -> true, atMost);
    }

    @Test
    void anAnswerIsWhatCameAfterTheQuestion() throws InterruptedException {
        inbox.put("us-east", DRAINED);
        int mark = inbox.mark();
        assertThat(answer(mark, Duration.ZERO)).isEmpty();

        inbox.put("us-west", new WorkerEvent.Drained(2, Map.of()));
        inbox.put("us-east", new WorkerEvent.Failure(3, "something else"));
        inbox.put("us-east", DRAINED);
        assertThat(answer(mark, Duration.ZERO)).contains(DRAINED);
    }

    @Test
    void nobodyWaitsForAWorkerThatEnded() throws InterruptedException {
        int mark = inbox.mark();
        inbox.ended("us-east");

        assertThat(answer(mark, Duration.ofDays(1))).isEmpty();
    }

    @Test
    void whatItSaidBeforeItsEndStillCounts() throws InterruptedException {
        int mark = inbox.mark();
        inbox.put("us-east", DRAINED);
        inbox.ended("us-east");

        assertThat(answer(mark, Duration.ofDays(1))).contains(DRAINED);
    }

    @Test
    void theEndOfAnEarlierWorkerIsNotThatOfTheNext() throws InterruptedException {
        inbox.ended("us-east");
        int mark = inbox.mark();
        inbox.ended("us-west");
        inbox.put("us-east", DRAINED);

        assertThat(answer(mark, Duration.ofDays(1))).contains(DRAINED);
    }
}
