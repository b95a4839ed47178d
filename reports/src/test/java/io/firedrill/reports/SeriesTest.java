package io.firedrill.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.reports.Series.Measure;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void countsFactsWhereAndWhenTheyHappened() {
        Series series = new Series(10 * SECOND, 8 * SECOND, 20 * SECOND, List.of("east", "west"));
        var east = series.in("east");
        for (int i = 0; i < 10; i++) {
            east.acked(0, 0, 1, i, 0, 0, i, 9 * SECOND + i * SECOND / 10);
        }
        east.acked(0, 0, 1, 10, 0, 0, 10, 12 * SECOND);

        assertThat(series.perSecond("east", Measure.ACKED, -1000, 1000, 4)).containsExactly(10, 0, 0, 1);
        assertThat(series.perSecond("east", Measure.ACKED, -1000, 250, 4)).containsExactly(12, 8, 12, 8);
        assertThat(series.perSecond("west", Measure.ACKED, -1000, 1000, 4)).containsOnly(0);
        assertThat(series.total("east", Measure.ACKED)).isEqualTo(11);
    }

    @Test
    void factsOutsideTheDrillAreCountedApart() {
        Series series = new Series(0, 0, SECOND, List.of("east"));
        series.in("east").failed(0, 0, 1, 0, 500 * SECOND, "Late");
        series.in("east").unknown(0, 0, 1, 0, -SECOND, "Early");

        assertThat(series.outside()).isEqualTo(2);
        assertThat(series.total("east", Measure.FAILED)).isZero();
    }

    @Test
    void askingBeyondItsEndsFindsNothing() {
        Series series = new Series(0, 0, SECOND, List.of("east"));

        assertThat(series.perSecond("east", Measure.SENT, -60_000, 1000, 200))
                .hasSize(200)
                .containsOnly(0);
        assertThat(series.perSecond("nowhere", Measure.SENT, 0, 1000, 2)).containsOnly(0);
    }
}
