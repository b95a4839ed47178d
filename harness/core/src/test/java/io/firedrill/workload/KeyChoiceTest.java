package io.firedrill.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyChoiceTest {

    @Test
    void everyInstanceOfAProducerChoosesTheSameKeys() {
        KeyChoice east = new KeyChoice(1, 3, 1000);
        KeyChoice west = new KeyChoice(1, 3, 1000);
        for (long slot = 0; slot < 1000; slot++) {
            assertThat(west.key(slot)).isEqualTo(east.key(slot));
        }
    }

    @Test
    void seedAndProducerChangeTheChoice() {
        KeyChoice one = new KeyChoice(1, 3, 1_000_000);

        assertThat(new KeyChoice(2, 3, 1_000_000).number(7)).isNotEqualTo(one.number(7));
        assertThat(new KeyChoice(1, 4, 1_000_000).number(7)).isNotEqualTo(one.number(7));
    }

    @Test
    void keysReadAsNumbersOfSixDigitsOrAsManyAsAreNeeded() {
        assertThat(text(new KeyChoice(1, 0, 1), 5)).isEqualTo("k000000");
        assertThat(text(new KeyChoice(1, 0, 1000), 5)).matches("k000\\d{3}");
        assertThat(text(new KeyChoice(1, 0, 2_000_000_000), 5)).matches("k[01]\\d{9}");
    }

    @Test
    void everyKeyHasItsShare() {
        KeyChoice keys = new KeyChoice(1, 0, 10);
        int[] times = new int[10];
        for (long slot = 0; slot < 100_000; slot++) {
            times[keys.number(slot)]++;
        }
        for (int count : times) {
            assertThat(count).isBetween(9_500, 10_500);
        }
    }

    private static String text(KeyChoice keys, long slot) {
        return new String(keys.key(slot), StandardCharsets.US_ASCII);
    }
}
