package io.firedrill.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "4.23, 4.2 ms",
        "340.4, 340 ms",
        "999.7, 1.00 s",
        "9411, 9.41 s",
        "42318, 42.3 s",
        "59960, 1 min 00 s",
        "125000, 2 min 05 s",
        "3660000, 1 h 01 min",
        "-1500, −1.50 s",
        "-0.01, 0.0 ms"
    })
    void durationsHaveTheUnitPeopleWouldChoose(double millis, String text) {
        assertThat(Figures.millis(millis).replace('\u00a0', ' ')).isEqualTo(text);
    }

    @Test
    void aValueHasTheDigitsThatItsErrorAllows() {
        assertThat(Figures.millisWithError(9_411.0, 311).replace('\u00a0', ' ')).isEqualTo("9.4 s ± 0.3 s");
        assertThat(Figures.millisWithError(9_411.0, 20).replace('\u00a0', ' ')).isEqualTo("9.41 s ± 20 ms");
        assertThat(Figures.millisWithError(9_411.0, 0).replace('\u00a0', ' ')).isEqualTo("9.41 s");
    }

    @Test
    void whatWasNotMeasuredIsSaidToBeSo() {
        assertThat(Figures.millis(null)).isEqualTo("not measured");
        assertThat(Figures.millis(Double.NaN)).isEqualTo("not measured");
        assertThat(Figures.count(null)).isEqualTo("not measured");
        assertThat(Figures.percent(Double.NaN)).isEqualTo("not measured");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 %", "0.0186, 1.86 %", "0.00012, 0.012 %", "0.25, 25.0 %", "1, 100 %"})
    void ratiosArePerCent(double ratio, String text) {
        assertThat(Figures.percent(ratio).replace('\u00a0', ' ')).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"30s, 30000", "1m30s, 90000", "250ms, 250", "2h, 7200000", "1.5 s, 1500"})
    void limitsThatAreDurationsAreRead(String limit, double millis) {
        assertThat(Limits.millis(limit)).contains(millis);
    }

    @Test
    void chosenLengthsAreRoundAndMomentsOfTheWallClockReadable() {
        assertThat(Figures.span(60_000).replace('\u00a0', ' ')).isEqualTo("60 s");
        assertThat(Figures.span(120_000).replace('\u00a0', ' ')).isEqualTo("2 min");
        assertThat(Figures.span(1_500).replace('\u00a0', ' ')).isEqualTo("1.50 s");
        assertThat(Figures.instant("2026-08-01T09:30:12.425Z").replace('\u00a0', ' '))
                .isEqualTo("2026-08-01 09:30:12 UTC");
        assertThat(Figures.instant("yesterday")).isEqualTo("yesterday");
        assertThat(Figures.instant("")).isEqualTo("not recorded");
    }

    @Test
    void figuresOfAClassHaveNamesAndUnits() {
        assertThat(Figures.named(Map.of("p99Millis", 340.0, "rowsWithoutEvent", 3.0))
                        .replace('\u00a0', ' '))
                .isEqualTo("p99 340 ms, rows without event 3");
        assertThat(Figures.named(null)).isEmpty();
    }

    @Test
    void limitsThatAreNoDurationsAreNot() {
        assertThat(Limits.millis("500")).isEmpty();
        assertThat(Limits.millis("5%")).isEmpty();
        assertThat(Limits.millis("")).isEmpty();
        assertThat(Limits.millis("30s or so")).isEmpty();
    }
}
