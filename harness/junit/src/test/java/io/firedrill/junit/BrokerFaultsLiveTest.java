package io.firedrill.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.audit.Result;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.evidence.RunFolder;
import io.firedrill.evidence.TimelineEvent;
import io.firedrill.evidence.TimelineReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One real drill in which a leader freezes, the controller is killed and MirrorMaker is killed, and all of them come back. */
@MoreDrills
@Firedrill(scenario = "src/test/resources/scenarios/broker-faults.yaml")
class BrokerFaultsLiveTest {

    @Test
    void nothingAcknowledgedIsLost(Result result) {
        FiredrillAssertions.assertThat(result).passed();
        assertThat(result.troubles()).isEmpty();
    }

    @Test
    void everyReceiptSaysWhoWasHitAndThatItHadAnEffect(Result result) {
        List<FaultReceipt> receipts =
                result.faults().stream().map(Result.Fault::receipt).toList();

        assertThat(receipts)
                .extracting(FaultReceipt::fault)
                .containsExactly("pause-broker", "restart-broker", "restart-mirror");
        assertThat(receipts).allMatch(FaultReceipt::observed);
        assertThat(receipts.get(0).touched()).singleElement().asString().endsWith(", the leader of orders/0");
        assertThat(receipts.get(1).touched()).singleElement().asString().endsWith(", the active controller");
        assertThat(receipts.get(1).effect()).contains("is ready and in sync after");
        assertThat(receipts.get(2).touched()).containsExactly("MirrorMaker us-east->us-west");
    }

    @Test
    void theSuccessorsAreNoted(RunFolder folder) {
        assertThat(TimelineReader.read(folder.timeline())
                        .all(TimelineEvent.Note.class)
                        .map(TimelineEvent.Note::text))
                .anyMatch(text -> text.contains("is the leader of orders/0 now"))
                .anyMatch(text -> text.contains("is the active controller now"));
    }

    @Test
    void theFrozenLeaderIsBackAndInSync(RunFolder folder) {
        assertThat(TimelineReader.read(folder.timeline()).all(TimelineEvent.FaultLifted.class))
                .singleElement()
                .satisfies(lifted -> {
                    assertThat(lifted.clean()).isTrue();
                    assertThat(lifted.note()).contains("was resumed, and is ready and in sync");
                });
    }
}
