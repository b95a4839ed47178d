package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class GroupCommitsTest {

    private static final TopicPartition ONE = new TopicPartition("orders", 0);
    private static final TopicPartition TWO = new TopicPartition("orders", 1);

    private final List<Map<TopicPartition, OffsetAndMetadata>> asked = new ArrayList<>();
    private final List<OffsetCommitCallback> answers = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private boolean down;

    private final MockConsumer<byte[], byte[]> client = new MockConsumer<>("earliest") {
        @Override
        public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            asked.add(offsets);
            answers.add(callback);
        }

        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            asked.add(offsets);
            if (down) {
                throw new TimeoutException("no coordinator");
            }
        }
    };

    private final List<String> handled = new ArrayList<>();
    private final GroupCommits commits =
            new GroupCommits("billing", client, usual -> usual, new GroupCommits.Listener() {
                @Override
                public void asking(TopicPartition partition, long offset, long at) {
                    handled.add(partition + "@" + offset);
                }

                @Override
                public void committed(TopicPartition partition, long offset, long at) {
                    told.add(partition + "@" + offset);
                }
            });
    private long now = System.nanoTime();

    private void halfASecondLater() {
        now += GroupCommits.EVERY_NANOS;
        commits.commitWhenDue(now);
    }

    @Test
    void tellsOfACommitOnlyWhenItSucceeded() {
        commits.handled(ONE, 5);
        halfASecondLater();
        assertThat(told).isEmpty();
        assertThat(handled).containsExactly("orders-0@5");

        answers.get(0).onComplete(asked.get(0), null);
        assertThat(told).containsExactly("orders-0@5");
    }

    @Test
    void waitsHalfASecondBetweenCommitsAndIsSilentWithoutProgress() {
        commits.handled(ONE, 5);
        halfASecondLater();
        commits.handled(ONE, 6);
        commits.commitWhenDue(now + 1);
        assertThat(asked).hasSize(1);

        halfASecondLater();
        halfASecondLater();
        assertThat(asked).hasSize(2);
    }

    @Test
    void aFailedCommitIsMadeAgainWithWhatIsHandledByThen() {
        commits.handled(ONE, 5);
        halfASecondLater();
        commits.handled(ONE, 9);
        answers.get(0).onComplete(asked.get(0), new RetriableCommitFailedException("disconnected"));
        halfASecondLater();

        assertThat(asked.get(1)).containsExactly(Map.entry(ONE, new OffsetAndMetadata(9)));
    }

    @Test
    void aFailedCommitOfAPartitionGivenUpIsNotMadeAgain() {
        commits.handled(ONE, 5);
        halfASecondLater();
        commits.forget(List.of(ONE));
        answers.get(0).onComplete(asked.get(0), new RetriableCommitFailedException("disconnected"));
        halfASecondLater();

        assertThat(asked).hasSize(1);
    }

    @Test
    void givingUpCommitsThosePartitionsAndNoOthers() {
        commits.handled(ONE, 5);
        commits.handled(TWO, 7);
        commits.commitAndForget(List.of(ONE));
        assertThat(told).containsExactly("orders-0@5");

        halfASecondLater();
        assertThat(asked.get(1)).containsOnlyKeys(TWO);
    }

    @Test
    void givingUpWithoutACoordinatorTellsNothing() {
        down = true;
        commits.handled(ONE, 5);
        commits.commitAndForget(List.of(ONE));

        assertThat(asked).hasSize(1);
        assertThat(told).isEmpty();
    }
}
