package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.MILLI;
import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.Manifest;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a result says of its run is what the timeline says. */
class RunDescriptionTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();

    @Test
    void aRunIsDescribedByItsFirstLineAndItsLast() throws IOException {
        RunFolder folder = drill.write(temp.resolve("run"));
        Result.Run run = Auditor.audit(folder, drill.scenario()).run();
        assertThat(run)
                .isEqualTo(new Result.Run(
                        "run",
                        "region-loss",
                        "Lost",
                        "active-passive",
                        "processes",
                        "2023-11-14T22:13:20Z",
                        65.0,
                        "0.1.0",
                        Map.of("us-east", "4.3.1", "us-west", "4.3.1"),
                        Manifest.sha256(folder.scenario()),
                        7,
                        "tester",
                        "completed"));
    }

    @Test
    void ofARunThatTheTimelineDoesNotNameTheScenarioTellsWhatItCan() throws IOException {
        drill.replace(TimelineEvent.RunStarted.class);
        drill.replace(TimelineEvent.DrillEnded.class);
        RunFolder folder = drill.write(temp.resolve("run"));
        Files.delete(folder.scenario());
        Result.Run run = Auditor.audit(folder, drill.scenario()).run();
        assertThat(run.id()).isEmpty();
        assertThat(run.scenario()).isEqualTo("region-loss");
        assertThat(run.title()).isEqualTo("Lost");
        assertThat(run.pattern()).isEmpty();
        assertThat(run.platform()).isEmpty();
        assertThat(run.startedAt()).isEmpty();
        assertThat(run.scenarioSha256()).isEmpty();
        assertThat(run.firedrillVersion()).isEmpty();
        assertThat(run.operator()).isEmpty();
        assertThat(run.seed()).isZero();
        assertThat(run.ended()).isEqualTo("unknown");
    }

    @Test
    void aScenarioThatIsNoFileIsDamage() throws IOException {
        RunFolder folder = drill.write(temp.resolve("run"));
        Files.delete(folder.scenario());
        Files.createDirectory(folder.scenario());
        Result result = Auditor.audit(folder, drill.scenario());
        assertThat(result.run().scenarioSha256()).isEmpty();
        assertThat(result.troubles())
                .anySatisfy(text -> assertThat(text).startsWith("scenario.yaml cannot be read (IOException)"));
    }

    @Test
    void aFaultIsToldInMillisecondsSinceTheBaselineWasSteady() throws IOException {
        drill.replace(
                TimelineEvent.FaultLifted.class,
                new TimelineEvent.FaultLifted(
                        50 * SECOND, 49 * SECOND, "kill-region", "us-east", true, "all brokers are ready"));
        Result.Fault fault = drill.audit(temp.resolve("run")).faults().get(0);
        assertThat(fault.receipt().fault()).isEqualTo("kill-region");
        assertThat(fault.appliedAtMillis()).isEqualTo(10_000.0);
        assertThat(fault.effectMillis()).isEqualTo(10_000.0);
        assertThat(fault.effectWidthMillis()).isEqualTo(50.0);
        assertThat(fault.lift()).isEqualTo(new Result.Lift(29_000.0, 30_000.0, true, "all brokers are ready"));
        assertThat(fault.left()).isNull();
    }

    @Test
    void theEnvironmentIsThatOfTheMachineAndTheSettingsThatAreNotOrdinary() throws IOException {
        drill.events.add(new TimelineEvent.SettingsNoted(
                6 * SECOND, "brokers", Map.of("log.flush.interval.messages", "1 instead of 9")));
        drill.events.add(new TimelineEvent.SettingsNoted(7 * SECOND + MILLI, "us-west", Map.of("a", "b")));
        assertThat(drill.audit(temp.resolve("run")).environment())
                .containsExactly(
                        Map.entry("brokers.log.flush.interval.messages", "1 instead of 9"),
                        Map.entry("os", "Linux"),
                        Map.entry("us-west.a", "b"));
    }
}
