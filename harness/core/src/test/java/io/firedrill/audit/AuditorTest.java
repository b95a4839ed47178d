package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result.Verdict;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.Timeline;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.Fixtures;
import io.firedrill.scenario.Objective;
import io.firedrill.scenario.Pattern;
import io.firedrill.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of a result is certain follows from what of the folder is not as it was written. */
class AuditorTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();

    private RunFolder written() throws IOException {
        // Missed by more than any error bar.
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofMillis(1))));
        return drill.write(temp.resolve("run"));
    }

    private Verdict ofTheObjective(RunFolder folder, String trouble) {
        Result result = Auditor.audit(folder, drill.scenario());
        assertThat(result.troubles()).anySatisfy(text -> assertThat(text).startsWith(trouble));
        return result.objectives().get(0).verdict();
    }

    @Test
    void aTimelineOrAScenarioThatWasAlteredMakesEveryFailureUncertain() throws IOException {
        RunFolder folder = written();
        Files.writeString(folder.scenario(), "# a comment\n", StandardOpenOption.APPEND);
        assertThat(ofTheObjective(folder, "scenario.yaml")).isEqualTo(Verdict.INCONCLUSIVE);
        Files.writeString(folder.scenario(), "scenario: region-loss\n");
        assertThat(Auditor.audit(folder, drill.scenario()).troubles()).isEmpty();
        assertThat(Auditor.audit(folder, drill.scenario()).verdict()).isEqualTo(Verdict.FAIL);
        Files.writeString(folder.timeline(), "\n", StandardOpenOption.APPEND);
        assertThat(ofTheObjective(folder, "timeline.jsonl")).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void anotherPartThatWasAlteredIsDamageAndMakesThatFailureNoLessCertain() throws IOException {
        RunFolder folder = written();
        Path stalls = folder.stalls("us-west-broker-1");
        Files.writeString(
                stalls, "{\"nanos\":69000000000,\"millis\":60,\"collectingMillis\":0}\n", StandardOpenOption.APPEND);
        Result result = Auditor.audit(folder, drill.scenario());
        assertThat(result.troubles()).singleElement().asString().startsWith("logs/us-west-broker-1-stalls.jsonl");
        assertThat(result.objectives().get(0).measured()).endsWith(", of evidence that is not whole");
    }

    @Test
    void aLineInTheMiddleOfTheTimelineThatCannotBeReadMakesEveryFailureUncertain() throws IOException {
        RunFolder folder = written();
        String timeline = Files.readString(folder.timeline());
        Files.writeString(folder.timeline(), timeline.replaceFirst("\\{[^\\n]*load-started[^\\n]*", "no line"));
        Files.delete(folder.manifest());
        assertThat(ofTheObjective(folder, "line ")).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aLineThatWasCutAtTheEndSaysNothingAgainstThoseBeforeIt() throws IOException {
        drill.replace(TimelineEvent.DrillEnded.class);
        drill.objectives.add(new Objective("rto.service", new Objective.Limit.Time(Duration.ofMillis(1))));
        RunFolder folder = drill.write(temp.resolve("run"));
        Files.writeString(folder.timeline(), "{\"at\":7000", StandardOpenOption.APPEND);
        Files.delete(folder.manifest());
        Result result = Auditor.audit(folder, drill.scenario());
        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.objectives().get(0).measured()).endsWith(", of evidence that is not whole");
        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void ofATimelineThatIsNotSoundNoTransitionIsTold() throws IOException {
        drill.events.add(new TimelineEvent.ClockMeasured(8 * SECOND, "us-west", 1, Long.MIN_VALUE, 5));
        Result result = Auditor.audit(written(), drill.scenario());
        assertThat(result.transitions()).isEmpty();
        assertThat(result.objectives().get(0).reason())
                .isEqualTo("no transition can be told from evidence that is not whole");
        assertThat(result.sends().ok()).isZero();
    }

    @Test
    void withoutAScenarioTheRunIsHeldAgainstItsPatternAlone() throws IOException {
        Timeline timeline = new Timeline(drill.events, List.of(), false);
        Scenario unknown = Auditor.unknown(timeline);
        assertThat(unknown.name()).isEqualTo("region-loss");
        assertThat(unknown.title()).isEqualTo("Lost");
        assertThat(unknown.pattern()).isEqualTo(Pattern.ACTIVE_PASSIVE);
        assertThat(unknown.objectives()).isEmpty();
        Scenario nothing = Auditor.unknown(new Timeline(List.of(), List.of(), false));
        assertThat(nothing.name()).isEmpty();
        assertThat(nothing.pattern()).isEqualTo(Pattern.ACTIVE_PASSIVE);
    }

    @Test
    void thePatternOfARunIsTheOneThatItsTimelineNames() {
        TimelineEvent.RunStarted started = (TimelineEvent.RunStarted) drill.events.get(0);
        TimelineEvent.RunStarted other = new TimelineEvent.RunStarted(
                started.at(),
                started.id(),
                started.scenario(),
                started.title(),
                "dual-run-migration",
                started.platform(),
                started.epochMillis(),
                started.clock(),
                started.seed(),
                started.firedrillVersion(),
                started.kafkaVersions(),
                started.operator(),
                started.environment(),
                started.catalogue());
        assertThat(Auditor.unknown(new Timeline(List.of(other), List.of(), false))
                        .pattern())
                .isEqualTo(Pattern.DUAL_RUN_MIGRATION);
    }

    @Test
    void aRecordedScenarioIsMeasuredByWhatItAllowedThen() throws IOException {
        RunFolder folder = written();
        Files.writeString(folder.scenario(), Fixtures.regionLoss().replace("rpo.records: 500", "anomalies.R2: 5"));
        Result result = Auditor.audit(folder);
        assertThat(result.troubles()).noneMatch(text -> text.contains("cannot be read"));
        assertThat(result.objectives()).anySatisfy(objective -> assertThat(List.of(objective.name(), objective.limit()))
                .containsExactly("anomalies.R2", "5"));
    }

    @Test
    void aFileThatSomebodyPutBesideASegmentTakesNothingFromWhatItSays() throws IOException {
        RunFolder folder = written();
        Files.writeString(folder.journals().resolve("us-east-1").resolve(".DS_Store"), "x");
        assertThat(ofTheObjective(folder, "journals/us-east-1/.DS_Store was added"))
                .isEqualTo(Verdict.FAIL);
        Result result = Auditor.audit(folder, drill.scenario());
        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.troubles()).hasSize(1);
    }
}
