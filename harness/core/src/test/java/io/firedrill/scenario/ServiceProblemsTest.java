package io.firedrill.scenario;

import static io.firedrill.scenario.Fixtures.problems;
import static io.firedrill.scenario.Fixtures.read;
import static io.firedrill.scenario.Fixtures.regionLossWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Transactions, repeated sends, stores, and flows that a step starts. */
class ServiceProblemsTest {

    private static ServiceSpec orders(String produces, String beside) {
        ServiceSpec service = read(regionLossWith("acks: all }", "acks: all" + produces + " }" + beside))
                .services()
                .get("order-service");
        assertThat(service).isNotNull();
        return service;
    }

    @Test
    void transactionsAreReadWithTheirDefaults() {
        assertThat(orders(", transactions: { size: 5, abort: 5%, hang: 30s, timeout: 25s }", "")
                        .produces()
                        .orElseThrow()
                        .transactions())
                .contains(new ServiceSpec.Transactions(5, 0.05, Duration.ofSeconds(30), Duration.ofSeconds(25)));
        assertThat(orders(", transactions: {}", "").produces().orElseThrow().transactions())
                .contains(new ServiceSpec.Transactions(10, 0, Duration.ZERO, Duration.ofSeconds(60)));
        assertThat(orders(", resends: 1%", "").produces().orElseThrow().resends())
                .isEqualTo(0.01);
    }

    @Test
    void aStoreIsReadWithItsDefaults() {
        assertThat(orders("", "\n    store: { lag: 200ms, written: after }").store())
                .contains(new ServiceSpec.Store(
                        ServiceSpec.Store.Replicated.ASYNC, Duration.ofMillis(200), ServiceSpec.Store.Written.AFTER));
        assertThat(orders("", "\n    store: {}").store())
                .contains(new ServiceSpec.Store(
                        ServiceSpec.Store.Replicated.ASYNC, Duration.ZERO, ServiceSpec.Store.Written.BEFORE));
        assertThat(orders("", "").store()).isEqualTo(Optional.empty());
    }

    @Test
    void transactionsNeedAnIdempotentProducer() {
        assertThat(problems(regionLossWith("acks: all", "acks: 1, transactions: { size: 5 }")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).startsWith("transactions need an idempotent producer");
                    assertThat(problem.allowed()).isEqualTo("acks: all and idempotent: true");
                });
    }

    @Test
    void aStoreNeedsSomethingThatItsRowsAreOf() {
        assertThat(problems(regionLossWith("    standby: stopped", "    store: {}")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo("service 'billing' sends nothing that a row could be of"));
        assertThat(problems(regionLossWith("acks: all }", "acks: all, transactions: {} }\n    store: {}")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("can't be committed together"));
    }

    @Test
    void whatIsWrittenWhenHasThreeWords() {
        assertThat(problems(regionLossWith("acks: all }", "acks: all }\n    store: { written: during }")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.allowed()).isEqualTo("before | with | after"));
    }

    @Test
    void aFlowThatWaitsNeedsAStepAndAStepAFlowThatWaits() {
        assertThat(problems(regionLossWith("offset-lag-max: 0", "offset-lag-max: 0\n    started: by-step")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo("no step of a runbook or the timeline starts the flow us-east->us-west"));
        assertThat(problems(
                        regionLossWith("stop-replication: {}", "start-replication: { from: us-west, to: us-east }")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).isEqualTo("no flow us-west->us-east waits to be started");
                    assertThat(problem.allowed()).isEqualTo("a flow in replication: with started: by-step");
                });
    }
}
