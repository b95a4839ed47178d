package io.firedrill.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations, sizes, rates and percentages. */
class QuantityTest {

    @ParameterizedTest
    @CsvSource({"250ms,250", "30s,30000", "1m30s,90000", "2h,7200000", "0s,0", "1h0m1s5ms,3601005", "5m,300000"})
    void readsADuration(String text, long millis) {
        assertThat(Quantity.duration(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "-5s", "30 s", "30S", "1s30m", "1.5s", "5d", "1e3s", "9999999999s", "30s\n"})
    void knowsWhatIsNoDuration(String text) {
        assertThat(Quantity.duration(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "30,30s",
        "30 s,30s",
        "30sec,30s",
        "0.5s,500ms",
        "90 seconds,1m30s",
        "2 minutes,2m",
        "250 MS,250ms",
        "0,0s",
        "soon,''",
        "5 apples,''"
    })
    void guessesTheDurationThatWasMeant(String text, String meant) {
        assertThat(Quantity.probablyDuration(text)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 250, 1000, 90_000, 3_600_000, 3_661_001})
    void formatsADurationSoThatItReadsBack(long millis) {
        Duration duration = Duration.ofMillis(millis);
        assertThat(Quantity.duration(Quantity.format(duration))).contains(duration);
    }

    @ParameterizedTest
    @CsvSource({"512B,512", "64KiB,65536", "1MiB,1048576", "2GiB,2147483648", "0B,0"})
    void readsASizeInPowersOfTwo(String text, long bytes) {
        assertThat(Quantity.size(text)).contains(bytes);
    }

    @ParameterizedTest
    @CsvSource({"512,512B", "1KB,1KiB", "1kb,1KiB", "64 kib,64KiB", "1m,1MiB", "1.5KiB,''", "big,''"})
    void guessesTheSizeThatWasMeant(String text, String meant) {
        assertThat(Quantity.size(text)).isEmpty();
        assertThat(Quantity.probablySize(text)).isEqualTo(meant);
    }

    @Test
    void readsARateAndAPercentage() {
        assertThat(Quantity.rate("500/s")).contains(500.0);
        assertThat(Quantity.rate("0.5/s")).contains(0.5);
        assertThat(Quantity.rate("500/m")).isEmpty();
        assertThat(Quantity.ratio("5%")).contains(0.05);
        assertThat(Quantity.ratio("0.1%")).contains(0.001);
        assertThat(Quantity.ratio("5")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"500,500/s", "500/sec,500/s", "500 hz,500/s", "500/m,''", "fast,''"})
    void guessesTheRateThatWasMeant(String text, String meant) {
        assertThat(Quantity.probablyRate(text)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"5,5%", "0.05,5%", "0.001,0.1%", "5 percent,5%", "0,0%", "many,''"})
    void guessesThePercentageThatWasMeant(String text, String meant) {
        assertThat(Quantity.probablyPercent(text)).isEqualTo(meant);
    }
}
