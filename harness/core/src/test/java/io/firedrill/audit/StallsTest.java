package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Catalogue;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.StallLog;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.FailoverSpec;
import io.firedrill.scenario.Scenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What of the time in which processes stood still widens which figure. Times are milliseconds. */
class StallsTest {
    private final ToldFacts told = new ToldFacts();
    private final SyntheticDrill drill = new SyntheticDrill();
    private final Map<String, List<StallLog.Entry>> ours = new LinkedHashMap<>();
    private final Map<String, List<StallLog.Entry>> measured = new LinkedHashMap<>();
    private final List<Stall> noted = new ArrayList<>();

    private static void stall(
            Map<String, List<StallLog.Entry>> of, String process, long from, long millis, long collecting) {
        of.computeIfAbsent(process, p -> new ArrayList<>())
                .add(new StallLog.Entry(from * MILLI, millis * MILLI, collecting * MILLI));
    }

    private Stalls stalls() {
        List<StallLog> logs = new ArrayList<>();
        ours.forEach((process, stalls) -> logs.add(new StallLog("f", process, false, stalls, List.of())));
        measured.forEach((process, stalls) -> logs.add(new StallLog("f", process, true, stalls, List.of())));
        return new Stalls(logs, noted, told.story(drill.scenario()));
    }

    private long widen(long from, long to) {
        return stalls().widen(from * MILLI, to * MILLI) / MILLI;
    }

    @Test
    void aStallWidensWhatItOverlapsWhole_alsoWhereItEndedFiftyMillisecondsBefore() {
        stall(ours, "harness", 1000, 100, 0);
        assertThat(widen(0, 999)).isZero();
        assertThat(widen(0, 1000)).isEqualTo(100);
        assertThat(widen(1050, 1060)).isEqualTo(100);
        assertThat(widen(1150, 2000)).isEqualTo(100);
        assertThat(widen(1151, 2000)).isZero();
    }

    @Test
    void stallsThatOverlapWidenOnce_andSuchAsFollowEachOtherBoth() {
        stall(ours, "harness", 1000, 100, 0);
        stall(ours, "worker", 1050, 100, 0);
        stall(ours, "worker", 1060, 10, 0);
        assertThat(widen(0, 5000)).isEqualTo(150);
        stall(ours, "harness", 1150, 30, 0);
        assertThat(widen(0, 5000)).isEqualTo(180);
        stall(ours, "harness", 2000, 7, 0);
        assertThat(widen(0, 5000)).isEqualTo(187);
        noted.add(new Stall("worker of us-east", false, 900 * MILLI, 300 * MILLI));
        assertThat(widen(0, 5000)).isEqualTo(307);
    }

    @Test
    void aCollectionOfWhatIsMeasuredIsKafkas_andOneOfWhatMeasuresIsOurs() {
        stall(measured, "us-west broker 1", 1000, 100, 40);
        stall(ours, "harness", 3000, 100, 100);
        stall(measured, "us-west broker 1", 5000, 100, 100);
        assertThat(widen(0, 2000)).isEqualTo(60);
        assertThat(widen(2000, 4000)).isEqualTo(100);
        assertThat(widen(4000, 6000)).isZero();
        assertThat(stalls().ofWhatMeasures(0, 6000 * MILLI)).isEqualTo(100 * MILLI);
    }

    @Test
    void peopleReadWhoStoodStillTheLongestFirst_andOfEquallyLongByName() {
        stall(ours, "harness", 1000, 100, 0);
        stall(ours, "worker b", 1020, 200, 0);
        stall(ours, "worker a", 1010, 200, 0);
        stall(ours, "harness", 3000, 50, 0);
        stall(measured, "us-west broker 1", 1500, 90, 90);
        stall(measured, "us-west broker 2", 1300, 5, 0);
        assertThat(stalls().sentences("to-west", 0, 5000 * MILLI))
                .containsExactly(
                        "to-west: processes stood still (no free processor, or a garbage collection of the harness's"
                                + " own), 275 ms in all, which the error bar holds: worker a 200 ms, worker b 200 ms,"
                                + " harness 150 ms, us-west broker 2 5 ms",
                        "to-west: garbage collections of Kafka's own processes, which are part of what was measured"
                                + " and widen nothing: us-west broker 1 90 ms");
        assertThat(stalls().sentences("to-west", 4000 * MILLI, 5000 * MILLI)).isEmpty();
        assertThat(stalls().sentences("x", 1600 * MILLI, 2000 * MILLI))
                .singleElement()
                .asString()
                .startsWith("x: garbage collections");
    }

    private void applied(String fault, long from, long to, String touched) {
        told.events.add(new TimelineEvent.FaultApplied(
                to * MILLI,
                new FaultReceipt(
                        fault,
                        "us-west",
                        "",
                        "",
                        from * MILLI,
                        to * MILLI,
                        List.of("something else", touched),
                        true,
                        from * MILLI,
                        to * MILLI,
                        ""),
                ""));
    }

    private void lifted(String fault, long takenBackAt, long at) {
        told.events.add(new TimelineEvent.FaultLifted(at * MILLI, takenBackAt * MILLI, fault, "us-west", true, ""));
    }

    @Test
    void aStallThatAFaultOrderedIsTheFaultUntilThatIsTakenBack() {
        applied("pause-broker", 1000, 1010, "us-west broker 1");
        lifted("pause-broker", 2000, 4000);
        for (long at : new long[] {999, 1000, 1500, 2000, 2001}) {
            measured.clear();
            stall(measured, "us-west broker 1", at, 10, 0);
            assertThat(widen(0, 9000)).as("at " + at).isEqualTo(at < 1000 || at > 2000 ? 10 : 0);
        }
        measured.clear();
        stall(measured, "us-west broker 2", 1500, 10, 0);
        assertThat(widen(0, 9000)).isEqualTo(10);
    }

    @Test
    void aFaultThatNobodyLiftsOrdersStallsToTheEnd_butOneThatDoesNotLastOnlyWhileItHappens() {
        applied("pause-broker", 1000, 1010, "us-west broker 1");
        stall(measured, "us-west broker 1", 900_000, 10, 0);
        assertThat(widen(0, 1_000_000)).isZero();
        told.events.clear();
        drill.asks("restart-broker", "us-west", false);
        applied("restart-broker", 1000, 1100, "us-west broker 1");
        assertThat(widen(0, 1_000_000)).isEqualTo(10);
        measured.clear();
        stall(measured, "us-west broker 1", 1100, 10, 0);
        assertThat(widen(0, 1_000_000)).isZero();
        measured.clear();
        stall(measured, "us-west broker 1", 1101, 10, 0);
        assertThat(widen(0, 1_000_000)).isEqualTo(10);
    }

    private TransitionFacts transition(String name, OptionalLong detected) {
        return new TransitionFacts(
                name,
                "failover",
                "us-east",
                "us-west",
                false,
                false,
                10_000 * MILLI,
                10_030 * MILLI,
                detected,
                OptionalLong.empty(),
                List.of(),
                Map.of(),
                Optional.empty(),
                OptionalLong.empty(),
                60_000 * MILLI);
    }

    private ErrorBar bar(String name, OptionalLong detected) {
        Catalogue catalogue = ToldFacts.catalogue();
        assertThat(catalogue.producers().get(0).ratePerSecond()).isEqualTo(10);
        told.facts.stallLogs().clear();
        ours.forEach(
                (process, stalls) -> told.facts.stallLogs().add(new StallLog("f", process, false, stalls, List.of())));
        measured.forEach(
                (process, stalls) -> told.facts.stallLogs().add(new StallLog("f", process, true, stalls, List.of())));
        return new ErrorBar(told.dossier(drill.scenario()), transition(name, detected));
    }

    @Test
    void anErrorBarHoldsT0sIntervalASendIntervalTheClocksAndTheStallsOfWhatItIsOf() {
        told.events.add(new TimelineEvent.ClockMeasured(1, "us-west", 1, 0, 7 * MILLI));
        stall(ours, "harness", 9_000, 10, 0);
        stall(ours, "harness", 10_500, 20, 0);
        stall(ours, "harness", 12_000, 40, 0);
        long least = 30 + 100 + 7;
        ErrorBar bar = bar("to-west", OptionalLong.empty());
        assertThat(bar.until(10_400 * MILLI)).isEqualTo(least * MILLI);
        assertThat(bar.until(11_000 * MILLI)).isEqualTo((least + 20) * MILLI);
        assertThat(bar.ofDuration(2_000 * MILLI)).isEqualTo((least + 20 + 40) * MILLI);
        assertThat(bar.ofDuration(1_999 * MILLI)).isEqualTo((least + 20) * MILLI);
        // Of an age: back from the latest that T0 can have been.
        assertThat(bar.ofAge(500 * MILLI)).isEqualTo(least * MILLI);
        assertThat(bar.ofAge(969 * MILLI)).isEqualTo(least * MILLI);
        assertThat(bar.ofAge(970 * MILLI)).isEqualTo((least + 10) * MILLI);
        assertThat(bar.stalled(1_000 * MILLI)).isEqualTo(20 * MILLI);
        assertThat(bar.stalled(400 * MILLI)).isZero();
    }

    @Test
    void aDetectorIsStalledByWhatMeasuresWhileItsProbesLooked() {
        // Four probes each 250 ms, and a second until the last is given up: it looked from 9 s to 11 s.
        OptionalLong detected = OptionalLong.of(11_000 * MILLI);
        stall(ours, "harness", 8_000, 100, 0);
        assertThat(bar("to-west", detected).stalledDetector()).isZero();
        stall(ours, "harness", 9_000, 100, 0);
        stall(measured, "us-west broker 1", 9_500, 100, 0);
        stall(ours, "harness", 11_001, 100, 0);
        assertThat(bar("to-west", detected).stalledDetector()).isEqualTo(100 * MILLI);
        stall(ours, "harness", 11_000, 100, 0);
        assertThat(bar("to-west", detected).stalledDetector()).isEqualTo(200 * MILLI);
        assertThat(bar("to-west", OptionalLong.empty()).stalledDetector()).isZero();
        assertThat(bar("another", detected).stalledDetector()).isZero();
        drill.detect = new FailoverSpec.Detect.ByHand();
        Scenario byHand = drill.scenario();
        assertThat(byHand.failovers()).containsKey("to-west");
        assertThat(bar("to-west", detected).stalledDetector()).isZero();
    }
}
