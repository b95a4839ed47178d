package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.network.Traffic;
import io.firedrill.network.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TouchedPathTest {
    private static final Wire ONE = FakeSite.link(1);
    private static final Wire TWO = FakeSite.link(2);

    @Test
    void wiresAreTouchedAlsoWhereNobodyCountsTheirConnections() {
        Traffic.Stream nothing = new Traffic.Stream(0, 0, 0);

        assertThat(TouchedPath.touched(List.of(ONE, TWO), Map.of()))
                .containsExactly("us-west-to-us-east.1.link", "us-west-to-us-east.2.link");
        assertThat(TouchedPath.touched(List.of(ONE), Map.of(ONE, new Traffic(3, 1, 0, nothing, nothing))))
                .containsExactly("us-west-to-us-east.1.link (1 live connection)");
    }

    @Test
    void canariesThatAreSlowedDownAreWaitedForAsMuchLonger() {
        FakeSite site = new FakeSite();
        assertThat(TouchedPath.failsWithin(site)).isEqualTo(Duration.ofSeconds(10));

        site.patience = Duration.ofSeconds(12);

        assertThat(TouchedPath.failsWithin(site)).isEqualTo(Duration.ofSeconds(22));
    }
}
