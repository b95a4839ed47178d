package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.audit.Result;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ResultAssertTest {

    private static final Result GOOD = result(
            """
            {"verdict":"PASS","run":{"id":"r1"},"troubles":[],
             "rto":{"serviceMillis":9410,"writeMillis":8000,"readMillis":8100,"plusMinusMillis":260,"recovered":true},
             "rpo":{"records":3,"mayRecords":2,"mayBytes":9,"oldestMillis":12,"prefixMillis":20,"mostTimeMillis":120,
                    "plusMinusMillis":5,"finalRecords":0,"finalMayRecords":1,"strandedRecords":3,"strandedMayRecords":1,
                    "examples":["us-east/order-service-0/1/1234"]},
             "transitions":[{"name":"to-west",
                "rpo":{"records":3,"mayRecords":2,"mayBytes":9,"oldestMillis":12,"prefixMillis":20,"mostTimeMillis":120,
                    "plusMinusMillis":5,"finalRecords":0,"finalMayRecords":1,"strandedRecords":3,"strandedMayRecords":1,
                    "examples":["us-east/order-service-0/1/1234"]}}],
             "examples":{"to-west.rpo.mayRecords":["may 1","may 2"],"to-west.rpo.finalMayRecords":["may 1"]},
             "duplicates":{"delivered":{"count":120,"ratio":0.004}},
             "splitBrain":{"writes":0},
             "anomalies":{"P1":{"title":"lost-acked","unit":"records","count":0},
                          "C3":{"title":"redelivered","unit":"records","count":120,"examples":["one"]},
                          "R7":{"title":"translation error","unit":"records"}}}
            """);

    private static final Result BAD = result(
            """
            {"verdict":"INCONCLUSIVE","run":{"id":"r2"},
             "objectives":[{"name":"rto.service","limit":"30s","measured":"> 120s","verdict":"FAIL","reason":"never"}],
             "rto":{"plusMinusMillis":0,"recovered":false,"windowMillis":120000},
             "splitBrain":{"writes":7,"services":["legacy"],"keys":["k1"]},
             "troubles":["the drain did not finish"]}
            """);

    @Test
    void aGoodResultHoldsWhatItPromises() {
        FiredrillAssertions.assertThat(GOOD)
                .passed()
                .rtoServiceAtMost(Duration.ofMillis(9670))
                .rtoWriteAtMost(Duration.ofSeconds(9))
                .rtoReadAtMost(Duration.ofSeconds(9))
                .rpoRecordsAtMost(5)
                .rpoTimeAtMost(Duration.ofMillis(125))
                .rpoFinalAtMost(1)
                .duplicatesDeliveredAtMost(0.004)
                .noSplitBrainWrites()
                .hasNoAnomaly("P1");
    }

    @Test
    void whatWasMeasuredOfADrillWithTroublesIsWithinNoLimit() {
        Result doubtful = result(
                """
                {"verdict":"INCONCLUSIVE","run":{"id":"r3"},
                 "rto":{"serviceMillis":9410,"plusMinusMillis":260,"recovered":true},
                 "rpo":{"records":0,"mayRecords":0,"oldestMillis":0,"prefixMillis":0,"mostTimeMillis":0,"plusMinusMillis":0,
                        "finalRecords":0,"finalMayRecords":0,"examples":[]},
                 "duplicates":{"delivered":{"count":0,"ratio":0}},
                 "splitBrain":{"writes":0},
                 "anomalies":{"P1":{"title":"lost-acked","unit":"records","count":0}},
                 "troubles":["the drain did not finish","us-west was not scanned"]}
                """);
        Map<String, ThrowingCallable> limits = Map.of(
                "rto.service", () -> FiredrillAssertions.assertThat(doubtful).rtoServiceAtMost(Duration.ofSeconds(30)),
                "rpo.records", () -> FiredrillAssertions.assertThat(doubtful).rpoRecordsAtMost(5),
                "rpo.time", () -> FiredrillAssertions.assertThat(doubtful).rpoTimeAtMost(Duration.ofSeconds(5)),
                "rpo.final", () -> FiredrillAssertions.assertThat(doubtful).rpoFinalAtMost(5),
                "duplicates.delivered",
                        () -> FiredrillAssertions.assertThat(doubtful).duplicatesDeliveredAtMost(0.5),
                "split-brain.writes",
                        () -> FiredrillAssertions.assertThat(doubtful).noSplitBrainWrites(),
                "P1", () -> FiredrillAssertions.assertThat(doubtful).hasNoAnomaly("P1"));
        limits.forEach((name, limit) -> fails(
                limit,
                "Expected " + name + " within its limit, and what was measured is, but of r3 nothing is certain to be:",
                "the drain did not finish",
                "us-west was not scanned"));
    }

    @Test
    void aLimitInsideTheErrorBarIsNotHeld() {
        fails(
                () -> FiredrillAssertions.assertThat(GOOD).rtoServiceAtMost(Duration.ofMillis(9500)),
                "rto.service",
                "9.410 s +- 0.260 s");
    }

    @Test
    void recordsThatMayBeLostCount() {
        fails(
                () -> FiredrillAssertions.assertThat(GOOD).rpoRecordsAtMost(4),
                "Expected rpo.records at most 4 but it is [3 .. 5]: not certain are may 1, may 2");
        fails(
                () -> FiredrillAssertions.assertThat(GOOD).rpoRecordsAtMost(2),
                "Expected rpo.records at most 2 but it is [3 .. 5]: us-east/order-service-0/1/1234");
        fails(
                () -> FiredrillAssertions.assertThat(GOOD).rpoTimeAtMost(Duration.ofMillis(124)),
                "rpo.time at most",
                "but it is [0.020 s .. 0.120 s] +- 0.005 s");
        fails(
                () -> FiredrillAssertions.assertThat(GOOD).rpoFinalAtMost(0),
                "Expected rpo.final at most 0 but it is [0 .. 1]: not certain are may 1");
    }

    @Test
    void whatAResultOfAnEarlierVersionDoesNotKnowHoldsNoLimit() {
        Result old = result(
                """
                {"verdict":"PASS","run":{"id":"r3"},"troubles":[],
                 "rpo":{"records":3,"mayRecords":0,"oldestMillis":12,"prefixMillis":20,"finalRecords":0,"examples":[]}}
                """);
        FiredrillAssertions.assertThat(old).rpoRecordsAtMost(3);
        String again = "is not known: the result of r3 is of an earlier version. Audit the run again";
        fails(() -> FiredrillAssertions.assertThat(old).rpoFinalAtMost(Long.MAX_VALUE), "rpo.final", again);
        fails(() -> FiredrillAssertions.assertThat(old).rpoTimeAtMost(Duration.ofDays(1)), "rpo.time", again);
    }

    @Test
    void aResultOfAnEarlierVersionInWhichNothingIsOrMayBeLostHoldsEveryLimit() {
        Result old = result(
                """
                {"verdict":"PASS","run":{"id":"r4"},"troubles":[],
                 "rpo":{"records":0,"mayRecords":0,"oldestMillis":0,"prefixMillis":0,"finalRecords":0,"examples":[]}}
                """);
        FiredrillAssertions.assertThat(old)
                .rpoRecordsAtMost(0)
                .rpoTimeAtMost(Duration.ZERO)
                .rpoFinalAtMost(0);
    }

    @Test
    void aVerdictThatIsNotAPassIsExplained() {
        fails(
                () -> FiredrillAssertions.assertThat(BAD).passed(),
                "r2",
                "INCONCLUSIVE",
                "FAIL rto.service: > 120s, limit 30s. never",
                "the drain did not finish");
        FiredrillAssertions.assertThat(BAD).hasVerdict(Result.Verdict.INCONCLUSIVE);
    }

    @Test
    void whatWasNotMeasuredHoldsNoLimit() {
        fails(
                () -> FiredrillAssertions.assertThat(BAD).rtoServiceAtMost(Duration.ofDays(1)),
                "not recovered within 120.000 s");
        fails(() -> FiredrillAssertions.assertThat(BAD).rpoRecordsAtMost(Long.MAX_VALUE), "no transition");
        fails(() -> FiredrillAssertions.assertThat(result("{}")).rtoWriteAtMost(Duration.ofDays(1)), "no transition");
        fails(() -> FiredrillAssertions.assertThat(result("{}")).noSplitBrainWrites(), "not measured");
        fails(() -> FiredrillAssertions.assertThat(BAD).duplicatesDeliveredAtMost(1), "not measured");
        fails(() -> FiredrillAssertions.assertThat(GOOD).hasNoAnomaly("R7"), "not measured");
        fails(() -> FiredrillAssertions.assertThat(GOOD).hasNoAnomaly("X9"), "not measured");
    }

    @Test
    void whatMayBeThereOnTopOfNoneIsNoProofThatNoneIs() {
        Result open = result(
                """
                {"run":{"id":"r4"},"troubles":[],
                 "anomalies":{"P1":{"title":"lost-acked","unit":"records","count":0,"figures":{"mayRecords":3.0}},
                              "P2":{"title":"aborted-visible","unit":"records","count":0,"figures":{"mayRecords":0.0}}}}
                """);
        fails(() -> FiredrillAssertions.assertThat(open).hasNoAnomaly("P1"), "[0 .. 3] records of lost-acked");
        FiredrillAssertions.assertThat(open).hasNoAnomaly("P2");
    }

    @Test
    void findingsAreNamed() {
        fails(
                () -> FiredrillAssertions.assertThat(BAD).noSplitBrainWrites(),
                "split-brain.writes",
                "7",
                "legacy",
                "k1");
        fails(() -> FiredrillAssertions.assertThat(GOOD).hasNoAnomaly("C3"), "120 records of redelivered", "one");
        fails(() -> FiredrillAssertions.assertThat(GOOD).duplicatesDeliveredAtMost(0.003), "0.004", "120 records");
    }

    private static void fails(ThrowingCallable assertion, String... parts) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContainingAll(parts);
    }

    private static Result result(String json) {
        return new JsonMapper().readValue(json, Result.class);
    }
}
