package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.kafka.LogBounds;
import io.firedrill.region.RegionLoss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Faults on what a region's topics hold. */
class DataFaultsTest {
    private static final TruncateTopic TRUNCATE = new TruncateTopic("us-east", "orders", Optional.empty(), 10);
    private static final RecreateTopic RECREATE = new RecreateTopic("us-east", "orders");
    private static final ExpireRecords EXPIRE = new ExpireRecords("us-east", "orders");
    private static final UncleanElection ELECTION = new UncleanElection("us-east", "orders", 0);
    private static final AddPartitions ADD = new AddPartitions("us-east", "orders", 5);

    private final FakeCluster cluster = new FakeCluster(new LogBounds(0, 100), new LogBounds(40, 45));
    private final FakeClusterSite fake = new FakeClusterSite(cluster);
    private final Lifting lifting = new Lifting();
    private final List<String> done = new ArrayList<>();

    @Test
    void truncationKeepsTheLastRecordsAndSaysHowManyWent() throws Exception {
        FaultReceipt receipt = TRUNCATE.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.effect()).isEqualTo("log starts moved by 90 records: partition 0 by 90");
        assertThat(cluster.logs.get(1)).isEqualTo(new LogBounds(40, 45));
    }

    @Test
    void truncatingWhatHoldsNoMoreIsNoEffect() throws Exception {
        FaultReceipt receipt = new TruncateTopic("us-east", "orders", Optional.of(1), 10).apply(fake.site(), lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).contains("nothing to delete");
    }

    @Test
    void truncationThatMovesNoLogStartIsNotClaimed() throws Exception {
        cluster.deletes = false;

        FaultReceipt receipt = TRUNCATE.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).isEqualTo("log starts of 0 of 1 partitions moved");
    }

    @Test
    void aTopicThatIsNotThereIsRefusedByName() {
        cluster.there = false;

        for (Fault fault : List.of(TRUNCATE, RECREATE, EXPIRE, ELECTION, ADD)) {
            assertThatThrownBy(() -> fault.apply(fake.site(), lifting))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("us-east has no ")
                    .hasMessageContaining("orders");
        }
    }

    @Test
    void aRecreatedTopicHasAnotherIdAndTheTimelineSaysSinceWhen() throws Exception {
        FaultReceipt receipt = RECREATE.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.effect()).isEqualTo("the topic id was id-1 and is id-2");
        assertThat(fake.facts)
                .containsExactly(new TimelineEvent.TopicRecreated(receipt.effectTo(), "us-east", "orders"));
    }

    @Test
    void aTopicThatCanNotBeDeletedIsNoRecreation() throws Exception {
        cluster.deletes = false;

        assertThatThrownBy(() -> RECREATE.apply(fake.site(), lifting))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused");
        assertThat(fake.facts).isEmpty();
    }

    @Test
    void aTopicWhoseRecreationBrokeHalfwayIsMadeAgainByLifting() throws Exception {
        fake.answers.put("record", any -> {
            throw new IllegalStateException("the disk is full");
        });

        assertThatThrownBy(() -> RECREATE.apply(fake.site(), lifting)).hasMessageContaining("the disk is full");
        assertThat(cluster.there).isFalse();
        assertThat(lifting.lift()).containsExactly("us-east orders was made again");
        assertThat(cluster.there).isTrue();
    }

    @Test
    void expiryEndsWithTheSettingsThatTheTopicHad() throws Exception {
        cluster.config.put("segment.ms", "60000");

        FaultReceipt receipt = EXPIRE.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.effect())
                .startsWith("log starts moved by 105 records: partition 0 by 100, partition 1 by 5");
        assertThat(cluster.config).containsOnlyKeys("segment.ms").containsEntry("segment.ms", "60000");
    }

    @Test
    void expiryThatDoesNotComeIsNotClaimed() throws Exception {
        cluster.expires = false;

        FaultReceipt receipt = EXPIRE.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).startsWith("not everything had expired after 60 s");
        assertThat(cluster.config).isEmpty();
    }

    @Test
    void whatIsCompactedDoesNotExpire() {
        cluster.config.put("cleanup.policy", "compact");

        assertThatThrownBy(() -> EXPIRE.apply(fake.site(), lifting)).hasMessageContaining("cleanup.policy compact");
    }

    @Test
    void anEmptyTopicCanNotExpire() throws Exception {
        cluster.logs.replaceAll((partition, log) -> new LogBounds(7, 7));

        FaultReceipt receipt = EXPIRE.apply(fake.site(), lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).contains("empty");
        assertThat(cluster.config).isEmpty();
    }

    @Test
    void anUncleanElectionStopsOneKillsTheOthersAndElectsTheOneThatLags() throws Exception {
        brokers(true);

        FaultReceipt receipt = ELECTION.apply(fake.site(), lifting);

        assertThat(done).containsExactly("stop [2]", "kill [1]", "start [2]");
        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.effect()).contains("broker 2 leads").contains("at least the last 1 ");
        assertThat(receipt.touched()).contains("us-east broker 1", "us-east broker 2");
    }

    @Test
    void nobodyIsKilledWhereNothingWasWrittenMeanwhile() throws Exception {
        brokers(false);

        FaultReceipt receipt = ELECTION.apply(fake.site(), lifting);

        assertThat(done).containsExactly("stop [2]");
        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).contains("nothing was written");
    }

    /** Two brokers; writes go on after one was stopped, or do not. */
    private void brokers(boolean written) {
        fake.ofRegion.put("stop", call -> {
            done.add("stop " + call.get(0));
            return List.of();
        });
        fake.ofRegion.put("kill", call -> {
            done.add("kill " + call.get(0));
            return new RegionLoss(List.of(), Map.of());
        });
        fake.ofRegion.put("start", call -> {
            done.add("start " + call.get(0));
            return call.get(0);
        });
        fake.answers.put("pause", call -> {
            if (written) {
                cluster.logs.computeIfPresent(0, (partition, log) -> new LogBounds(log.start(), log.end() + 1));
            }
            return fake.passes(call);
        });
    }
}
