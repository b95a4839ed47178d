package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import org.junit.jupiter.api.Test;

/** One real drill in which the network breaks in every way that needs no namespace. */
@MoreDrills
@Firedrill(scenario = "src/test/resources/scenarios/link-faults.yaml")
class LinkFaultsLiveTest {

    /** What stands behind a wire's name, where the proxy server counts connections. */
    String live() {
        return " \\(\\d+ live connections?\\)";
    }

    @Test
    void nothingIsForbiddenAndNobodyFailsOver(Result result) {
        FiredrillAssertions.assertThat(result).passed();
        assertThat(result.troubles()).isEmpty();
    }

    @Test
    void everyFaultShowsItsEffectOnTheWiresThatItNames(Result result) {
        assertThat(result.faults())
                .extracting(fault -> fault.receipt().fault())
                .containsExactly(
                        "partition",
                        "latency",
                        "bandwidth",
                        "flap",
                        "slice",
                        "limit-data",
                        "slow-close",
                        "partition",
                        "slow-dependency");
        assertThat(result.faults()).extracting(Result.Fault::receipt).allSatisfy(receipt -> {
            assertThat(receipt.observed()).as(receipt.effect()).isTrue();
            assertThat(receipt.touched()).isNotEmpty();
        });
        assertThat(result.faults().get(0).receipt())
                .extracting(FaultReceipt::touched)
                .asList()
                .hasSize(4)
                .allMatch(
                        wire -> wire.toString().matches("us-east.[13]-to-us-east.[13].(internal|controller)" + live()));
    }

    @Test
    void aMirrorMakerIsPartedFromItsSourceAlone(Result result) {
        assertThat(result.faults().get(7).receipt())
                .extracting(FaultReceipt::touched)
                .asList()
                .hasSize(3)
                .allMatch(wire -> wire.toString().matches("us-west.mirror-to-us-east.[123].mirror" + live()));
    }

    @Test
    void everyPathIsCleanAfterwards(RunFolder folder) {
        assertThat(TimelineReader.read(folder.timeline()).all(TimelineEvent.FaultLifted.class))
                .hasSize(9)
                .allSatisfy(
                        lifted -> assertThat(lifted.clean()).as(lifted.note()).isTrue());
    }
}
