package io.firedrill.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.firedrill.evidence.FaultReceipt;
import io.firedrill.region.DiskFate;
import io.firedrill.scenario.RegionNodes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What faults do to a region of three brokers whose three controllers are apart from them. */
class ControllersApartTest {
    private final FakeSite site = new FakeSite(new RegionNodes(3, 3));
    private final Lifting lifting = new Lifting();

    private static BrokerChoice nodes(Integer... ids) {
        return new BrokerChoice("us-east", new BrokerChoice.Which.Ids(List.of(ids)));
    }

    @Test
    void aKilledRegionLosesItsControllersAndGetsThemBack() throws Exception {
        FaultReceipt receipt = new KillRegion("us-east", DiskFate.KEPT, true).apply(site, lifting);

        assertThat(site.region.done).contains("kill [1, 2, 3, 101, 102, 103]");
        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.touched()).contains("us-east broker 1", "us-east controller 101", "us-east controller 103");
        assertThat(receipt.effect())
                .isEqualTo("the canaries of all 3 brokers stopped being answered;"
                        + " us-east controllers 101, 102, 103 are gone");
        assertThat(lifting.lift())
                .containsExactly("all 3 brokers of us-east are ready and their canaries answered;"
                        + " its quorum is of controllers 101, 102, 103");
        assertThat(site.region.running()).containsExactly(1, 2, 3, 101, 102, 103);
    }

    @Test
    void aRegionIsGoneWhenItsBrokersAreHoweverLongControllersTakeToEnd() throws Exception {
        FaultReceipt receipt = new StopRegion("us-east", false).apply(site, lifting);

        assertThat(receipt.effectTo() - receipt.appliedFrom()).isLessThan(FakeRegion.CONTROLLERS_TAKE_NANOS);
    }

    @Test
    void theEndOfAControllerIsSeenWhereNobodyWatchesIt() throws Exception {
        site.canaries().unwatched(FakeSite.link(102));

        FaultReceipt receipt = new KillBroker(nodes(102)).apply(site, lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.touched()).containsExactly("us-east controller 102");
        assertThat(receipt.effect()).isEqualTo("us-east controller 102 is gone");
    }

    @Test
    void aFrozenControllerIsSeenByItsCanary() throws Exception {
        FaultReceipt receipt = new PauseBroker(nodes(102)).apply(site, lifting);

        assertThat(receipt.observed()).isTrue();
        assertThat(receipt.effect()).isEqualTo("the canary of us-east controller 102 stopped being answered");
        site.canaries().unwatched(FakeSite.link(103));
        assertThat(new PauseBroker(nodes(103)).apply(site, new Lifting()).observed())
                .as("a frozen process has no end to see")
                .isFalse();
    }

    @Test
    void allBrokersAreNotTheControllers() throws Exception {
        new StopBroker(new BrokerChoice("us-east", new BrokerChoice.Which.All())).apply(site, lifting);

        assertThat(site.region.running()).containsExactly(101, 102, 103);
    }

    @Test
    void brokersInTurnAreNotTheControllers() throws Exception {
        new RollingRestart("us-east", Ending.KILL).apply(site, lifting);

        assertThat(site.region.done).contains("kill [3]").doesNotContain("kill [101]");
    }

    @Test
    void aMajorityIsOneOfControllersHoweverManyBrokersRun() throws Exception {
        new KillBroker(nodes(101, 102)).apply(site, new Lifting());
        new KillBroker(nodes(3)).apply(site, lifting);

        assertThat(lifting.lift())
                .containsExactly(
                        "us-east broker 3 was started again; with 1 of 3 controllers the region can't answer yet");
    }

    @Test
    void aControllerThatIsBackProvesNothingWithoutABroker() throws Exception {
        new StopBroker(new BrokerChoice("us-east", new BrokerChoice.Which.All())).apply(site, new Lifting());
        new KillBroker(nodes(101)).apply(site, lifting);

        assertThat(lifting.lift())
                .containsExactly(
                        "us-east controller 101 was started again; without a broker the region can't answer yet");
    }

    @Test
    void aControllerThatIsBackIsProvedByTheRegionsReadiness() throws Exception {
        new KillBroker(nodes(2, 101)).apply(site, lifting);
        site.region.done.clear();

        assertThat(lifting.lift())
                .singleElement()
                .asString()
                .startsWith("us-east broker 2 and controller 101 was started again, and is ready");
        assertThat(site.region.done).containsExactly("start [2, 101]", "ready", "in sync [2]");
    }
}
