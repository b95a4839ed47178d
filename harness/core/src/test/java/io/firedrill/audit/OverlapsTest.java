package io.firedrill.audit;

import static io.firedrill.audit.FewFacts.EAST;
import static io.firedrill.audit.FewFacts.NORTH;
import static io.firedrill.audit.FewFacts.WEST;
import static io.firedrill.audit.FewFacts.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.TimelineEvent;
import io.firedrill.scenario.Pattern;
import org.junit.jupiter.api.Test;

/** us-east owns every key until 1,000, and us-west from then on: what was written in order is not looked at key by key. */
class OverlapsTest {
    private final FewFacts drill = new FewFacts();
    private long offset;

    OverlapsTest() {
        drill.owns("us-west", 2, 1000);
    }

    private void write(int region, long sequence, long at) {
        drill.written(region, order(region, sequence), 7, 0, offset++, at, at + 1);
    }

    private Overlaps overlaps() {
        return Overlaps.of(drill.dossier());
    }

    private Sends sends(int region) {
        return drill.dossier().facts().sends().all().stream()
                .filter(sends -> sends.region == region && sends.session.worker == region)
                .findFirst()
                .orElseThrow();
    }

    private boolean may(int region, int sequence) {
        return overlaps().may(sends(region), sequence);
    }

    @Test
    void writesOfOneOwnerAfterTheOtherDoNotOverlap() {
        write(EAST, 0, 100);
        write(EAST, 1, 990);
        write(WEST, 0, 1000);
        write(WEST, 1, 1100);
        assertThat(overlaps().any()).isFalse();
        assertThat(may(EAST, 1)).isFalse();
        assertThat(may(WEST, 0)).isFalse();
    }

    @Test
    void writesOfOneRegionNeverOverlap() {
        write(EAST, 0, 100);
        write(EAST, 1, 2000);
        assertThat(overlaps().any()).isFalse();
        assertThat(may(EAST, 0)).isFalse();
    }

    @Test
    void aWriteFromBeforeTheHandOverCouldNotKnowOfTheOthers() {
        write(EAST, 0, 100);
        write(WEST, 0, 997);
        assertThat(overlaps().any()).isTrue();
        assertThat(may(EAST, 0)).isTrue();
        assertThat(may(WEST, 0)).isTrue();
    }

    @Test
    void theLastInstantBeforeAHandOverIsBeforeIt() {
        drill.owns("us-east", 3, 2000);
        write(WEST, 0, 1500);
        drill.written(EAST, order(EAST, 0), 7, 0, offset++, 1999, 1999);
        assertThat(may(WEST, 0)).isTrue();
        assertThat(may(EAST, 0)).isTrue();
    }

    @Test
    void aWriteAfterTheHandOverMayConflictWithEveryOneThatIsNotFromBefore() {
        write(EAST, 0, 100);
        write(EAST, 1, 3000);
        write(WEST, 0, 1000);
        write(WEST, 1, 9000);
        assertThat(overlaps().any()).isTrue();
        assertThat(may(EAST, 0)).isFalse();
        assertThat(may(EAST, 1)).isTrue();
        assertThat(may(WEST, 0)).isTrue();
        assertThat(may(WEST, 1)).isTrue();
    }

    @Test
    void ownersThatTakeTurnsDoNotOverlap() {
        drill.owns("us-east", 3, 2000);
        write(EAST, 0, 100);
        write(WEST, 0, 1500);
        write(EAST, 1, 2500);
        assertThat(overlaps().any()).isFalse();
        assertThat(may(EAST, 0)).isFalse();
        assertThat(may(EAST, 1)).isFalse();
        assertThat(may(WEST, 0)).isFalse();
    }

    @Test
    void whatTheOwnerWroteBeforeIsNotTakenForWhatItWroteWithoutOwning() {
        drill.owns("us-east", 3, 2000);
        drill.owns("us-west", 4, 3000);
        write(EAST, 0, 100);
        write(WEST, 0, 1500);
        // Not the owner's: from here on everything of us-west may conflict with it, and nothing before.
        write(EAST, 1, 1600);
        write(EAST, 2, 2500);
        write(WEST, 1, 3500);
        assertThat(may(EAST, 0)).isFalse();
        assertThat(may(EAST, 1)).isTrue();
        assertThat(may(WEST, 0)).isTrue();
        assertThat(may(WEST, 1)).isTrue();
        assertThat(may(EAST, 2)).isFalse();
    }

    @Test
    void whereEveryRegionMayWriteAHandOverOrdersNothing() {
        drill.pattern = Pattern.ACTIVE_ACTIVE;
        write(EAST, 0, 100);
        write(WEST, 0, 2000);
        assertThat(overlaps().any()).isTrue();
        assertThat(may(EAST, 0)).isTrue();
        assertThat(overlaps().handedOver(sends(EAST), 0, WEST)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatFailedIsNoWrite() {
        write(EAST, 0, 100);
        drill.failed(WEST, drill.sent(WEST, order(WEST, 0), 7, 500), 501);
        assertThat(overlaps().any()).isFalse();
        assertThat(may(EAST, 0)).isFalse();
    }

    @Test
    void whatTheSessionSentElsewhereIsNoWriteOfTheRegion() {
        // The log of us-west shows a record of which only us-east's client knows.
        write(EAST, 1, 1100);
        drill.written(WEST, order(EAST, 0), 7, 0, 0, 1200, 1201);
        drill.written(WEST, order(EAST, 2), 7, 0, 1, 1200, 1201);
        assertThat(may(EAST, 1)).isTrue();
        assertThat(overlaps().any()).isTrue();
    }

    @Test
    void anyTwoOfThreeRegionsMayOverlap() {
        write(EAST, 0, 100);
        write(WEST, 0, 1500);
        write(NORTH, 0, 1600);
        assertThat(overlaps().any()).isTrue();
        assertThat(may(WEST, 0)).isTrue();
        assertThat(may(NORTH, 0)).isTrue();
        // us-east's was handed over to us-west only: eu-north never owned the key.
        assertThat(may(EAST, 0)).isTrue();
    }

    @Test
    void anOwnersWriteIsKnownFromTheNextOwnershipOfTheOtherRegionOn() {
        write(EAST, 0, 100);
        write(WEST, 0, 2000);
        Overlaps overlaps = overlaps();
        assertThat(overlaps.owned(sends(EAST), 0)).isTrue();
        assertThat(overlaps.handedOver(sends(EAST), 0, WEST)).isEqualTo(999);
        assertThat(overlaps.handedOver(sends(EAST), 0, NORTH)).isEqualTo(Long.MAX_VALUE);
        assertThat(overlaps.handedOver(sends(WEST), 0, EAST)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatItsRegionDidNotOwnIsNeverHandedOver() {
        drill.owns("us-east", 3, 2000);
        write(WEST, 0, 100);
        Overlaps overlaps = overlaps();
        assertThat(overlaps.owned(sends(WEST), 0)).isFalse();
        assertThat(overlaps.handedOver(sends(WEST), 0, EAST)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsNotKnownOfTheClocksMakesOwnershipLongerOnBothSides() {
        drill.events.add(new TimelineEvent.ClockMeasured(1, "us-east", 1, 0, 50));
        write(EAST, 0, 1049);
        write(EAST, 1, 1050);
        write(EAST, 2, 100);
        write(WEST, 0, 949);
        write(WEST, 1, 948);
        Overlaps overlaps = overlaps();
        assertThat(overlaps.owned(sends(EAST), 0)).isTrue();
        assertThat(overlaps.owned(sends(EAST), 1)).isFalse();
        assertThat(overlaps.owned(sends(WEST), 0)).isTrue();
        assertThat(overlaps.owned(sends(WEST), 1)).isFalse();
        // us-west may have invoked at 950 what its ownership at 1,000 lets it know of.
        assertThat(overlaps.handedOver(sends(EAST), 2, WEST)).isEqualTo(949);
        assertThat(overlaps.handedOver(sends(EAST), 0, WEST)).isEqualTo(949);
    }

    @Test
    void aSilentWritesWorkerMayHaveWrittenItUntilItWasGone() {
        drill.owns("us-east", 3, 2000);
        drill.scanned(WEST, 0, 0, 50, drill.sent(WEST, order(WEST, 0), 7, 900));
        assertThat(overlaps().owned(sends(WEST), 0)).isTrue();
    }

    @Test
    void aSilentWriteEndsWithItsWorker() {
        drill.events.add(new TimelineEvent.WorkerEnded(950, "us-west", 1, true));
        drill.scanned(WEST, 0, 0, 50, drill.sent(WEST, order(WEST, 0), 7, 900));
        assertThat(overlaps().owned(sends(WEST), 0)).isFalse();
    }
}
