package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader should know beside the figures, in the order in which it is told. */
class WarningsTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();

    private List<String> warnings() throws IOException {
        return drill.audit(temp.resolve("run")).warnings();
    }

    @Test
    void aDrillInWhichNothingIsToBeSaidHasNone() throws IOException {
        assertThat(warnings()).isEmpty();
    }

    @Test
    void ofEvidenceThatIsNotWholeItIsSaidBeforeAllElseThatAnyFigureMayLookTooGood() throws IOException {
        drill.events.add(new TimelineEvent.Warning(12 * SECOND, "the machine is small"));
        RunFolder folder = drill.write(temp.resolve("run"));
        Files.delete(folder.journals().resolve("us-east-1/00001.fdj.gz"));
        assertThat(Auditor.audit(folder, drill.scenario()).warnings())
                .startsWith(Warnings.NOT_WHOLE, "the machine is small");
    }

    @Test
    void aTroubleThatTakesNothingFromTheEvidenceSaysNothingOfAllFigures() throws IOException {
        drill.replace(TimelineEvent.DrainFinished.class);
        Result result = drill.audit(temp.resolve("run"));
        assertThat(result.troubles()).isNotEmpty();
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void whatTheDrillWarnedOfComesFirst() throws IOException {
        drill.events.add(new TimelineEvent.Warning(12 * SECOND, "the machine is small"));
        drill.noFault();
        drill.billingIn = List.of("us-east");
        assertThat(warnings())
                .startsWith(
                        "the machine is small",
                        "to-west was a false failover: no fault called for it",
                        "billing is deployed in us-east only, so to-west leaves it down: nothing in us-west can take its"
                                + " place");
    }

    @Test
    void eachClockOfItsOwnIsToldOnce() throws IOException {
        drill.events.add(new TimelineEvent.ClockMeasured(8 * SECOND, "us-west", 1, -1_500_000, 250_000));
        drill.events.add(new TimelineEvent.ClockMeasured(60 * SECOND, "us-west", 1, -1_500_000, 250_000));
        assertThat(warnings())
                .containsExactly(
                        "the times of us-west-1 are of another clock than the timeline's: it was measured to be"
                                + " -1.500 ms behind, give or take 0.250 ms, which error bars hold");
    }

    @Test
    void whoStoodStillBetweenT0AndTheRecoveryIsTold() throws IOException {
        drill.stall("harness", 31_000, 100, 0);
        assertThat(warnings()).singleElement().asString().startsWith("to-west: processes stood still");
    }

    @Test
    void whatStoodStillAfterTheRecoveryIsNotTold() throws IOException {
        // T5 is at 34.528 s.
        drill.stall("harness", 35_000, 100, 0);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void whereNobodyRecoversStallsAreToldToTheEndOfTheTransition() throws IOException {
        drill.records.removeIf(record -> record.region == SyntheticDrill.WEST);
        drill.stall("harness", 59_000, 100, 0);
        drill.stall("harness", 62_000, 100, 0);
        assertThat(warnings()).singleElement().asString().contains("100 ms in all");
    }
}
