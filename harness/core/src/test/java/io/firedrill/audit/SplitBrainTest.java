package io.firedrill.audit;

import static io.firedrill.audit.SyntheticDrill.EAST;
import static io.firedrill.audit.SyntheticDrill.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** us-west owns the keys from 33.9 s on. */
class SplitBrainTest {

    @TempDir
    Path temp;

    private final SyntheticDrill drill = new SyntheticDrill();

    private Result.SplitBrain audit() throws IOException {
        return drill.audit(temp.resolve("run")).splitBrain();
    }

    private SyntheticRecord eastern(int slot, long invokedMillis, long ackedMillis) {
        SyntheticRecord record = drill.good(EAST, SyntheticDrill.slot(slot), slot);
        record.invoked = invokedMillis * MILLI;
        record.endedAt = ackedMillis * MILLI;
        record.deliveries.clear();
        drill.records.add(record);
        return record;
    }

    @Test
    void aWriteOutsideItsRegionsOwnershipIsOne() throws IOException {
        eastern(700, 38_000, 38_005);
        eastern(750, 40_000, 40_005);
        Result.SplitBrain found = audit();
        assertThat(found.writes()).isEqualTo(2);
        assertThat(found.ambiguous()).isZero();
        assertThat(found.divergenceMillis()).isEqualTo(2005);
        assertThat(found.services()).containsExactly("order-service");
    }

    @Test
    void keysWrittenOnBothSidesAreListed() throws IOException {
        // key 20 = 700 % 40, written by us-west at slots 700 (38.0 s) and 740 too
        eastern(700, 37_990, 38_005);
        eastern(741, 39_990, 40_005);
        Result.SplitBrain found = audit();
        assertThat(found.keys()).contains("0000000000000014");
        assertThat(found.bothSides()).isEqualTo(found.keys().size());
    }

    @Test
    void aSlotThatTwoRegionsWroteWasIntendedTwice() throws IOException {
        Result before = drill.audit(temp.resolve("before"));
        for (int slot = 700; slot < 900; slot++) {
            eastern(slot, slot * 40 + 10_000, slot * 40 + 10_005);
        }
        Result.Sends both = drill.audit(temp.resolve("both")).sends();
        assertThat(both.ok()).isEqualTo(before.sends().ok() + 200);
        // us-east wrote from slot 0 to 899: those that us-west wrote meanwhile, from 610 on, were intended by both.
        assertThat(both.intended()).isEqualTo(before.sends().intended() + 290);
        assertThat(both.unserved()).isEqualTo(before.sends().unserved());
    }

    @Test
    void neverFewerSendsAreIntendedThanWereMade() throws IOException {
        eastern(499, 29_970, 29_975); // a second one for its slot
        drill.records.add(drill.good(EAST, SyntheticDrill.slot(SyntheticDrill.SLOTS + 3), 5)); // after the load
        Result.Sends sends = drill.audit(temp.resolve("run")).sends();
        long unsent = SyntheticDrill.FIRST_WEST - SyntheticDrill.LAST_EAST - 1;
        assertThat(sends.intended()).isEqualTo(sends.ok() + sends.failed() + sends.unknown() + unsent);
    }

    @Test
    void aWriteThatStraddlesTheChangeIsAmbiguous() throws IOException {
        eastern(597, 33_890, 33_910);
        Result.SplitBrain found = audit();
        assertThat(found.writes()).isZero();
        assertThat(found.ambiguous()).isEqualTo(1);
    }

    @Test
    void aRecoveredWriteOutsideTheOwnershipIsAmbiguous() throws IOException {
        eastern(700, 38_000, 38_005).outcome = Sends.UNKNOWN;
        Result.SplitBrain found = audit();
        assertThat(found.writes()).isZero();
        assertThat(found.ambiguous()).isEqualTo(1);
    }

    @Test
    void aSendInFlightWhenItsWorkerDiedIsNoneOfBoth() throws IOException {
        eastern(500, 29_999, 0).outcome = Sends.SILENT;
        Result.SplitBrain found = audit();
        assertThat(found.writes() + found.ambiguous()).isZero();
    }
}
