package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One real drill in which a leader, then all of a region, is taken off its network and put back. */
@OnContainers
@MoreDrills
@ExtendWith(BrokersSeen.class) // before the drill that it looks at
@Firedrill(scenario = "src/test/resources/scenarios/off-the-network.yaml", on = "src/test/resources/on-containers.yaml")
class OffTheNetworkLiveTest {
    @Test
    void nothingAcknowledgedIsLost(Result result) {
        FiredrillAssertions.assertThat(result).passed();
        assertThat(result.troubles()).isEmpty();
    }

    @Test
    void whoIsOffTheNetworkIsNoLongerAnswered(Result result) {
        List<FaultReceipt> receipts =
                result.faults().stream().map(Result.Fault::receipt).toList();

        assertThat(receipts).extracting(FaultReceipt::fault).containsOnly("disconnect-broker");
        assertThat(receipts).hasSize(2).allMatch(FaultReceipt::observed);
        assertThat(receipts).extracting(FaultReceipt::mechanism).containsOnly("taken off its container network");
        assertThat(receipts.get(0).touched()).singleElement().asString().endsWith(", the leader of orders/0");
        assertThat(receipts.get(1).touched()).hasSize(3);
        assertThat(receipts.get(1).effect()).contains("the canaries of all 3 brokers stopped being answered");
    }

    @Test
    void whoIsPutBackIsReadyAndInSync(RunFolder folder) {
        assertThat(TimelineReader.read(folder.timeline()).all(TimelineEvent.FaultLifted.class))
                .hasSize(2)
                .allSatisfy(lifted -> {
                    assertThat(lifted.clean()).isTrue();
                    assertThat(lifted.note()).contains("put back on the network, and is ready and in sync");
                });
    }

    @Test
    void theReportSaysWhatEachNodeMightTake(Result result) {
        assertThat(result.environment().get("limits"))
                .isEqualTo("each broker: none; each broker of us-east: 768 MiB of memory and 1.5 processors");
    }

    @Test
    void theEngineHeldEachBrokerToThat(BrokersSeen brokers) throws Exception {
        BrokersSeen.Limits east = new BrokersSeen.Limits(768L << 20, 768L << 20, 1_500_000_000);
        BrokersSeen.Limits west = new BrokersSeen.Limits(0, 0, 0);

        assertThat(brokers.limits())
                .isEqualTo(Map.of(
                        "us-east-broker-1", east,
                        "us-east-broker-2", east,
                        "us-east-broker-3", east,
                        "us-west-broker-1", west,
                        "us-west-broker-2", west));
    }
}
