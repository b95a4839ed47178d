package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotGridTest {

    private static final long ORIGIN = 1_234_567_890_123L;

    @Test
    void slotsAreDueAtOriginPlusWholePeriods() {
        SlotGrid grid = new SlotGrid(ORIGIN, 500);

        assertThat(grid.at(0)).isEqualTo(ORIGIN);
        assertThat(grid.at(1)).isEqualTo(ORIGIN + 2_000_000);
        assertThat(grid.at(500)).isEqualTo(ORIGIN + 1_000_000_000);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 3, 7, 333.3, 500, 9973, 123_456.7, 50_000_000})
    void theLastDueSlotIsDueAndTheNextIsNot(double rate) {
        SlotGrid grid = new SlotGrid(ORIGIN, rate);
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long now = ORIGIN + (random.nextLong() >>> 20);
            long due = grid.lastDue(now);
            assertThat(grid.at(due)).isLessThanOrEqualTo(now);
            assertThat(grid.at(due + 1)).isGreaterThan(now);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 500, 9973})
    void theInstantOfASlotBelongsToIt(double rate) {
        SlotGrid grid = new SlotGrid(ORIGIN, rate);
        for (long k = 0; k < 5000; k++) {
            assertThat(grid.lastDue(grid.at(k))).isEqualTo(k);
            assertThat(grid.firstFrom(grid.at(k))).isEqualTo(k);
            assertThat(grid.firstFrom(grid.at(k) + 1)).isEqualTo(k + 1);
        }
    }

    @Test
    void nothingIsDueBeforeTheOrigin() {
        SlotGrid grid = new SlotGrid(ORIGIN, 500);

        assertThat(grid.lastDue(ORIGIN - 1)).isEqualTo(-1);
        assertThat(grid.firstFrom(ORIGIN - 10_000_000_000L)).isZero();
    }
}
