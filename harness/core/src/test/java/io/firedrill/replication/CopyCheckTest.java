package io.firedrill.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CopyCheckTest {

    private static final TopicPartition ZERO = new TopicPartition("orders", 0);
    private static final TopicPartition ONE = new TopicPartition("orders", 1);
    private static final TopicPartition COPY_OF_ZERO = new TopicPartition("us-east.orders", 0);
    private static final TopicPartition COPY_OF_ONE = new TopicPartition("us-east.orders", 1);
    private static final Duration A_WHILE = Duration.ofSeconds(30);

    private final FakeLogs source = new FakeLogs("orders");
    private final FakeLogs target = new FakeLogs("us-east.orders");

    private CopyCheck check() {
        return CopyCheck.of(source, Map.of("orders", "us-east.orders"), A_WHILE);
    }

    private List<TopicPartition> missing(CopyCheck check) {
        return check.missing(target, A_WHILE);
    }

    @Test
    void everyPartitionsLastRecordIsThere() {
        source.record(0, "a", 1).record(0, "b", 2).record(1, "c", 3);
        target.record(0, "a", 1).record(0, "b", 2).record(1, "c", 3);

        assertThat(check().partitions()).isEqualTo(2);
        assertThat(missing(check())).isEmpty();
    }

    @Test
    void onePartitionThatHasMoreDoesNotHideAnotherThatLacksSome() {
        source.record(0, "a", 1).record(0, "b", 2).record(1, "c", 3);
        // Three records as at the source, but of the first partition one twice.
        target.record(0, "a", 1).record(0, "b", 2).record(0, "b", 2);

        assertThat(missing(check())).containsExactly(ONE);
    }

    @Test
    void markersAtTheSourceAreNotWaitedFor() {
        source.record(0, "a", 1)
                .marker(0)
                .record(0, "b", 2)
                .marker(0)
                .marker(0)
                .marker(0)
                .marker(0)
                .marker(0);
        target.record(0, "a", 1);
        CopyCheck check = check();
        assertThat(missing(check)).containsExactly(ZERO);

        target.record(0, "b", 2);
        assertThat(missing(check)).isEmpty();
    }

    @Test
    void markersAtTheTargetAreNoCopies() {
        source.record(0, "a", 1).record(0, "b", 2).record(0, "c", 3);
        target.record(0, "a", 1).marker(0).record(0, "b", 2).marker(0);

        assertThat(missing(check())).containsExactly(ZERO);
    }

    @Test
    void whatTheSourceTakesAfterwardsIsNotWaitedFor() {
        source.record(0, "a", 1);
        CopyCheck check = check();
        source.record(0, "b", 2);
        target.record(0, "a", 1);

        assertThat(missing(check)).isEmpty();
    }

    @Test
    void theCopyIsFoundBehindLaterOnesAndAmongThoseOfTheSameMoment() {
        source.record(0, "a", 5).record(0, "b", 5);
        CopyCheck check = check();
        target.record(0, "a", 5).record(0, "b", 5).record(0, "c", 5).record(0, "d", 4);

        assertThat(missing(check)).isEmpty();
    }

    @Test
    void aTopicThatIsNotThereYetLacksAll() {
        source.record(0, "a", 1).record(1, "b", 2);
        CopyCheck check = check();

        assertThat(check.missing(new FakeLogs("something-else"), A_WHILE)).containsExactly(ZERO, ONE);
    }

    @Test
    void emptyPartitionsHaveNothingToCopy() {
        source.marker(0).marker(0);

        assertThat(check().partitions()).isZero();
        assertThat(missing(check())).isEmpty();
        assertThat(target.assignment()).doesNotContain(COPY_OF_ZERO, COPY_OF_ONE);
    }
}
