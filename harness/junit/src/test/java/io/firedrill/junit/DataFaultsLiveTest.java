package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every fault on data, passwords, quotas and clocks, one after the other in one real drill. */
@MoreDrills
@Firedrill(scenario = "src/test/resources/scenarios/data-and-surroundings.yaml")
class DataFaultsLiveTest {

    @Test
    void everyFaultIsSeenToHaveAnEffect(Result result) {
        assertThat(result.faults())
                .extracting(fault -> fault.receipt().fault())
                .containsExactly(
                        "quota",
                        "skew-clock",
                        "bad-credential",
                        "expire-records",
                        "unclean-election",
                        "recreate-topic");
        assertThat(result.faults())
                .allSatisfy(fault -> assertThat(fault.receipt().observed())
                        .as(fault.receipt().effect())
                        .isTrue());
    }

    @Test
    void whatLastsIsTakenBack(RunFolder folder) {
        List<TimelineEvent.FaultLifted> lifted = TimelineReader.read(folder.timeline())
                .all(TimelineEvent.FaultLifted.class)
                .toList();

        assertThat(lifted)
                .extracting(TimelineEvent.FaultLifted::fault)
                .containsExactly("quota", "skew-clock", "bad-credential", "unclean-election");
        assertThat(lifted).allSatisfy(event -> assertThat(event.clean()).isTrue());
    }

    @Test
    void offsetsTakenAgainAreNoConflictAndWhatIsGoneIsLost(Result result) {
        assertThat(result.anomalies().get("P5").count()).isZero();
        assertThat(result.anomalies().get("P1").count()).isPositive();
        assertThat(result.anomalies().get("P1").rule()).isEqualTo("bounded");
    }
}
