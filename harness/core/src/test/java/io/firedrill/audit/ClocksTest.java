package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.Verdict;
import io.firedrill.evidence.JournalReader;
import io.firedrill.evidence.JournalWriter;
import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers of several machines, whose clocks differ: what was measured of them brings their times together and widens figures. */
class ClocksTest {

    /** By so much the clock of us-west's worker is ahead of the timeline's. */
    private static final long AHEAD = 5000 * SECOND + 123;

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();

    /** Writes the drill with the times of us-west's journal as its own clock says them. */
    private Result audit() throws IOException {
        RunFolder run = write();
        return Auditor.audit(run, drill.scenario());
    }

    private RunFolder write() throws IOException {
        RunFolder run = drill.write(temp.resolve("run"));
        Path journal = run.journal("us-west", 1);
        Path before = temp.resolve("before");
        Files.move(journal, before);
        try (JournalWriter writer = new JournalWriter(journal, "us-west", 1)) {
            JournalReader.read(before, writer, AHEAD);
        }
        Manifest.write(run, new Manifest.Origin("0.1.0", Map.of(), "host", "tester"));
        return run;
    }

    private void measured(long at, long offset, long plusMinus) {
        drill.events.add(new TimelineEvent.ClockMeasured(at, "us-west", 1, offset, plusMinus));
    }

    private void objective(long limitMillis) {
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofMillis(limitMillis))));
    }

    @Test
    void timesOfAnotherClockJudgeNothingAsLongAsNobodyMeasuredIt() throws IOException {
        objective(1);
        Result result = audit();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.troubles())
                .anySatisfy(text -> assertThat(text).contains("its times are not of the clock of the timeline"));
    }

    @Test
    void aMeasuredOffsetBringsTheTimesOfAJournalToTheTimelines() throws IOException {
        measured(8 * SECOND, -AHEAD, 0);
        Result result = audit();
        assertThat(result.troubles()).isEmpty();
        assertThat(result.rto().serviceMillis()).isEqualTo(4528.0);
        assertThat(result.rto().writeMillis()).isEqualTo(4525.0);
        assertThat(result.rto().plusMinusMillis()).isEqualTo(90.0);
        assertThat(result.sends().intended()).isEqualTo(1250);
        assertThat(result.latency().get("delivered-after").p50()).isBetween(7.9, 8.1);
    }

    @Test
    void whatIsNotKnownOfAClockWidensTheErrorBar() throws IOException {
        measured(8 * SECOND, -AHEAD, 30 * MILLI);
        objective(4640);
        Result result = audit();
        assertThat(result.rto().plusMinusMillis()).isEqualTo(120.0);
        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.warnings())
                .contains("the times of us-west-1 are of another clock than the timeline's: it was measured to be"
                        + " -5000000.000 ms behind, give or take 30.000 ms, which error bars hold");
    }

    @Test
    void twoClocksWidenByBoth() throws IOException {
        measured(8 * SECOND, -AHEAD, 30 * MILLI);
        drill.events.add(new TimelineEvent.ClockMeasured(8 * SECOND, "us-east", 1, 0, 20 * MILLI));
        assertThat(audit().rto().plusMinusMillis()).isEqualTo(140.0);
    }

    @Test
    void aClockThatDriftedWasAnywhereBetweenItsMeasurements() throws IOException {
        measured(8 * SECOND, -AHEAD - 10 * MILLI, 2 * MILLI);
        measured(60 * SECOND, -AHEAD + 10 * MILLI, 2 * MILLI);
        Result result = audit();
        assertThat(result.rto().serviceMillis()).isEqualTo(4528.0);
        assertThat(result.rto().plusMinusMillis()).isEqualTo(102.0);
    }

    @Test
    void aWriteNearAChangeOfOwnershipIsNoSplitBrainWhereTheClockMayHaveMadeItOne() throws IOException {
        SyntheticRecord early = drill.good(SyntheticDrill.WEST, SyntheticDrill.slot(590), 590);
        early.invoked = 33_870 * MILLI;
        early.endedAt = 33_880 * MILLI;
        drill.records.add(early);
        measured(8 * SECOND, -AHEAD, 0);
        assertThat(audit().splitBrain().writes()).isEqualTo(1);
    }

    @Test
    void aWriteThatTheBoundOfTheClockReachesIsAmbiguous() throws IOException {
        SyntheticRecord early = drill.good(SyntheticDrill.WEST, SyntheticDrill.slot(590), 590);
        early.invoked = 33_870 * MILLI;
        early.endedAt = 33_880 * MILLI;
        drill.records.add(early);
        measured(8 * SECOND, -AHEAD, 25 * MILLI);
        Result result = audit();
        assertThat(result.splitBrain().writes()).isZero();
        assertThat(result.splitBrain().ambiguous()).isEqualTo(1);
        assertThat(result.verdict()).isNotEqualTo(Verdict.PASS);
        assertThat(result.troubles())
                .anySatisfy(text -> assertThat(text).startsWith("acknowledged writes that may be of a split brain"));
    }

    @Test
    void anOffsetThatNoClockHasIsNoEvidence() throws IOException {
        measured(8 * SECOND, Long.MIN_VALUE, 5);
        objective(1);
        Result result = audit();
        assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.objectives()).noneMatch(it -> it.verdict() == Verdict.FAIL);
        assertThat(result.troubles()).anySatisfy(text -> assertThat(text)
                .startsWith("the timeline is not sound: the clock of us-west-1 can't be"));
    }

    @Test
    void theLifeOfARecordIsToldByTheTimelinesClock() throws Exception {
        measured(8 * SECOND, -AHEAD, 0);
        RecordTrace trace = RecordTrace.of(write(), drill.scenario(), "1.0.1.0").get(0);
        assertThat(trace.moments())
                .filteredOn(moment -> moment.what().equals("acknowledged"))
                .singleElement()
                .satisfies(moment -> assertThat(moment.baselineMillis()).isEqualTo(14_405.0));
    }
}
