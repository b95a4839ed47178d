package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A slot each millisecond of two hundred; a window is a hundred of them. */
class SteadyWindowTest {

    private final long[] intended = new long[200];
    private final boolean[] good = new boolean[200];
    private final int[] partition = new int[200];

    SteadyWindowTest() {
        for (int i = 0; i < intended.length; i++) {
            intended[i] = i;
            good[i] = true;
        }
    }

    private long first(long from, boolean... required) {
        return new SteadyWindow(intended, good, partition, required).first(from, 100, 200);
    }

    @Test
    void aServiceThatNeverFailedIsSteadyAtOnce() {
        assertThat(first(7, true)).isEqualTo(7);
    }

    @Test
    void oneBadSlotInAHundredIsWithinTheShare() {
        good[50] = false;
        assertThat(first(0, true)).isZero();
    }

    @Test
    void twoAreNotUntilOneHasLeftTheWindow() {
        good[50] = false;
        good[60] = false;
        assertThat(first(0, true)).isEqualTo(51);
    }

    @Test
    void aWindowThatTheEndOfTheLoadCutsIsNone() {
        good[98] = false;
        good[99] = false;
        assertThat(first(0, true)).isEqualTo(99);
        good[197] = false;
        good[198] = false;
        assertThat(first(0, true)).isEqualTo(SteadyWindow.NONE);
    }

    @Test
    void aPartitionMustHoldItsOwnShare() {
        Arrays.fill(partition, 0);
        for (int i = 0; i < 200; i += 20) {
            partition[i] = 1;
        }
        good[0] = false;
        // Ten sends of partition 1 a window: one bad is ten percent of it, though one percent of all.
        assertThat(first(0, true, true)).isEqualTo(1);
    }

    @Test
    void aRequiredPartitionThatIsSilentIsNotWorking() {
        Arrays.fill(partition, 0);
        assertThat(first(0, true, true)).isEqualTo(SteadyWindow.NONE);
        assertThat(first(0, true, false)).isZero();
    }

    @Test
    void slotsBeforeTheTimeThatIsAskedForDoNotCount() {
        good[5] = false;
        good[6] = false;
        assertThat(first(6, true)).isEqualTo(6);
        assertThat(first(5, true)).isEqualTo(6);
        assertThat(first(150, true)).isEqualTo(SteadyWindow.NONE);
        assertThat(first(100, true)).isEqualTo(100);
        assertThat(first(101, true)).isEqualTo(SteadyWindow.NONE);
        assertThat(first(500, true)).isEqualTo(SteadyWindow.NONE);
    }

    @Test
    void aSendOfWhichNobodyKnowsThePartitionCountsAmongAllOnly() {
        Arrays.fill(partition, 1);
        for (int i = 0; i < 200; i += 20) {
            partition[i] = -1;
        }
        good[0] = false;
        assertThat(first(0, false, true)).isZero();
        good[20] = false;
        assertThat(first(0, false, true)).isEqualTo(1);
    }

    @Test
    void aPartitionThatNobodyKnewOfBeforehandMustHoldItsShareToo() {
        Arrays.fill(partition, 0);
        for (int i = 0; i < 200; i += 20) {
            partition[i] = 3;
        }
        assertThat(first(0, true)).isZero();
        good[40] = false;
        assertThat(first(0, true)).isEqualTo(41);
    }

    @Test
    void aRequiredPartitionWorksOnceItHasAGoodSend() {
        Arrays.fill(partition, 0);
        partition[150] = 1;
        assertThat(first(0, true, true)).isEqualTo(51);
        partition[150] = 0;
        partition[99] = 1;
        assertThat(first(0, true, true)).isZero();
    }

    @Test
    void aPartitionWhoseOnlySendLeftTheWindowIsSilentThen() {
        Arrays.fill(partition, 0);
        partition[0] = 1;
        // Another is bad until 60, so the window begins later.
        good[50] = false;
        good[60] = false;
        assertThat(first(0, true, true)).isEqualTo(SteadyWindow.NONE);
        assertThat(first(0, true)).isEqualTo(51);
    }
}
