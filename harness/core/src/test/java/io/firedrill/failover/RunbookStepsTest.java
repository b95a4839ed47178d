package io.firedrill.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Catalogue;
import io.firedrill.replication.FakeLogs;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.Fixtures;
import io.firedrill.scenario.RunbookStep;
import io.firedrill.scenario.RunbookStep.ActivateConsumers.Offsets;
import io.firedrill.scenario.RunbookStep.WaitForReplication.OnTimeout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Each step of a runbook in two regions, us-east that is left behind and us-west that takes over. */
class RunbookStepsTest {

    private final FakeAdmin east = new FakeAdmin();
    private final FakeAdmin west = new FakeAdmin();
    private final FakeLogs source = new FakeLogs("orders");
    private final FakeLogs copy = new FakeLogs("us-east.orders");
    private boolean sourceAnswers = true;
    private Runnable meanwhile = () -> {};

    private final FakeFailoverSite site = new FakeFailoverSite() {
        @Override
        public Catalogue catalogue() {
            return new Catalogue(
                    List.of("us-east", "us-west"),
                    List.of(
                            new Catalogue.Topic("orders", "orders", "", 2),
                            new Catalogue.Topic("us-east.orders", "orders", "us-east", 2)),
                    List.of(),
                    List.of());
        }

        @Override
        public Admin admin(String region) {
            assertThat(region).isEqualTo("us-east");
            return east.client();
        }

        @Override
        public Admin localAdmin(String region) {
            assertThat(region).isEqualTo("us-west");
            return west.client();
        }

        @Override
        public Consumer<byte[], byte[]> reader(String region) {
            assertThat(region).isEqualTo("us-east");
            if (!sourceAnswers) {
                throw new TimeoutException("nobody answers");
            }
            return source;
        }

        @Override
        public Consumer<byte[], byte[]> localReader(String region) {
            assertThat(region).isEqualTo("us-west");
            return copy;
        }

        @Override
        public void pause(Duration time) {
            super.pause(time);
            meanwhile.run();
        }
    };

    private StepOutcome run(RunbookStep step) throws Exception {
        FailoverSpec spec = new FailoverSpec(
                "us-east",
                "us-west",
                new FailoverSpec.Detect.ByHand(),
                new FailoverSpec.Decide.Automatic(),
                List.of(step));
        return Step.of("to-west", spec, step).run(site);
    }

    private StepOutcome fence() throws Exception {
        return run(new RunbookStep.Fence(RunbookStep.Fence.By.ACL, Duration.ofSeconds(2)));
    }

    private StepOutcome awaitReplication(OnTimeout onTimeout) throws Exception {
        return run(new RunbookStep.WaitForReplication(Duration.ofSeconds(5), onTimeout));
    }

    @Test
    void aFenceDeniesWritesAndNothingElse() throws Exception {
        assertThat(fence()).isEqualTo(StepOutcome.done("writes denied in us-east on orders"));
        assertThat(east.acls).containsExactlyInAnyOrder("orders ALLOW ALL", "orders DENY WRITE");
        assertThat(site.happened).containsExactly("FenceConfirmed");
    }

    @Test
    void aRegionThatDoesNotAnswerIsNotFencedAndIsNotWaitedFor() throws Exception {
        east.refusal = new TimeoutException("nobody answers");

        assertThat(fence())
                .isEqualTo(StepOutcome.unreachable("us-east did not answer within 2000 ms: nothing is fenced there"));
        assertThat(site.happened).isEmpty();
    }

    @Test
    void aFenceThatIsRefusedIsAFailureAndIsNeverConfirmed() throws Exception {
        east.refusal = new SecurityDisabledException("no authorizer");

        StepOutcome outcome = fence();

        assertThat(outcome.outcome()).isEqualTo("failed");
        assertThat(outcome.note()).startsWith("us-east refused the fence: ").contains("no authorizer");
        assertThat(outcome.goOn()).isTrue();
        assertThat(site.happened).isEmpty();
    }

    @Test
    void replicationIsAwaitedUntilTheLastRecordOfEachPartitionIsCopied() throws Exception {
        source.record(0, "a", 1).record(1, "b", 2);
        copy.record(0, "a", 1);
        meanwhile = () -> copy.record(1, "b", 2);

        assertThat(awaitReplication(OnTimeout.ABORT))
                .isEqualTo(StepOutcome.done("the target holds the last record of all 2 source partitions"));
        assertThat(site.happened).containsExactly("waited 100 ms");
    }

    @Test
    void copiesThatDoNotComeEndTheRunbookOnlyWhereItSaysSo() throws Exception {
        source.record(0, "a", 1);

        StepOutcome aborted = awaitReplication(OnTimeout.ABORT);

        assertThat(aborted)
                .isEqualTo(StepOutcome.timedOut(false, "after 5000 ms the target lacks the last record of [orders-0]"));
        assertThat(site.now()).isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void theRunbookGoesOnWithoutTheCopiesWhereItSaysSo() throws Exception {
        source.record(0, "a", 1);

        assertThat(awaitReplication(OnTimeout.CONTINUE).goOn()).isTrue();
    }

    @Test
    void ofASourceThatCannotBeAskedTheCopiesOnTheirWayAreAwaited() throws Exception {
        sourceAnswers = false;
        west.ends.put("us-east.orders", List.of(3L, 4L));

        StepOutcome outcome = awaitReplication(OnTimeout.ABORT);

        assertThat(outcome.outcome()).isEqualTo("unreachable");
        assertThat(outcome.note()).contains("copies stood still for 1000 ms", "at 7 in sum");
        assertThat(outcome.goOn()).isTrue();
        assertThat(site.now()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void copiesThatStillGrowAreNotAwaitedForEver() throws Exception {
        sourceAnswers = false;
        west.ends.put("us-east.orders", List.of(0L, 0L));
        meanwhile = () -> west.ends.put("us-east.orders", List.of(site.now(), 0L));

        assertThat(awaitReplication(OnTimeout.ABORT))
                .isEqualTo(
                        StepOutcome.timedOut(false, "after 5000 ms the copies still grew, and us-east can't be asked"));
    }

    @Test
    void aTopicThatIsMissingOrHasFewerPartitionsIsNamed() throws Exception {
        RunbookStep verify = new RunbookStep.VerifyTopics(List.of("orders"));
        west.ends.put("us-east.orders", List.of(0L));

        assertThat(run(verify))
                .isEqualTo(StepOutcome.failed(
                        true, "in us-west: orders does not exist; us-east.orders has 1 partitions instead of 2"));

        west.ends.putAll(Map.of("orders", List.of(0L, 0L), "us-east.orders", List.of(0L, 0L)));
        assertThat(run(verify)).isEqualTo(StepOutcome.done("2 topics are there with their partitions"));
    }

    @Test
    void aCopyThatFollowedItsTopicToMorePartitionsIsThere() throws Exception {
        west.ends.putAll(Map.of("orders", List.of(0L, 0L), "us-east.orders", List.of(0L, 0L, 0L)));

        assertThat(run(new RunbookStep.VerifyTopics(List.of("orders"))))
                .isEqualTo(StepOutcome.done("2 topics are there with their partitions"));
    }

    @Test
    void consumersStartWhereTheRunbookSays() throws Exception {
        for (Offsets offsets : Offsets.values()) {
            run(new RunbookStep.ActivateConsumers(offsets));
        }

        assertThat(site.happened)
                .containsExactly(
                        "consumers of [billing] from SYNCED in us-west",
                        "consumers of [billing] from EARLIEST in us-west",
                        "consumers of [billing] from LATEST in us-west");
    }

    @Test
    void producersAreSwitchedSoManyAtOnceAndNobodyWritesBeforeTheSnapshot() throws Exception {
        String second =
                """
                  refunds:
                    deployed-in: [us-east, us-west]
                    produces: { topic: orders, rate: 10/s }
                  returns:
                    deployed-in: [us-east, us-west]
                    produces: { topic: orders, rate: 10/s }
                """;
        site.scenario = Fixtures.read(Fixtures.regionLoss().replace("services:\n", "services:\n" + second));
        west.ends.putAll(Map.of("orders", List.of(0L, 0L), "us-east.orders", List.of(5L, 6L)));

        StepOutcome outcome = run(new RunbookStep.SwitchProducers(2, Duration.ofMillis(500), Map.of()));

        assertThat(outcome).isEqualTo(StepOutcome.done("3 producing services send to us-west"));
        assertThat(site.happened)
                .containsExactly(
                        "SnapshotTaken",
                        "us-west owns",
                        "waited 500 ms",
                        "producers of [refunds, returns] in us-west",
                        "ServiceSwitched",
                        "ServiceSwitched",
                        "waited 500 ms",
                        "producers of [order-service] in us-west",
                        "ServiceSwitched");
    }

    @Test
    void aServiceThatIsSentTheWrongWayIsNeverSaidToBeSwitched() throws Exception {
        west.ends.putAll(Map.of("orders", List.of(0L, 0L), "us-east.orders", List.of(5L, 6L)));

        StepOutcome outcome =
                run(new RunbookStep.SwitchProducers(1, Duration.ZERO, Map.of("order-service", "us-east")));

        assertThat(outcome.note()).contains("order-service was sent to us-east by mistake and writes there");
        assertThat(site.happened)
                .contains("producers of [order-service] in us-east")
                .doesNotContain("ServiceSwitched");
    }
}
