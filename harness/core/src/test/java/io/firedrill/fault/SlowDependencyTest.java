package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.network.Wire;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a real proxy, with something behind it that answers. */
class SlowDependencyTest {
    private static final SlowDependency FAULT =
            new SlowDependency("card-service", "us-east", Duration.ofMillis(100), Duration.ZERO);

    private final Lifting lifting = new Lifting();
    private LinkSite site;

    @BeforeEach
    void open() throws Exception {
        site = new LinkSite();
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    @Test
    void isSeenInTheRoundTripOfItsCanaryAndLiftedIntoWhatItWas() throws Exception {
        Wire wire = site.dependency("us-east", "card-service");

        FaultReceipt receipt = FAULT.apply(site, lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.effect()).contains("round trips rose by").contains("on all 1 wire");
        assertThat(receipt.touched()).singleElement().asString().startsWith("us-east.clients-to-us-east.card-service");
        assertThat(site.network().held(wire)).isTrue();
        assertThat(lifting.lift()).singleElement().asString().contains("are what they were");
        assertThat(site.network().held(wire)).isFalse();
    }

    @Test
    void leavesTheLinkAlone() throws Exception {
        site.dependency("us-east", "card-service");

        FAULT.apply(site, lifting);

        assertThat(site.network().held(site.east)).isFalse();
        assertThat(site.plain.getProxy(site.east.name()).toxics().getAll()).isEmpty();
        assertThat(site.plain
                        .getProxy("us-east.clients-to-us-east.card-service")
                        .toxics()
                        .getAll())
                .hasSize(2);
    }

    @Test
    void whatNobodyCallsIsNotTouched() {
        assertThatThrownBy(() -> FAULT.apply(site, lifting)).hasMessageContaining("nothing was touched");
    }

    @Test
    void asksForACanaryOfItsOwn() throws Exception {
        Wire wire = site.dependency("us-east", "card-service");

        assertThat(FAULT.watches(site.network())).isEqualTo(List.of(wire));
        assertThat(FAULT.slows()).isEqualTo(Duration.ofMillis(100));
    }
}
