package io.firedrill.scenario;

import static io.firedrill.scenario.Fixtures.problems;
import static io.firedrill.scenario.Fixtures.regionLossWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are well formed and cannot be, alone or together. */
class ImpossibleValuesTest {

    static List<Arguments> mistakes() {
        return List.of(
                Arguments.of(
                        "more replicas than brokers",
                        "replication-factor: 3",
                        "replication-factor: 4",
                        "18:48 replication-factor 4 of topic 'orders' needs as many brokers, and region us-east has 3"),
                Arguments.of(
                        "more in-sync replicas than replicas",
                        "replication-factor: 3, min-insync-replicas: 2",
                        "replication-factor: 1, min-insync-replicas: 2",
                        "18:72 min-insync-replicas 2 of topic 'orders' can never be met with 1 replica"),
                Arguments.of(
                        "a rate of nothing",
                        "rate: 500/s",
                        "rate: 0/s",
                        "34:38 services.order-service.produces.rate is '0/s'"),
                Arguments.of(
                        "a negative rate",
                        "rate: 500/s",
                        "rate: -1/s",
                        "34:38 services.order-service.produces.rate is '-1/s'"),
                Arguments.of(
                        "records smaller than their stamp",
                        "size: 512B",
                        "size: 63B",
                        "34:51 services.order-service.produces.size is '63B'"),
                Arguments.of(
                        "no partitions",
                        "partitions: 6",
                        "partitions: 0",
                        "18:25 topics.orders.partitions is the number 0"),
                Arguments.of(
                        "no brokers",
                        "us-west: { brokers: 3 }",
                        "us-west: { brokers: 0 }",
                        "12:23 regions.us-west.brokers is the number 0"),
                Arguments.of(
                        "idempotence without acknowledgement by all",
                        "acks: all",
                        "acks: 1, idempotent: true",
                        "34:90 an idempotent producer needs acks: all"),
                Arguments.of(
                        "a link of a region with itself",
                        "between: [us-east, us-west]",
                        "between: [us-east, us-east]",
                        "15:16 a link cannot join us-east to itself"),
                Arguments.of(
                        "a link of three regions",
                        "between: [us-east, us-west]",
                        "between: [us-east, us-west, us-east]",
                        "15:16 links.0.between has 3 items"),
                Arguments.of(
                        "two links of the same regions",
                        "jitter: 2ms }",
                        "jitter: 2ms }\n  - { between: [us-west, us-east] }",
                        "16:16 links.0 joins these regions already"),
                Arguments.of(
                        "a link to a region that is not there",
                        "between: [us-east, us-west]",
                        "between: [us-east, us-wst]",
                        "15:26 no region is named 'us-wst' (links.0.between.1)"),
                Arguments.of(
                        "a flow from a region to itself",
                        "to: us-west\n    topics",
                        "to: us-east\n    topics",
                        "22:9 a flow cannot copy us-east to itself"),
                Arguments.of(
                        "a flow of a topic nobody declared",
                        "topics: [orders]\n    policy",
                        "topics: [orders, order]\n    policy",
                        "23:22 no topic is named 'order' (replication.0.topics.1)"),
                Arguments.of(
                        "the same flow twice",
                        "\nservices:",
                        "  - { from: us-east, to: us-west, topics: [orders] }\n\nservices:",
                        "30:5 replication.0 is the flow us-east->us-west already"),
                Arguments.of(
                        "a topic with the name of a copy",
                        "topics:\n  orders:",
                        "topics:\n  us-east.orders: { partitions: 1 }\n  orders:",
                        "24:14 the copy of 'orders' would be named 'us-east.orders'"),
                Arguments.of(
                        "a producer of a topic nobody declared",
                        "topic: orders",
                        "topic: ordres",
                        "34:24 no topic is named 'ordres' (services.order-service.produces.topic)"),
                Arguments.of(
                        "a consumer of a topic nobody declared",
                        "topics: [orders], group",
                        "topics: [payments], group",
                        "37:26 no topic is named 'payments' (services.billing.consumes.topics.0)"),
                Arguments.of(
                        "a service in a region that is not there",
                        "deployed-in: [us-east, us-west]\n    produces",
                        "deployed-in: [us-east, eu]\n    produces",
                        "33:28 no region is named 'eu' (services.order-service.deployed-in.1)"),
                Arguments.of(
                        "a service twice in one region",
                        "deployed-in: [us-east, us-west]\n    produces",
                        "deployed-in: [us-east, us-east]\n    produces",
                        "33:28 services.order-service.deployed-in names us-east twice"),
                Arguments.of(
                        "a service that does nothing",
                        "    consumes: { topics: [orders], group: billing } # the whole lineage: orders and us-east.orders\n",
                        "",
                        "36:5 service 'billing' neither produces nor consumes"),
                Arguments.of(
                        "one group for two services",
                        "    standby: stopped",
                        "  audit:\n    deployed-in: [us-east]\n    consumes: { topics: [orders], group: billing }",
                        "40:42 group 'billing' is the group of service 'billing' already"),
                Arguments.of(
                        "two active regions in active-passive",
                        "deployed-in: [us-east, us-west]\n    consumes",
                        "deployed-in: [us-west, us-east]\n    consumes",
                        "36:19 active-passive has one active region: service 'billing' would be active in us-west"),
                Arguments.of(
                        "a failover to the region it leaves",
                        "to: us-west\n    detect",
                        "to: us-east\n    detect",
                        "43:9 to-west fails over from us-east to itself"),
                Arguments.of(
                        "a probe that dies with what it probes",
                        "seen-from: us-west",
                        "seen-from: us-east",
                        "44:42 a probe in us-east dies with it and detects nothing"),
                Arguments.of(
                        "a step of the runbook twice",
                        "      - stop-replication: {}",
                        "      - fence: {}",
                        "49:9 step 'fence' is in this runbook already"),
                Arguments.of(
                        "topics to verify that nobody declared",
                        "verify-topics: [orders]",
                        "verify-topics: [order]",
                        "50:25 no topic is named 'order' (failovers.to-west.runbook.3.verify-topics.topics.0)"),
                Arguments.of(
                        "a failover with a region's name",
                        "to-west",
                        "us-west",
                        "42:5 'us-west' names both a region and a failover"),
                Arguments.of(
                        "a baseline that ends before it is steady",
                        "objectives:",
                        "baseline: { stability: 2m, at-most: 1m }\nobjectives:",
                        "62:24 the baseline can never be steady for 2m"),
                Arguments.of(
                        "a recovery window that is longer than the recovery may be",
                        "objectives:",
                        "recovery: { window: 2m, at-most: 1m }\nobjectives:",
                        "62:21 no window of 2m can end in time"),
                Arguments.of(
                        "a person who takes less than no time",
                        "- stop-replication: {}",
                        "- operator-delay: { for: 1s, give-or-take: 2s }",
                        "49:50 nobody takes less than no time"),
                Arguments.of(
                        "a service that is misrouted to where it belongs",
                        "at-once: 4, each: 500ms",
                        "misrouted: { order-service: us-west }",
                        "52:57 us-west is where it should be sent"),
                Arguments.of(
                        "a misrouted service that sends nothing",
                        "at-once: 4, each: 500ms",
                        "misrouted: { billing: us-east }",
                        "52:51 'billing' sends nothing, so nothing is misrouted"),
                Arguments.of(
                        "a misrouted service that nobody knows",
                        "at-once: 4, each: 500ms",
                        "misrouted: { oder-service: us-east }",
                        "52:56 no service is named 'oder-service'"),
                Arguments.of(
                        "an unknown pattern",
                        "pattern: active-passive",
                        "pattern: active-pasive",
                        "8:10 pattern is 'active-pasive'"),
                Arguments.of(
                        "an objective nobody measures",
                        "rpo.records: 500",
                        "rpo.recods: 500",
                        "64:3 unknown key 'rpo.recods' in objectives"),
                Arguments.of(
                        "a count where a time belongs",
                        "rto.service: 30s",
                        "rto.service: 30",
                        "63:16 objectives.rto.service is the number 30"),
                Arguments.of(
                        "a time where a count belongs",
                        "rpo.records: 500",
                        "rpo.records: 2s",
                        "64:16 objectives.rpo.records is '2s'"),
                Arguments.of(
                        "a name that is no name",
                        "scenario: region-loss",
                        "scenario: Region Loss",
                        "6:11 scenario is 'Region Loss'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void isReportedOnceAtItsPlace(String mistake, String piece, String instead, String expected) {
        List<ScenarioProblem> problems = problems(regionLossWith(piece, instead));
        String first = problems.get(0).position().line() + ":"
                + problems.get(0).position().column() + " " + problems.get(0).message();
        assertThat(first).startsWith(expected);
        assertThat(problems).hasSize(1);
    }

    @Test
    void acceptsAZeroWhereAZeroMakesSense() {
        Fixtures.read(regionLossWith("jitter: 2ms", "jitter: 0s"));
        Fixtures.read(regionLossWith("each: 500ms", "each: 0s"));
        Fixtures.read(regionLossWith("rpo.time: 2s", "rpo.bytes: 0B"));
        Fixtures.read(regionLossWith("duplicates.delivered: 5%", "anomalies.C2: 0"));
    }

    @Test
    void suggestsWhatWasMeant() {
        assertThat(suggestion("acks: all", "acks: al")).isEqualTo("all");
        assertThat(suggestion("disks: kept", "disks: unflushed_lost")).isEqualTo("unflushed-lost");
        assertThat(suggestion("decide: automatic", "decide: automaticly")).isEqualTo("automatic");
        assertThat(suggestion("exactly-once: false", "exactly-once: no")).isEqualTo("false");
        assertThat(suggestion("scenario: region-loss", "scenario: RegionLoss")).isEqualTo("region-loss");
        assertThat(suggestion("policy: default", "policy: identiy")).isEqualTo("identity");
    }

    @Test
    void asksForWhatIsMissing() {
        assertThat(problems("scenario: x\n").stream().map(ScenarioProblem::message))
                .containsExactly(
                        "the scenario lacks 'pattern'",
                        "the scenario lacks 'regions'",
                        "the scenario lacks 'topics'",
                        "the scenario lacks 'services'",
                        "the scenario lacks 'timeline'");
    }

    private static String suggestion(String piece, String instead) {
        List<ScenarioProblem> problems = problems(regionLossWith(piece, instead));
        assertThat(problems).hasSize(1);
        return problems.get(0).suggestion();
    }
}
