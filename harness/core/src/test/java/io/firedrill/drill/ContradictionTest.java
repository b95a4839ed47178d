package io.firedrill.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.fault.MisroutedWriter;
import io.firedrill.fault.PauseMirror;
import io.firedrill.fault.SkewClock;
import io.firedrill.fault.SkewClock.Direction;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two faults that set the same value can't both hold; whatever else is applied combines. */
class ContradictionTest {
    private static final SkewClock EAST = new SkewClock("us-east", Duration.ofSeconds(5), Direction.AHEAD);
    private static final SkewClock WEST = new SkewClock("us-west", Duration.ofSeconds(5), Direction.AHEAD);
    private static final PauseMirror MIRROR = new PauseMirror("us-east", "us-west");

    @Test
    void theSecondOfTwoThatSetTheSameIsRefusedWithASentence() {
        SkewClock behind = new SkewClock("us-east", Duration.ofSeconds(1), Direction.BEHIND);

        assertThat(AppliedFaults.contradiction(behind, List.of(MIRROR, EAST)))
                .contains(
                        "skew-clock sets the record timestamps of the producers of us-east, which another skew-clock has set and nothing"
                                + " has lifted; nothing was touched");
    }

    @Test
    void aMirrorMakerThatIsPausedIsNotPausedOnceMoreSinceOneResumeWouldEndBoth() {
        assertThat(AppliedFaults.contradiction(MIRROR, List.of(EAST, MIRROR))).hasValueSatisfying(why -> assertThat(why)
                .startsWith("pause-mirror sets whether the MirrorMaker of us-east->us-west stands still"));
    }

    @Test
    void whatSetsSomethingElseOrAddsToWhatIsThereCombines() {
        assertThat(AppliedFaults.contradiction(WEST, List.of(EAST, MIRROR))).isEmpty();
        assertThat(AppliedFaults.contradiction(new PauseMirror("us-west", "us-east"), List.of(MIRROR, EAST)))
                .isEmpty();
        assertThat(AppliedFaults.contradiction(
                        new MisroutedWriter("order-service", "us-east"),
                        List.of(new MisroutedWriter("returns-service", "us-east"))))
                .isEmpty();
    }
}
