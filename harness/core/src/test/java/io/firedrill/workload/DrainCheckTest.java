package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DrainCheckTest {

    private static final TopicPartition ONE = new TopicPartition("orders", 0);
    private static final TopicPartition TWO = new TopicPartition("orders", 1);

    private static ListOffsetsResultInfo at(long offset) {
        return new ListOffsetsResultInfo(offset, -1, Optional.empty());
    }

    @Test
    void theLagIsWhatLiesBetweenPositionsAndEnds() {
        long lag = DrainCheck.lag(
                Map.of(ONE, at(100), TWO, at(50)), Map.of(ONE, at(0), TWO, at(0)), Map.of(ONE, 90L, TWO, 50L));

        assertThat(lag).isEqualTo(10);
    }

    @Test
    void aPartitionWithoutAPositionCountsWhole() {
        assertThat(DrainCheck.lag(Map.of(ONE, at(100)), Map.of(ONE, at(30)), Map.of()))
                .isEqualTo(70);
    }

    @Test
    void aPositionBeyondAnEndIsOfAnotherLogSoThePartitionCountsWhole() {
        long lag = DrainCheck.lag(
                Map.of(ONE, at(100), TWO, at(50)), Map.of(ONE, at(40), TWO, at(0)), Map.of(ONE, 120L, TWO, 45L));

        assertThat(lag).isEqualTo(60 + 5);
    }

    @Test
    void recordsThatAreGoneAreNotLeftToRead() {
        assertThat(DrainCheck.lag(Map.of(ONE, at(100)), Map.of(ONE, at(98)), Map.of(ONE, 10L)))
                .isEqualTo(2);
    }
}
