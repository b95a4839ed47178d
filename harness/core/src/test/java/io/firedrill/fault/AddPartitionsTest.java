package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.kafka.LogBounds;
import io.firedrill.kafka.TopicState;
import io.firedrill.scenario.ScenarioReader;
import io.firedrill.scenario.ScenarioReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A topic that is given more partitions, and what a scenario may not ask of that. */
class AddPartitionsTest {
    private static final Path REGION_LOSS =
            Path.of(System.getProperty("firedrill.root", "../..")).resolve("scenarios/active-passive/region-loss.yaml");
    private static final AddPartitions ADD = new AddPartitions("us-east", "orders", 5);

    private final FakeCluster cluster = new FakeCluster(new LogBounds(0, 100), new LogBounds(40, 45));
    private final FakeClusterSite fake = new FakeClusterSite(cluster);
    private final Lifting lifting = new Lifting();

    @Test
    void addedPartitionsAreCountedAsBrokersShowThemBeforeAndAfter() throws Exception {
        FaultReceipt receipt = ADD.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.effect()).isEqualTo("the brokers show 2 partitions before and 5, each with a leader, after");
        assertThat(lifting.lift()).as("Kafka takes no partition away").isEmpty();
        assertThat(cluster.logs).hasSize(5);
        assertThat(fake.noted)
                .as("a failover is held against what the region has now")
                .containsExactly("us-east");
    }

    @Test
    void partitionsWithoutALeaderAreNotClaimed() throws Exception {
        cluster.leader = TopicState.Copies.NOBODY;

        FaultReceipt receipt = ADD.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect())
                .isEqualTo("the brokers show 2 partitions before and not 5 with a leader each after 30 s");
    }

    @Test
    void partitionsThatDoNotComeAreNotClaimed() throws Exception {
        cluster.grows = false;

        FaultReceipt receipt = ADD.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effectTo() - receipt.appliedTo()).isGreaterThanOrEqualTo(30_000_000_000L);
    }

    @Test
    void aTopicThatHasAsManyPartitionsIsLeftAlone() {
        Fault fewer = new AddPartitions("us-east", "orders", 2);

        assertThatThrownBy(() -> fewer.apply(fake.site(), lifting))
                .hasMessage("us-east orders has 2 partitions already, so they can't be raised to 2");
        assertThat(cluster.logs).hasSize(2);
    }

    @Test
    void aRegionOrTopicThatIsNotThereIsRefused() throws IOException {
        assertThat(problems("region: us-north, topic: orders, partitions: 12"))
                .singleElement()
                .asString()
                .contains("us-north");
        assertThat(problems("region: us-east, topic: order, partitions: 12"))
                .singleElement()
                .asString()
                .contains("order", "did you mean 'orders'?");
    }

    @Test
    void aNumberThatIsNoMoreThanTheTopicHasIsRefusedWhereItStands() throws IOException {
        for (int number : List.of(5, 6)) {
            assertThat(problems("region: us-east, topic: orders, partitions: " + number))
                    .containsExactly(
                            "orders has 6 partitions from the start, and Kafka takes none away; allowed: 7 or more");
        }
    }

    /** Without file and position, of which there must be one. */
    private static List<String> problems(String fault) throws IOException {
        String text = Files.readString(REGION_LOSS);
        ScenarioReading reading = new ScenarioReader()
                .read(
                        text.substring(0, text.indexOf("timeline:")) + "timeline:\n  - { at: 1s, add-partitions: { "
                                + fault + " } }\n  - { at: 60s, end: {} }\n",
                        "more.yaml",
                        Map.of());
        assertThat(reading).isInstanceOf(ScenarioReading.Refused.class);
        return ((ScenarioReading.Refused) reading)
                .problems().stream()
                        .map(Object::toString)
                        .peek(problem -> assertThat(problem).matches("more.yaml:\\d+:\\d+: .*"))
                        .map(problem -> problem.replaceFirst("^more.yaml:\\d+:\\d+: ", ""))
                        .toList();
    }
}
