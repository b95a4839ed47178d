package io.firedrill.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.scenario.Objective;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "250, 250ms",
        "999, 999ms",
        "1000, 1s",
        "1001, 1.001s",
        "30000, 30s",
        "59000, 59s",
        "60000, 1m",
        "90000, 1m30s",
        "90500, 90.500s",
        "3600000, 60m"
    })
    void durationsAreWrittenAsScenariosSpellThem(long millis, String text) {
        assertThat(Limits.duration(Duration.ofMillis(millis))).isEqualTo(text);
        assertThat(Limits.text(new Objective.Limit.Time(Duration.ofMillis(millis))))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0%", "0.01, 1%", "0.0125, 1.25%", "1, 100%", "0.1, 10%", "0.00001, 0.001%"})
    void sharesAreWrittenInPercentWithoutZerosAtTheirEnd(double ratio, String text) {
        assertThat(Limits.percent(ratio)).isEqualTo(text);
        assertThat(Limits.text(new Objective.Limit.Ratio(ratio))).isEqualTo(text);
    }

    @Test
    void countsAreWrittenAsTheyAre() {
        assertThat(Limits.text(new Objective.Limit.Count(12_345))).isEqualTo("12345");
    }

    @Test
    void measuresAreWrittenInTheUnitOfTheirLimit() {
        assertThat(Limits.measured(1234.56, Duration.ofMillis(999))).isEqualTo("1234.6ms");
        assertThat(Limits.measured(1234.56, Duration.ofMillis(1000))).isEqualTo("1.23s");
    }
}
