package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.RecordStamp;
import io.firedrill.scenario.RunbookStep.ActivateConsumers.Offsets;
import io.firedrill.scenario.ServiceSpec.Standby;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class MembershipTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final TopicPartition COPY = new TopicPartition("us-west.orders", 1);
    private static final Duration POLL = Duration.ZERO;

    private final FactList journal = new FactList();
    private final MockConsumer<byte[], byte[]> client = new MockConsumer<>("earliest");
    private BooleanSupplier answers = () -> true;

    private Membership member(GroupState group) {
        client.updateBeginningOffsets(Map.of(ORDERS, 0L, COPY, 0L));
        client.updateEndOffsets(Map.of(ORDERS, 100L, COPY, 100L));
        Membership member = new Membership(
                TestAssignments.consumer(Standby.PAUSED, true),
                TestAssignments.CATALOGUE,
                0,
                group,
                journal.sink,
                client,
                () -> answers.getAsBoolean());
        member.subscribe();
        return member;
    }

    private void record(TopicPartition partition, long offset) {
        byte[] key = {1};
        byte[] id = RecordStamp.idHeader(1, 0, 1, offset);
        byte[] value = new byte[100];
        RecordStamp.write(value, key, id, 1, 0, 1, offset, 0, 1, 0);
        RecordHeaders headers = new RecordHeaders();
        headers.add(RecordStamp.ID_HEADER, id);
        client.addRecord(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                0L,
                TimestampType.CREATE_TIME,
                1,
                100,
                key,
                value,
                headers,
                Optional.empty()));
    }

    @Test
    void writesDownWhereItStartsAndWhatItDelivers() {
        Membership member = member(new GroupState(true));
        client.rebalance(List.of(ORDERS, COPY));
        record(ORDERS, 0);
        record(COPY, 0);
        record(COPY, 1);
        member.turn(POLL);

        assertThat(journal.of("assigned"))
                .extracting(fact -> fact.values().subList(2, 5))
                .containsExactlyInAnyOrder(List.of(0, 0, 0L), List.of(1, 1, 0L));
        assertThat(journal.of("delivered")).hasSize(3).allSatisfy(fact -> assertThat(fact.values())
                .endsWith(true));
        assertThat(journal.of("delivered").stream().filter(fact -> fact.number(2) == 1))
                .extracting(fact -> fact.number(4))
                .containsExactly(0L, 1L);
        assertThat(member.assigned()).isEqualTo(2);
    }

    @Test
    void startsWhereTheGroupHadCommitted() {
        Membership member = member(new GroupState(true));
        client.commitSync(Map.of(ORDERS, new OffsetAndMetadata(40)));
        client.rebalance(List.of(ORDERS));
        member.turn(POLL);

        assertThat(journal.of("assigned")).singleElement().satisfies(fact -> assertThat(fact.number(4))
                .isEqualTo(40));
    }

    @Test
    void aRecordWithoutAStampIsDeliveredAsForeign() {
        Membership member = member(new GroupState(true));
        client.rebalance(List.of(ORDERS));
        client.addRecord(new ConsumerRecord<>("orders", 0, 0, null, "hello".getBytes(StandardCharsets.UTF_8)));
        member.turn(POLL);

        assertThat(journal.of("deliveredForeign")).hasSize(1);
        assertThat(journal.of("delivered")).isEmpty();
    }

    @Test
    void leavingCommitsWhatWasHandledAndThenGivesUpThePartitions() {
        Membership member = member(new GroupState(true));
        client.rebalance(List.of(ORDERS));
        record(ORDERS, 0);
        record(ORDERS, 1);
        member.turn(POLL);
        member.leave();

        assertThat(client.committed(Set.of(ORDERS)).get(ORDERS).offset()).isEqualTo(2);
        assertThat(journal.facts.subList(journal.facts.size() - 2, journal.facts.size()))
                .extracting(FactList.Fact::name)
                .containsExactly("committed", "revoked");
        assertThat(journal.of("revoked").get(0).number(4)).isEqualTo(2);
    }

    @Test
    void aPartitionBetweenTwoMembersKeepsThePositionOfTheGroup() {
        GroupState group = new GroupState(true);
        Membership member = member(group);
        client.rebalance(List.of(ORDERS));
        record(ORDERS, 0);
        member.turn(POLL);
        member.leave();

        assertThat(group.positions).containsEntry(ORDERS, 1L);
    }

    @Test
    void lostPartitionsAreNotCommitted() {
        Membership member = member(new GroupState(true));
        client.rebalance(List.of(ORDERS));
        record(ORDERS, 0);
        member.turn(POLL);
        member.abandon();
        member.leave();

        assertThat(journal.of("committed")).isEmpty();
        assertThat(journal.of("revoked")).hasSize(1);
    }

    @Test
    void pausedOnStandbyItDeliversNothingUntilActivated() {
        GroupState group = new GroupState(false);
        Membership member = member(group);
        client.rebalance(List.of(ORDERS));
        member.turn(POLL);
        member.turn(POLL);
        assertThat(client.paused()).containsExactly(ORDERS);

        group.activate(Offsets.SYNCED);
        record(ORDERS, 0);
        member.turn(POLL);

        assertThat(client.paused()).isEmpty();
        assertThat(journal.of("delivered")).hasSize(1);
    }

    @Test
    void activatedAtTheEarliestItGoesBackOnceAndKeepsThatForWhoeverTakesOver() {
        GroupState group = new GroupState(false);
        Membership member = member(group);
        client.commitSync(Map.of(ORDERS, new OffsetAndMetadata(40)));
        group.activate(Offsets.EARLIEST);
        client.rebalance(List.of(ORDERS));
        member.turn(POLL);
        assertThat(journal.of("assigned")).last().satisfies(fact -> assertThat(fact.number(4))
                .isZero());

        member.leave();
        assertThat(client.committed(Set.of(ORDERS)).get(ORDERS).offset()).isZero();

        record(ORDERS, 0);
        client.rebalance(List.of());
        client.rebalance(List.of(ORDERS));
        client.commitSync(Map.of(ORDERS, new OffsetAndMetadata(7)));
        assertThat(group.firstToStart(ORDERS)).isFalse();
    }

    @Test
    void activatedAtTheLatestItSkipsWhatIsThere() {
        GroupState group = new GroupState(false);
        Membership member = member(group);
        group.activate(Offsets.LATEST);
        client.rebalance(List.of(ORDERS));
        member.turn(POLL);

        assertThat(journal.of("assigned")).last().satisfies(fact -> assertThat(fact.number(4))
                .isEqualTo(100));
    }

    @Test
    void stoppedBetweenTwoRecordsItHandsOverTheRest() {
        GroupState group = new GroupState(true);
        MockConsumer<byte[], byte[]> stopping = client;
        FactList deliveries = new FactList();
        Membership member = new Membership(
                TestAssignments.consumer(Standby.STOPPED, true),
                TestAssignments.CATALOGUE,
                0,
                group,
                new io.firedrill.evidence.FactSink() {
                    @Override
                    public void delivered(
                            int g,
                            int i,
                            int t,
                            int p,
                            long offset,
                            int w,
                            int pr,
                            int s,
                            long n,
                            long at,
                            boolean ok) {
                        deliveries.sink.delivered(g, i, t, p, offset, w, pr, s, n, at, ok);
                        group.stop(POLL);
                    }
                },
                stopping,
                () -> true);
        client.updateBeginningOffsets(Map.of(ORDERS, 0L));
        client.updateEndOffsets(Map.of(ORDERS, 100L));
        member.subscribe();
        client.rebalance(List.of(ORDERS));
        record(ORDERS, 0);
        record(ORDERS, 1);
        record(ORDERS, 2);
        member.turn(POLL);
        member.leave();

        assertThat(deliveries.of("delivered")).hasSize(1);
        assertThat(client.committed(Set.of(ORDERS)).get(ORDERS).offset()).isOne();
    }

    @Test
    void aHandlerCallsAgainUntilItIsAnswered() {
        List<Boolean> said = new ArrayList<>(List.of(true, false, false, true));
        answers = () -> said.remove(0);
        Membership member = member(new GroupState(true));
        client.rebalance(List.of(ORDERS));
        record(ORDERS, 0);
        record(ORDERS, 1);
        member.turn(POLL);
        member.leave();

        assertThat(said).isEmpty();
        assertThat(journal.of("delivered")).hasSize(2);
        assertThat(client.committed(Set.of(ORDERS)).get(ORDERS).offset()).isEqualTo(2);
    }

    @Test
    void aRecordWhoseCallIsNeverAnsweredIsDeliveredAndNotCommitted() {
        GroupState group = new GroupState(true);
        List<Boolean> said = new ArrayList<>(List.of(true));
        answers = () -> {
            if (said.isEmpty()) {
                group.stop(POLL);
                return false;
            }
            return said.remove(0);
        };
        Membership member = member(group);
        client.rebalance(List.of(ORDERS));
        record(ORDERS, 0);
        record(ORDERS, 1);
        record(ORDERS, 2);
        member.turn(POLL);
        member.leave();

        assertThat(journal.of("delivered")).hasSize(2);
        assertThat(client.committed(Set.of(ORDERS)).get(ORDERS).offset()).isOne();
    }
}
