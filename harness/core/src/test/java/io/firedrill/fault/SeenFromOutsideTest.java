package io.firedrill.fault;

import static io.firedrill.fault.LinkSite.BOTH;
import static io.firedrill.fault.LinkSite.EASTWARD;
import static org.assertj.core.api.Assertions.assertThat;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import io.firedrill.evidence.FaultReceipt;
import io.firedrill.scenario.FaultAction.Need;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How faults on a path prove themselves where the proxy server keeps no accounts. */
@Execution(ExecutionMode.SAME_THREAD)
class SeenFromOutsideTest {
    private LinkSite site;
    private final Lifting lifting = new Lifting();

    @BeforeEach
    void start() throws Exception {
        site = new LinkSite();
        site.withoutAccounts();
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    static List<Fault> faults() {
        return List.of(
                new Bandwidth(BOTH, 64 << 10),
                new Bandwidth(EASTWARD, 32 << 10),
                new Slice(BOTH, 64, 8, Duration.ofMillis(2)),
                new LimitData(EASTWARD, 20_000),
                new LimitData(BOTH, 1));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isSeenOnEveryWireAndLeavesNothing(Fault fault) throws Exception {
        FaultReceipt receipt = fault.apply(site, lifting);

        assertThat(receipt.observed()).as(receipt.effect()).isTrue();
        assertThat(receipt.effect()).contains("by a connection of the harness's own in each of ");
        assertThat(receipt.touched()).hasSize(2);
        lifting.lift();
        assertThat(site.plain.getProxy(site.east.name()).toxics().getAll()).isEmpty();
        assertThat(fault.needs()).doesNotContain(Need.TRAFFIC_ACCOUNTS);
    }

    /** The tests' own toxics do what a fault says that it does, and something else. */
    @Test
    void whatIsSlowAnywayDoesNotShowALimit() throws Exception {
        site.network.toxic(site.east, ToxicDirection.UPSTREAM, "bandwidth", Map.of("rate", 40), 1);

        FaultReceipt receipt = new Bandwidth(BOTH, 64 << 10).apply(site, lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).startsWith("not seen by connections of the harness's own on us-west-to-us-east");
    }

    @Test
    void aLimitIsToldFromTheRoundTripsOfASlowLink() throws Exception {
        for (ToxicDirection direction : ToxicDirection.values()) {
            site.network.toxic(site.east, direction, "latency", Map.of("latency", 70), 1);
            site.network.toxic(site.west, direction, "latency", Map.of("latency", 70), 1);
        }

        FaultReceipt receipt = new Bandwidth(EASTWARD, 24 << 10).apply(site, lifting);

        assertThat(receipt.observed()).as(receipt.effect()).isTrue();
    }

    @Test
    void connectionsThatAreClosedAnywayDoNotShowALimit() throws Exception {
        site.network.toxic(site.west, ToxicDirection.DOWNSTREAM, "limit_data", Map.of("bytes", 5_000), 1);

        FaultReceipt receipt = new LimitData(EASTWARD, 20_000).apply(site, lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect()).contains("us-east-to-us-west").contains("until it was closed");
    }

    @Test
    void aPathThatRefusesSaysSo() throws Exception {
        site.plain.getProxy(site.east.name()).disable();

        FaultReceipt receipt = new Bandwidth(BOTH, 64 << 10).apply(site, lifting);

        assertThat(receipt.observed()).isFalse();
        assertThat(receipt.effect())
                .contains("us-west-to-us-east", "before nothing, as the connection failed: Connection refused");
    }

    @Test
    void whatNoOneCouldTellFromOutsideNeedsAccounts() {
        assertThat(new Bandwidth(BOTH, 2 << 20).needs()).containsExactly(Need.TRAFFIC_ACCOUNTS);
        assertThat(new Slice(BOTH, 64, 0, Duration.ZERO).needs()).containsExactly(Need.TRAFFIC_ACCOUNTS);
        assertThat(new Slice(BOTH, 1 << 20, 0, Duration.ofMillis(1)).needs()).containsExactly(Need.TRAFFIC_ACCOUNTS);
        assertThat(new LimitData(BOTH, 2 << 20).needs()).containsExactly(Need.TRAFFIC_ACCOUNTS);
    }
}
