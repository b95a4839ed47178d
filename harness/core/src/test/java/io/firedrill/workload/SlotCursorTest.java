package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotCursorTest {

    private static final long MILLIS = 1_000_000;

    private final SlotGrid everyMilli = new SlotGrid(0, 1000);

    @Test
    void takesEachSlotOnceAndInOrder() {
        SlotCursor cursor = new SlotCursor(everyMilli, 0, 10);

        assertThat(cursor.take(0)).isZero();
        assertThat(cursor.take(0)).isEqualTo(SlotCursor.NONE);
        assertThat(cursor.nextAt()).isEqualTo(MILLIS);
        assertThat(cursor.take(2 * MILLIS)).isEqualTo(1);
        assertThat(cursor.take(2 * MILLIS)).isEqualTo(2);
        assertThat(cursor.take(2 * MILLIS)).isEqualTo(SlotCursor.NONE);
    }

    @Test
    void aSenderThatWasBlockedShortlyCatchesUp() {
        SlotCursor cursor = new SlotCursor(everyMilli, 0, 10);
        cursor.take(0);

        for (long slot = 1; slot <= 9; slot++) {
            assertThat(cursor.take(9 * MILLIS)).isEqualTo(slot);
        }
    }

    @Test
    void aSenderThatWasBlockedForLongGivesUpTheOldest() {
        SlotCursor cursor = new SlotCursor(everyMilli, 0, 10);
        cursor.take(0);

        for (long slot = 991; slot <= 1000; slot++) {
            assertThat(cursor.take(1000 * MILLIS)).isEqualTo(slot);
        }
        assertThat(cursor.take(1000 * MILLIS)).isEqualTo(SlotCursor.NONE);
    }

    @Test
    void startsWhereItIsTold() {
        SlotCursor cursor = new SlotCursor(everyMilli, 500, 10);

        assertThat(cursor.take(499 * MILLIS)).isEqualTo(SlotCursor.NONE);
        assertThat(cursor.take(500 * MILLIS)).isEqualTo(500);
    }
}
